import { CANVAS_HEIGHT, type StrokePoint, type StrokeView } from "../../collab/document/schema.ts";
import { CANVAS_WIDTH } from "../../collab/document/schema.ts";
import { clock } from "../transport/time_axis.ts";
import { colorWords } from "./pigments.ts";

/**
 * A stroke in words, for the list of marks and for people who do not see the sheet: colour, shape, when and
 * how high. "Lapis line, 0:04 to 0:12, rises from low to high".
 */
export function strokeWords(
  stroke: Pick<StrokeView, "color">,
  points: readonly StrokePoint[],
  durationSeconds: number,
): string {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return `${colorWords(stroke.color)}, empty`;
  const xs = points.map(({ x }) => x);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const from = clock(timeAt(left, durationSeconds));
  const to = clock(timeAt(right, durationSeconds));
  const shape = right - left < CANVAS_WIDTH * .015 && height(points) < CANVAS_HEIGHT * .03
    ? "dot"
    : "line";
  const when = from === to ? `at ${from}` : `${from} to ${to}`;
  return `${colorWords(stroke.color)} ${shape}, ${when}, ${course(first, last, points)}`;
}

/** "low", "in the middle", "high": y as pitch. */
export function heightWords(y: number): string {
  const up = 1 - y / CANVAS_HEIGHT;
  if (up < .2) return "very low";
  if (up < .4) return "low";
  if (up < .6) return "in the middle";
  return up < .8 ? "high" : "very high";
}

function course(first: StrokePoint, last: StrokePoint, points: readonly StrokePoint[]): string {
  const climb = (first.y - last.y) / CANVAS_HEIGHT;
  if (Math.abs(climb) < .08) {
    return height(points) > CANVAS_HEIGHT * .2
      ? `winds around ${heightWords((first.y + last.y) / 2)}`
      : `stays ${heightWords((first.y + last.y) / 2)}`;
  }
  const [from, to] = [heightWords(first.y), heightWords(last.y)];
  const verb = climb > 0 ? "rises" : "falls";
  const end = (words: string) => words.replace(/^in /, "");
  return from === to ? `${verb} a little, ${from}` : `${verb} from ${end(from)} to ${end(to)}`;
}

function height(points: readonly StrokePoint[]): number {
  const ys = points.map(({ y }) => y);
  return Math.max(...ys) - Math.min(...ys);
}

function timeAt(x: number, durationSeconds: number): number {
  return Math.min(1, Math.max(0, x / CANVAS_WIDTH)) * durationSeconds;
}
