/** One moment of the source and where it goes. */
export interface TimePoint {
  readonly sourceSeconds: number;
  readonly targetSeconds: number;
}

/**
 * Where each moment of a take goes: straight lines between points that rise in both times. Before the
 * first and after the last point the shift stays what it is there; with a shift of 0 at both ends the
 * map is the identity outside and keeps the take's length.
 */
export type TimeMap = readonly TimePoint[];

/** @throws {RangeError} when a point is not later than the one before it, in source or in target. */
export function timeMap(points: readonly TimePoint[]): TimeMap {
  for (let i = 1; i < points.length; i++) {
    const [one, other] = [points[i - 1]!, points[i]!];
    const rises = other.sourceSeconds > one.sourceSeconds &&
      other.targetSeconds > one.targetSeconds;
    if (!rises) throw new RangeError(`point ${i} of the time map is not later than point ${i - 1}`);
  }
  return points;
}

/** Where a moment of the source goes. */
export function targetSeconds(map: TimeMap, sourceSeconds: number): number {
  return across(map, sourceSeconds, (p) => p.sourceSeconds, (p) => p.targetSeconds);
}

/** The moment of the source that is heard at a moment of the result. */
export function sourceSeconds(map: TimeMap, targetSeconds: number): number {
  return across(map, targetSeconds, (p) => p.targetSeconds, (p) => p.sourceSeconds);
}

type Side = (point: TimePoint) => number;

function across(map: TimeMap, at: number, from: Side, to: Side): number {
  if (map.length === 0) return at;
  const after = firstAfter(map, at, from);
  if (after === 0 || after === map.length) {
    const nearest = map[after === 0 ? 0 : after - 1]!;
    return at + to(nearest) - from(nearest);
  }
  const [one, other] = [map[after - 1]!, map[after]!];
  const slope = (to(other) - to(one)) / (from(other) - from(one));
  return to(one) + (at - from(one)) * slope;
}

function firstAfter(map: TimeMap, at: number, side: Side): number {
  let low = 0;
  let high = map.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (side(map[middle]!) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
