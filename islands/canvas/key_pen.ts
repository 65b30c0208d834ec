import { CANVAS_HEIGHT, CANVAS_WIDTH } from "../../collab/document/schema.ts";
import type { KeyPen, Studio } from "../studio/studio.ts";
import { clock } from "../transport/time_axis.ts";
import type { Ink } from "./ink.ts";
import { heightWords } from "./stroke_words.ts";

/** Canvas units a press of an arrow moves the crosshair; Shift is coarse, Alt is fine. */
const STEP = 16;
const COARSE = 80;
const FINE = 2;
/** Between the two ends of a step, so that a stroke of long steps is still a smooth one. */
const POINTS_PER_STEP = 4;

/**
 * Painting without a pointer: arrows move a crosshair, Space or Enter puts the brush down and lifts it, Escape
 * drops what is wet and then the crosshair itself.
 *
 * @returns whether the key was one of its own.
 */
export function keyPenPress(event: KeyboardEvent, studio: Studio, ink: Ink): boolean {
  const { keyPen } = studio;
  const pen = keyPen.peek();
  if (!pen) return false;
  const by = event.shiftKey ? COARSE : event.altKey ? FINE : STEP;
  const [dx, dy] = ARROWS[event.key] ?? [0, 0];
  if (dx !== 0 || dy !== 0) {
    const next = {
      down: pen.down,
      x: Math.min(CANVAS_WIDTH, Math.max(0, pen.x + dx * by)),
      y: Math.min(CANVAS_HEIGHT, Math.max(0, pen.y + dy * by)),
    };
    keyPen.value = next;
    if (pen.down) ink.extend(between(pen, next));
    studio.say(placeWords(next, studio));
    return true;
  }
  if (event.key === " " || event.key === "Enter") {
    if (pen.down) ink.commit();
    else ink.begin({ x: pen.x, y: pen.y, pressure: .6, timeMs: 0 });
    keyPen.value = { ...pen, down: !pen.down };
    studio.say(pen.down ? "Brush up. Painted." : `Brush down, ${placeWords(pen, studio)}`);
    return true;
  }
  if (event.key === "Escape") {
    if (pen.down) ink.cancel();
    keyPen.value = pen.down ? { ...pen, down: false } : null;
    studio.say(pen.down ? "Dropped the stroke." : "Keys no longer paint.");
    return true;
  }
  return false;
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function between(from: KeyPen, to: KeyPen) {
  return Array.from({ length: POINTS_PER_STEP }, (_, i) => {
    const t = (i + 1) / POINTS_PER_STEP;
    return {
      x: from.x + (to.x - from.x) * t,
      y: from.y + (to.y - from.y) * t,
      pressure: .6,
      timeMs: 0,
    };
  });
}

function placeWords({ x, y }: KeyPen, studio: Studio): string {
  const seconds = x / CANVAS_WIDTH * studio.song.peek().durationSeconds;
  return `${clock(seconds)}, ${heightWords(y)}`;
}
