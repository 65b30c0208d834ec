import { getStroke } from "perfect-freehand";
import { unpackPoints } from "../../collab/document/points.ts";
import {
  CANVAS_HEIGHT,
  CANVAS_WIDTH,
  type StrokePoint,
  type StrokeView,
} from "../../collab/document/schema.ts";
import { densify } from "./densify.ts";
import { noise2 } from "./noise.ts";
import { type Pane, pixelsPerUnit } from "./space.ts";

/** A stroke ready to be drawn at zoom 1 on a pane of one size: pixels from the pane's corner. */
export interface DrawnStroke {
  readonly path: Path2D;
  /** x, y, x, y, … of the middle line. */
  readonly line: Float32Array;
  readonly halfWidth: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Outlines are made once a stroke and pane; strokes are immutable, so their identity is the key. */
export interface OutlineCache {
  of(stroke: StrokeView, pane: Pane): DrawnStroke;
}

export function createOutlineCache(): OutlineCache {
  const cache = new WeakMap<StrokeView, { drawn: DrawnStroke; pane: Pane }>();
  return {
    of: (stroke, pane) => {
      const known = cache.get(stroke);
      if (known && known.pane.width === pane.width && known.pane.height === pane.height) {
        return known.drawn;
      }
      const drawn = drawStroke(openPoints(stroke), stroke.width, pane);
      cache.set(stroke, { drawn, pane });
      return drawn;
    },
  };
}

/** A stroke whose bytes are no points is drawn as nothing. */
export function openPoints(stroke: StrokeView): readonly StrokePoint[] {
  try {
    return unpackPoints(stroke.points);
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** Pixels between two points of an outline: fine enough for the edge to wander. */
const EDGE_GRAIN = 4;

export function drawStroke(
  points: readonly StrokePoint[],
  width: number,
  pane: Pane,
  finished = true,
): DrawnStroke {
  const sx = pane.width / CANVAS_WIDTH;
  const sy = pane.height / CANVAS_HEIGHT;
  const size = Math.max(1, width * pixelsPerUnit(pane));
  const input = densify(points.map(({ x, y, pressure }) => [x * sx, y * sy, pressure]));
  const line = new Float32Array(input.length * 2);
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  input.forEach(([x, y], i) => {
    line[i * 2] = x;
    line[i * 2 + 1] = y;
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  });
  const length = lengthOf(line);
  const isDab = length < size * 1.4; // too short to come to a point at both ends
  const outline = getStroke(input, {
    size,
    thinning: .62,
    smoothing: Math.min(.5, EDGE_GRAIN / size),
    streamline: .2,
    simulatePressure: false,
    last: finished,
    start: { taper: isDab ? 0 : Math.min(size * 1.5, length * .3), cap: true },
    end: { taper: isDab ? 0 : Math.min(size * 2.2, length * .38), cap: true },
  });
  const half = size / 2;
  return {
    path: wetEdge(outline as [number, number][], Math.min(2.8, size * .08)),
    line,
    halfWidth: half,
    left: left - half,
    right: right + half,
    top: top - half,
    bottom: bottom + half,
  };
}

function lengthOf(line: Float32Array): number {
  let length = 0;
  for (let i = 2; i + 1 < line.length; i += 2) {
    length += Math.hypot(line[i]! - line[i - 2]!, line[i + 1]! - line[i - 1]!);
  }
  return length;
}

/** The outline as a smooth path whose edge wanders by up to `amount` pixels, as wet paint does. */
function wetEdge(outline: readonly [number, number][], amount: number): Path2D {
  const path = new Path2D();
  if (outline.length < 2) return path;
  const moved = outline.map(([x, y]): [number, number] => [
    x + (noise2(x / 8, y / 8) - .5) * 2 * amount,
    y + (noise2(x / 8 + 57, y / 8 + 31) - .5) * 2 * amount,
  ]);
  const middle = (a: [number, number], b: [number, number]) =>
    [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] as const;
  const first = middle(moved.at(-1)!, moved[0]!);
  path.moveTo(...first);
  moved.forEach((point, i) => {
    const next = moved[(i + 1) % moved.length]!;
    path.quadraticCurveTo(...point, ...middle(point, next));
  });
  path.closePath();
  return path;
}
