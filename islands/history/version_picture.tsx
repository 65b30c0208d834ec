import { useEffect, useRef } from "preact/hooks";
import { CANVAS_HEIGHT, CANVAS_WIDTH } from "../../collab/document/schema.ts";
import { drawStroke } from "../canvas/outline.ts";
import { createPalette, type Palette } from "../canvas/pigments.ts";
import type { Api } from "../session/api.ts";
import type { PastDocument } from "./versions.ts";

export interface VersionPictureProps {
  readonly api: Api;
  readonly document: PastDocument;
  readonly canvas: string;
  readonly label: string;
}

/** A sheet as it was, small and still. */
export function VersionPicture({ api, document: past, canvas, label }: VersionPictureProps) {
  const sheet = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const stop = new AbortController();
    const element = sheet.current!;
    const { width } = element.getBoundingClientRect();
    const pane = { width, height: width * CANVAS_HEIGHT / CANVAS_WIDTH };
    element.width = pane.width * devicePixelRatio;
    element.height = pane.height * devicePixelRatio;
    const palette = createPalette(element);
    const draw = () => paint(element, palette, pane, past, canvas, pictures);
    const pictures = new Map<string, ImageBitmap>();
    const assets = past.shapes.flatMap((shape) =>
      shape.kind === "image" && shape.canvas === canvas ? [shape.asset] : []
    );
    for (const asset of assets) {
      api.asset(asset, stop.signal).then((response) => response.blob()).then(createImageBitmap)
        .then((bitmap) => {
          pictures.set(asset, bitmap);
          if (!stop.signal.aborted) draw();
        }).catch(() => undefined); // its frame stays empty: the strokes are there all the same
    }
    draw();
    return () => stop.abort();
  }, [past, canvas]);
  return <canvas ref={sheet} class="version-picture" role="img" aria-label={label} />;
}

function paint(
  element: HTMLCanvasElement,
  palette: Palette,
  pane: { readonly width: number; readonly height: number },
  { shapes }: PastDocument,
  canvas: string,
  pictures: ReadonlyMap<string, ImageBitmap>,
): void {
  const context = element.getContext("2d")!;
  context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  context.clearRect(0, 0, pane.width, pane.height);
  const [sx, sy] = [pane.width / CANVAS_WIDTH, pane.height / CANVAS_HEIGHT];
  for (const shape of shapes) {
    if (shape.kind !== "image" || shape.canvas !== canvas) continue;
    const place = [shape.x * sx, shape.y * sy, shape.width * sx, shape.height * sy] as const;
    const picture = pictures.get(shape.asset);
    context.fillStyle = palette.css("var(--well)");
    if (picture) context.drawImage(picture, ...place);
    else context.fillRect(...place);
  }
  for (const shape of shapes) {
    if (shape.kind !== "stroke" || shape.canvas !== canvas) continue;
    const points = shape.points.map(([x, y, pressure, timeMs]) => ({ x, y, pressure, timeMs }));
    context.fillStyle = palette.paint(shape.color);
    context.fill(drawStroke(points, shape.width, pane).path);
  }
}
