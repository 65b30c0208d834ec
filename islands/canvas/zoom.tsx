import type { ReadonlySignal } from "@preact/signals";
import type { Studio } from "../studio/studio.ts";
import { MAX_ZOOM, type Pane, WHOLE, zoomAt } from "./space.ts";

export interface ZoomProps {
  readonly studio: Studio;
  readonly pane: ReadonlySignal<Pane>;
}

/** Looking closer: canvas, ruler and lanes together, because they share one axis. */
export function Zoom({ studio, pane }: ZoomProps) {
  const { look } = studio;
  const { zoom } = look.value;
  const by = (factor: number) => {
    const { width, height } = pane.value;
    look.value = zoomAt(look.value, factor, { x: width / 2, y: height / 2 }, pane.value);
  };
  const percent = `${Math.round(zoom * 100)} %`;
  return (
    <div class="zoom" role="group" aria-label="Zoom">
      <button
        type="button"
        class="btn icon"
        aria-label="Zoom out"
        disabled={zoom <= 1}
        onClick={() => by(1 / 1.5)}
      >
        −
      </button>
      <button
        type="button"
        class="btn value"
        aria-label={`${percent}, show the whole sheet`}
        onClick={() => look.value = WHOLE}
      >
        {percent}
      </button>
      <button
        type="button"
        class="btn icon"
        aria-label="Zoom in"
        disabled={zoom >= MAX_ZOOM}
        onClick={() => by(1.5)}
      >
        +
      </button>
    </div>
  );
}
