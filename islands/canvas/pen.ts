import { removeShape } from "../../collab/document/edits.ts";
import type { StrokePoint } from "../../collab/document/schema.ts";
import type { Studio } from "../studio/studio.ts";
import { touches } from "./hit.ts";
import type { Ink } from "./ink.ts";
import type { OutlineCache } from "./outline.ts";
import { panBy, type Pane, type Spot, toSheet, zoomAt } from "./space.ts";

export interface PenDeps {
  readonly pad: HTMLElement;
  readonly studio: Studio;
  readonly ink: Ink;
  readonly outlines: OutlineCache;
  readonly pane: () => Pane;
}

/** Pixels around the eraser's tip. */
const ERASER_REACH = 9;

/**
 * Pen, finger and mouse on the sheet. One pointer paints, erases or drags by the tool in hand; two fingers,
 * the middle button and the wheel move the window. A pen on the sheet makes fingers move it, not paint.
 *
 * @returns ends the listening.
 */
export function attachPen({ pad, studio, ink, outlines, pane }: PenDeps): () => void {
  const { room, look, tool } = studio;
  const fingers = new Map<number, Spot>();
  let gesture: "paint" | "erase" | "drag" | "pinch" | null = null;
  let pointer = -1;
  let penSeenAtMs = -Infinity;
  let startedAtMs = 0;
  let speed = createSpeed();

  const spotOf = (event: PointerEvent | WheelEvent): Spot => {
    const box = pad.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const pointOf = (event: PointerEvent): StrokePoint => {
    const spot = spotOf(event);
    const { x, y } = toSheet(spot, pane(), look.peek());
    const pressure = event.pointerType === "pen" && event.pressure > 0
      ? event.pressure
      : speed(spot, event.timeStamp);
    return { x, y, pressure, timeMs: Math.max(0, event.timeStamp - startedAtMs) };
  };
  const tellCursor = (event: PointerEvent) => {
    const canvas = studio.canvas.peek()?.id;
    const { x, y } = toSheet(spotOf(event), pane(), look.peek());
    if (canvas) room.presence.tell({ cursor: { canvas, x: round(x), y: round(y) } });
  };
  const erase = (event: PointerEvent) => {
    const at = baseSpot(spotOf(event), pane(), look.peek());
    const reach = ERASER_REACH / look.peek().zoom;
    for (const shape of [...studio.shapes.peek()].reverse()) {
      if (shape.kind !== "stroke") continue;
      if (!touches(outlines.of(shape, pane()), at, reach)) continue;
      room.steps.edit("Eraser", (doc) => removeShape(doc, shape.id));
    }
  };
  const imageAt = (spot: Spot): string | null => {
    const { x, y } = toSheet(spot, pane(), look.peek());
    const hit = studio.shapes.peek().findLast((shape) =>
      shape.kind === "image" && x >= shape.x && x <= shape.x + shape.width &&
      y >= shape.y && y <= shape.y + shape.height
    );
    return hit?.id ?? null;
  };
  const begin = (event: PointerEvent) => {
    pointer = event.pointerId;
    startedAtMs = event.timeStamp;
    speed = createSpeed();
    if (event.button === 1 || tool.peek() === "hand" || !studio.canEdit.peek()) {
      gesture = "drag";
      if (event.button === 0 && studio.canEdit.peek()) studio.picked.value = imageAt(spotOf(event));
    } else if (tool.peek() === "eraser" || event.button === 5) {
      gesture = "erase";
      room.steps.begin("Eraser");
      erase(event);
    } else {
      studio.picked.value = null;
      gesture = "paint";
      ink.begin(pointOf(event));
    }
  };
  const end = () => {
    if (gesture === "paint") ink.commit();
    if (gesture === "erase") room.steps.end();
    gesture = null;
    pointer = -1;
  };
  const giveUp = () => {
    if (gesture === "paint") ink.cancel();
    if (gesture === "erase") room.steps.end();
    gesture = null;
    pointer = -1;
  };

  const onDown = (event: PointerEvent) => {
    if (event.pointerType === "mouse" && event.button > 1) return;
    pad.setPointerCapture(event.pointerId);
    if (event.pointerType === "pen") penSeenAtMs = performance.now();
    if (event.pointerType === "touch") {
      fingers.set(event.pointerId, spotOf(event));
      if (fingers.size === 2) {
        giveUp(); // what one finger had begun was the start of a pinch
        gesture = "pinch";
        return;
      }
      if (performance.now() - penSeenAtMs < 4000 && gesture === null) {
        gesture = "drag";
        pointer = event.pointerId;
        return;
      }
    }
    if (gesture === null) begin(event);
  };
  const onMove = (event: PointerEvent) => {
    tellCursor(event);
    if (gesture === "pinch") return pinch(event);
    if (event.pointerId !== pointer) return;
    if (gesture === "paint") {
      const events = event.getCoalescedEvents();
      ink.extend((events.length > 0 ? events : [event]).map(pointOf));
    } else if (gesture === "erase") erase(event);
    else if (gesture === "drag") {
      look.value = panBy(look.peek(), { x: event.movementX, y: event.movementY }, pane());
    }
  };
  const pinch = (event: PointerEvent) => {
    const before = fingers.get(event.pointerId);
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (!before || !other) return;
    const after = spotOf(event);
    fingers.set(event.pointerId, after);
    const middle = { x: (after.x + other.x) / 2, y: (after.y + other.y) / 2 };
    const factor = distance(after, other) / Math.max(1, distance(before, other));
    const moved = { x: (after.x - before.x) / 2, y: (after.y - before.y) / 2 };
    look.value = panBy(zoomAt(look.peek(), factor, middle, pane()), moved, pane());
  };
  const onUp = (event: PointerEvent) => {
    fingers.delete(event.pointerId);
    if (gesture === "pinch" && fingers.size === 0) gesture = null;
    else if (event.pointerId === pointer) end();
  };
  const onCancel = (event: PointerEvent) => {
    fingers.delete(event.pointerId);
    if (event.pointerId === pointer || fingers.size === 0) giveUp();
  };
  const onLeave = () => room.presence.tell({ cursor: null });
  const onWheel = (event: WheelEvent) => {
    const zooming = event.ctrlKey || event.metaKey;
    if (!zooming && look.peek().zoom === 1) return;
    event.preventDefault();
    look.value = zooming
      ? zoomAt(look.peek(), Math.exp(-event.deltaY / 300), spotOf(event), pane())
      : panBy(look.peek(), { x: -event.deltaX, y: -event.deltaY }, pane());
  };

  const listening = new AbortController();
  const on = { signal: listening.signal };
  pad.addEventListener("pointerdown", onDown, on);
  pad.addEventListener("pointermove", onMove, on);
  pad.addEventListener("pointerup", onUp, on);
  pad.addEventListener("pointercancel", onCancel, on);
  pad.addEventListener("pointerleave", onLeave, on);
  pad.addEventListener("wheel", onWheel, { ...on, passive: false });
  return () => {
    giveUp();
    listening.abort();
  };
}

/** Pressure for hands without a pen: slow is heavy, fast is light, and it never jumps. */
function createSpeed(): (spot: Spot, timeMs: number) => number {
  let last: { spot: Spot; timeMs: number } | null = null;
  let pressure = .42;
  return (spot, timeMs) => {
    if (last) {
      const pixelsPerMs = distance(spot, last.spot) / Math.max(1, timeMs - last.timeMs);
      const wanted = Math.min(.92, Math.max(.22, .88 - pixelsPerMs * .34));
      pressure += (wanted - pressure) * .16;
    }
    last = { spot, timeMs };
    return pressure;
  };
}

/** Pixels on the screen → pixels of the sheet at zoom 1, where outlines live. */
export function baseSpot(
  spot: Spot,
  pane: Pane,
  look: { zoom: number; x: number; y: number },
): Spot {
  return {
    x: spot.x / look.zoom + look.x * pane.width,
    y: spot.y / look.zoom + look.y * pane.height,
  };
}

function distance(a: Spot, b: Spot): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
