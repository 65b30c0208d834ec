import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { CANVAS_HEIGHT, CANVAS_WIDTH, type ImageView } from "../../collab/document/schema.ts";
import type { Studio } from "../studio/studio.ts";
import type { Pane } from "./space.ts";

export interface PhotosProps {
  readonly studio: Studio;
  readonly pane: ReadonlySignal<Pane>;
}

/** Pictures lie on the paper under the paint, like prints on a desk. */
export function Photos({ studio, pane }: PhotosProps) {
  const { zoom, x, y } = studio.look.value;
  const { width, height } = pane.value;
  const images = studio.shapes.value.filter((shape): shape is ImageView => shape.kind === "image");
  return (
    <div
      class="photos"
      style={{
        transform: `scale(${zoom}) translate(${-x * width}px, ${-y * height}px)`,
      }}
    >
      {images.map((image, index) => (
        <Photo key={image.id} studio={studio} image={image} name={`Picture ${index + 1}`} />
      ))}
    </div>
  );
}

interface PhotoProps {
  readonly studio: Studio;
  readonly image: ImageView;
  readonly name: string;
}

function Photo({ studio, image, name }: PhotoProps) {
  const source = useSignal<string | null>(null);
  const failed = useSignal(false);
  useEffect(() => {
    const stop = new AbortController();
    let url = "";
    studio.api.asset(image.asset, stop.signal).then((response) => response.blob()).then((blob) => {
      if (stop.signal.aborted) return;
      url = URL.createObjectURL(blob);
      source.value = url;
    }).catch(() => {
      if (!stop.signal.aborted) failed.value = true;
    });
    return () => {
      stop.abort();
      if (url) URL.revokeObjectURL(url);
    };
  }, [image.asset]);
  const place = {
    left: `${100 * image.x / CANVAS_WIDTH}%`,
    top: `${100 * image.y / CANVAS_HEIGHT}%`,
    width: `${100 * image.width / CANVAS_WIDTH}%`,
    height: `${100 * image.height / CANVAS_HEIGHT}%`,
  };
  const covers = image.width * image.height > CANVAS_WIDTH * CANVAS_HEIGHT * .55;
  const classes = [
    "photo",
    covers ? "backdrop" : "print",
    studio.picked.value === image.id ? "picked" : "",
  ];
  return (
    <figure class={classes.join(" ")} style={place}>
      {source.value
        ? <img src={source.value} alt={name} draggable={false} />
        : failed.value
        ? <p class="photo-lost">This picture could not be fetched.</p>
        : <div class="skel" aria-label={`${name} is coming`} role="img" />}
    </figure>
  );
}
