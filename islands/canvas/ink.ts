import { signal } from "@preact/signals";
import { addStroke } from "../../collab/document/edits.ts";
import { POINT_MARGIN } from "../../collab/document/points.ts";
import { CANVAS_HEIGHT, CANVAS_WIDTH, type StrokePoint } from "../../collab/document/schema.ts";
import { uuidv7 } from "../../services/ids.ts";
import type { Studio } from "../studio/studio.ts";
import { simplify } from "./simplify.ts";

/** The stroke under this person's pen. */
export interface WetStroke {
  readonly id: string;
  readonly color: string;
  readonly width: number;
  readonly points: StrokePoint[];
}

/** Holds the stroke while it is wet: drawn here at once, shown to the others as it grows, committed when dry. */
export interface Ink {
  readonly stroke: () => WetStroke | null;
  /** Changes with every point; the painter listens. */
  readonly changed: { readonly value: number };
  begin(point: StrokePoint): void;
  extend(points: readonly StrokePoint[]): void;
  commit(): void;
  cancel(): void;
}

/** Canvas units: finer than a pixel on most screens. */
const TOLERANCE = .6;
/** Longer strokes are laid down in pieces: an entry of the document holds 64 KB. */
const MAX_POINTS = 6000;

export function createInk(studio: Studio): Ink {
  const { room, color, width } = studio;
  const changed = signal(0);
  let wet: WetStroke | null = null;
  let canvas = "";

  const show = () => {
    changed.value++;
    studio.wetNow.value = wet !== null;
    room.presence.draw(
      wet && {
        id: wet.id,
        canvas,
        color: wet.color,
        width: wet.width,
        tool: "pen",
        all: wet.points.slice(-40).flatMap(({ x, y, pressure }) => [x, y, pressure]),
        before: Math.max(0, wet.points.length - 40),
      },
    );
  };
  const lay = (stroke: WetStroke) => {
    const points = simplify(stroke.points, TOLERANCE);
    room.steps.edit("Stroke", (doc) =>
      addStroke(doc, {
        id: stroke.id,
        canvas,
        points,
        color: stroke.color,
        width: stroke.width,
        tool: "pen",
        by: room.user.id,
        at: Date.now(),
      }));
  };
  const fresh = (point: StrokePoint): WetStroke => ({
    id: uuidv7(),
    color: color.peek(),
    width: width.peek(),
    points: [onSheet(point)],
  });

  return {
    stroke: () => wet,
    changed,
    begin: (point) => {
      canvas = studio.canvas.peek()?.id ?? "";
      if (!canvas || !studio.canEdit.peek()) return;
      room.steps.begin("Stroke");
      wet = fresh(point);
      room.presence.doing("drawing", true);
      show();
    },
    extend: (points) => {
      if (!wet) return;
      for (const point of points) wet.points.push(onSheet(point));
      if (wet.points.length >= MAX_POINTS) {
        lay(wet);
        wet = fresh(wet.points.at(-1)!);
      }
      show();
    },
    commit: () => {
      if (!wet) return;
      lay(wet);
      wet = null;
      room.steps.end();
      room.presence.doing("drawing", false);
      show();
    },
    cancel: () => {
      if (!wet) return;
      wet = null;
      room.steps.end();
      room.presence.doing("drawing", false);
      show();
    },
  };
}

function onSheet({ x, y, pressure, timeMs }: StrokePoint): StrokePoint {
  const clamp = (value: number, far: number) =>
    Math.min(far + POINT_MARGIN, Math.max(-POINT_MARGIN, value));
  return { x: clamp(x, CANVAS_WIDTH), y: clamp(y, CANVAS_HEIGHT), pressure, timeMs };
}
