import type { StrokePoint } from "../../collab/document/schema.ts";

/**
 * Drops the points that a reader of the stroke would not miss: Ramer 1972 / Douglas & Peucker 1973 over
 * place and pressure together, so that a swell on a straight line stays.
 *
 * @param tolerance in canvas units; pressure counts as `PRESSURE_UNITS` units from 0 to 1.
 * @returns a subsequence that keeps the first and the last point.
 */
export function simplify(points: readonly StrokePoint[], tolerance: number): StrokePoint[] {
  if (points.length < 3) return [...points];
  const keep = new Uint8Array(points.length);
  keep[0] = keep[points.length - 1] = 1;
  const open: [number, number][] = [[0, points.length - 1]];
  while (open.length > 0) {
    const [from, to] = open.pop()!;
    let farthest = tolerance;
    let at = -1;
    for (let i = from + 1; i < to; i++) {
      const distance = distanceToSegment(points[i]!, points[from]!, points[to]!);
      if (distance > farthest) [farthest, at] = [distance, i];
    }
    if (at < 0) continue;
    keep[at] = 1;
    open.push([from, at], [at, to]);
  }
  return points.filter((_, i) => keep[i]);
}

export const PRESSURE_UNITS = 24;

function distanceToSegment(point: StrokePoint, from: StrokePoint, to: StrokePoint): number {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const dp = (to.pressure - from.pressure) * PRESSURE_UNITS;
  const px = point.x - from.x;
  const py = point.y - from.y;
  const pp = (point.pressure - from.pressure) * PRESSURE_UNITS;
  const squared = dx * dx + dy * dy + dp * dp;
  const along = squared === 0
    ? 0
    : Math.min(1, Math.max(0, (px * dx + py * dy + pp * dp) / squared));
  return Math.hypot(px - along * dx, py - along * dy, pp - along * dp);
}
