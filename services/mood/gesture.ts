import { type Oklab, oklab, parseHex } from "./colour.ts";

/** A stroke in canvas units; `tMs` is milliseconds since it began. */
export interface DrawnStroke {
  readonly points: readonly (readonly [x: number, y: number, pressure: number, tMs?: number])[];
  /** `#rrggbb` */
  readonly color: string;
  readonly width: number;
  readonly tool?: "pen" | "eraser";
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** How a drawing was drawn. Lengths are shares of the canvas diagonal; means are weighted by length. */
export interface Gesture {
  readonly strokes: number;
  /** Mean length of a stroke, 0..; 1 is corner to corner. */
  readonly length: number;
  /** 0 no corners … 1 nothing but corners. */
  readonly jaggedness: number;
  /** 0 straight … 1 curling all the time, corners left out. */
  readonly roundness: number;
  /** −1 falling … 1 rising, read from left to right. */
  readonly slope: number;
  /** Canvas diagonals a second; null when neither times nor close points tell. */
  readonly speed: number | null;
  /** 0..1 */
  readonly pressure: number;
  /** Painted area over canvas area, overlaps counted twice, 0..1. */
  readonly density: number;
  /** What was painted with, by area. */
  readonly inks: readonly { readonly colour: Oklab; readonly share: number }[];
}

/** Strokes are walked in steps of this share of the diagonal, so that sampling rates do not matter. */
const STEP = 0.009;
/** A scribble longer than this many steps is walked in larger ones. */
const MOST_STEPS = 20_000;
const CORNER_DEGREES = 50;
/** As many corners on one diagonal of line look jagged. */
const CORNERS_A_DIAGONAL = 4;
/** Points drawn live come about this often; only their spacing tells the speed when times are missing. */
const POINTS_PER_SECOND = 60;
/** Fewer points than this were not drawn live. */
const LIVE_POINTS = 8;

/** Measures the pen strokes; undefined when there are none. */
export function gestureOf(strokes: readonly DrawnStroke[], size: Size): Gesture | undefined {
  const diagonal = Math.hypot(size.width, size.height);
  const lines = strokes.filter(({ tool }) => tool !== "eraser")
    .map((stroke) => ({ ...stroke, points: stroke.points.filter(isFinitePoint) }))
    .filter(({ points }) => points.length > 0)
    .map((stroke) => lineOf(stroke, diagonal));
  if (lines.length === 0) return undefined;
  const total = lines.reduce((sum, { weight }) => sum + weight, 0);
  const mean = (of: (line: Line) => number) =>
    lines.reduce((sum, line) => sum + line.weight * of(line), 0) / total;
  const timed = lines.filter(({ seconds }) => seconds !== null && seconds > 0);
  const seconds = timed.reduce((sum, line) => sum + line.seconds!, 0);
  const area = lines.reduce((sum, line) => sum + line.area, 0);
  return {
    strokes: lines.length,
    length: mean(({ length }) => length),
    jaggedness: mean(({ jaggedness }) => jaggedness),
    roundness: mean(({ roundness }) => roundness),
    slope: mean(({ slope }) => slope),
    speed: seconds > 0 ? timed.reduce((sum, { length }) => sum + length, 0) / seconds : null,
    pressure: mean(({ pressure }) => pressure),
    density: Math.min(1, area * diagonal ** 2 / (size.width * size.height)),
    inks: inksOf(lines),
  };
}

/** One stroke in diagonals. */
interface Line {
  readonly length: number;
  readonly area: number;
  readonly weight: number;
  readonly jaggedness: number;
  readonly roundness: number;
  readonly slope: number;
  readonly pressure: number;
  readonly seconds: number | null;
  readonly color: string;
}

function isFinitePoint([x, y, pressure]: DrawnStroke["points"][number]): boolean {
  return Number.isFinite(x) && Number.isFinite(y) && Number.isFinite(pressure);
}

function lineOf({ points, color, width }: DrawnStroke, diagonal: number): Line {
  const places = points.map(([x, y]): Place => [x / diagonal, y / diagonal]);
  const step = Math.max(STEP, lengthOf(places) / MOST_STEPS);
  const path = walk(places, step);
  const length = (path.length - 1) * step;
  const turns = turnsOf(path);
  const corners =
    turns.filter((turn, i) => turn > CORNER_DEGREES && !((turns[i - 1] ?? 0) > CORNER_DEGREES))
      .length;
  const bends = turns.filter((turn) => turn <= CORNER_DEGREES);
  const bend = bends.reduce((sum, turn) => sum + turn, 0) / Math.max(1, bends.length);
  const pressure = points.reduce((sum, [, , value]) => sum + value, 0) / points.length;
  const breadth = width / diagonal;
  return {
    length,
    area: breadth * (length + breadth),
    weight: length + breadth,
    jaggedness: 1 - Math.exp(-corners / (CORNERS_A_DIAGONAL * Math.max(length, 0.1))),
    roundness: 1 - Math.exp(-bend / 9),
    slope: slopeOf(path, length),
    pressure,
    seconds: secondsOf(points),
    color,
  };
}

type Place = readonly [x: number, y: number];

function lengthOf(places: readonly Place[]): number {
  let length = 0;
  for (let i = 1; i < places.length; i++) {
    length += Math.hypot(places[i]![0] - places[i - 1]![0], places[i]![1] - places[i - 1]![1]);
  }
  return length;
}

/** Places at equal steps along the polyline. */
function walk(points: readonly Place[], step: number): Place[] {
  const path: Place[] = [points[0]!];
  let last = points[0]!;
  for (const point of points) {
    for (;;) {
      const apart = Math.hypot(point[0] - last[0], point[1] - last[1]);
      if (apart < step) break;
      const share = step / apart;
      last = [last[0] + (point[0] - last[0]) * share, last[1] + (point[1] - last[1]) * share];
      path.push(last);
    }
  }
  return path;
}

/** Degrees turned at each step, 0..180. */
function turnsOf(path: readonly Place[]): number[] {
  const turns: number[] = [];
  for (let i = 1; i + 1 < path.length; i++) {
    const [[ax, ay], [bx, by], [cx, cy]] = [path[i - 1]!, path[i]!, path[i + 1]!];
    const [ux, uy, vx, vy] = [bx - ax, by - ay, cx - bx, cy - by];
    turns.push(Math.abs(Math.atan2(ux * vy - uy * vx, ux * vx + uy * vy)) * 180 / Math.PI);
  }
  return turns;
}

/** Rise over run as a sine, from the left end to the right one, less for lines that wander. */
function slopeOf(path: readonly Place[], length: number): number {
  if (path.length < 2) return 0;
  const [first, last] = [path[0]!, path.at(-1)!];
  const [left, right] = first[0] <= last[0] ? [first, last] : [last, first];
  return (left[1] - right[1]) / length;
}

function secondsOf(points: DrawnStroke["points"]): number | null {
  const start = points[0]![3];
  const end = points.at(-1)![3];
  if (start !== undefined && end !== undefined && end > start) return (end - start) / 1000;
  return points.length >= LIVE_POINTS ? (points.length - 1) / POINTS_PER_SECOND : null;
}

function inksOf(lines: readonly Line[]): Gesture["inks"] {
  const areas = new Map<string, number>();
  for (const { color, area } of lines) areas.set(color, (areas.get(color) ?? 0) + area);
  const total = [...areas.values()].reduce((sum, area) => sum + area, 0);
  return [...areas].map(([color, area]) => ({
    colour: oklab(...parseHex(color)),
    share: total > 0 ? area / total : 1 / areas.size,
  }));
}
