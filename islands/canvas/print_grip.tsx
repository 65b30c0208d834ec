import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { removeShape } from "../../collab/document/edits.ts";
import { CANVAS_HEIGHT, CANVAS_WIDTH, type ImageView } from "../../collab/document/schema.ts";
import type { Studio } from "../studio/studio.ts";
import { moved, type Place, placeImage, resized } from "./place_image.ts";
import { type Pane, toScreen } from "./space.ts";

export interface PrintGripProps {
  readonly studio: Studio;
  readonly pane: ReadonlySignal<Pane>;
}

const STEP = 16;
const COARSE = 80;
const WRITE_EVERY_MS = 60;

/** Around the picture that is chosen: drag it, drag its corner, or use the keys. */
export function PrintGrip({ studio, pane }: PrintGripProps) {
  const image = studio.shapes.value.find((shape): shape is ImageView =>
    shape.kind === "image" && shape.id === studio.picked.value
  );
  if (!image || !studio.canEdit.value) return null;
  return <Grip key={image.id} studio={studio} pane={pane} image={image} />;
}

function Grip({ studio, pane, image }: PrintGripProps & { readonly image: ImageView }) {
  const { steps } = studio.room;
  const grip = useRef<HTMLDivElement>(null);
  const held = useSignal<{ readonly from: Place; readonly corner: boolean } | null>(null);
  const start = useRef({ x: 0, y: 0 });
  const written = useRef(0);
  useEffect(() => grip.current?.focus(), []);

  const write = (place: Place) =>
    steps.edit("Picture moved", (doc) => placeImage(doc, image.id, place));
  const placeAt = (event: PointerEvent): Place => {
    const { from, corner } = held.peek()!;
    const { zoom } = studio.look.peek();
    const dx = (event.clientX - start.current.x) / (pane.peek().width * zoom) * CANVAS_WIDTH;
    const dy = (event.clientY - start.current.y) / (pane.peek().height * zoom) * CANVAS_HEIGHT;
    return corner ? resized(from, (from.width + 2 * dx) / from.width) : moved(from, dx, dy);
  };
  const onDown = (corner: boolean) => (event: PointerEvent) => {
    event.stopPropagation();
    grip.current?.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, y: event.clientY };
    held.value = { from: image, corner };
    steps.begin(corner ? "Picture resized" : "Picture moved");
  };
  const onMove = (event: PointerEvent) => {
    if (!held.peek() || event.timeStamp - written.current < WRITE_EVERY_MS) return;
    written.current = event.timeStamp;
    write(placeAt(event));
  };
  const onUp = (event: PointerEvent) => {
    if (!held.peek()) return;
    write(placeAt(event));
    held.value = null;
    steps.end();
  };
  const onKey = (event: KeyboardEvent) => {
    const by = event.shiftKey ? COARSE : STEP;
    const act = KEYS[event.key];
    if (act) write(act(image, by));
    else if (event.key === "Delete" || event.key === "Backspace") {
      steps.edit("Picture removed", (doc) => removeShape(doc, image.id));
      studio.toasts.show("Picture removed", { label: "Undo", run: () => steps.undo() });
      document.getElementById("sheet")?.focus();
    } else if (event.key === "Escape") {
      studio.picked.value = null;
      document.getElementById("sheet")?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const look = studio.look.value;
  const from = toScreen(image, pane.value, look);
  const to = toScreen(
    { x: image.x + image.width, y: image.y + image.height },
    pane.value,
    look,
  );
  return (
    <div
      ref={grip}
      class="print-grip"
      role="group"
      tabIndex={0}
      aria-label="Chosen picture. Arrows move it, plus and minus resize it, Delete removes it, Escape lets go."
      style={{ left: from.x, top: from.y, width: to.x - from.x, height: to.y - from.y }}
      onPointerDown={onDown(false)}
      onPointerMove={onMove}
      onPointerUp={onUp}
      onPointerCancel={onUp}
      onKeyDown={onKey}
    >
      <span class="corner" onPointerDown={onDown(true)} />
    </div>
  );
}

const KEYS: Readonly<Record<string, (place: Place, by: number) => Place>> = {
  ArrowLeft: (place, by) => moved(place, -by, 0),
  ArrowRight: (place, by) => moved(place, by, 0),
  ArrowUp: (place, by) => moved(place, 0, -by),
  ArrowDown: (place, by) => moved(place, 0, by),
  "+": (place) => resized(place, 1.1),
  "=": (place) => resized(place, 1.1),
  "-": (place) => resized(place, 1 / 1.1),
};
