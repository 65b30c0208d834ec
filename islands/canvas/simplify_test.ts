import { expect } from "expect";
import fc from "fast-check";
import type { StrokePoint } from "../../collab/document/schema.ts";
import { PRESSURE_UNITS, simplify } from "./simplify.ts";

const point = (x: number, y: number, pressure = .5, timeMs = 0): StrokePoint => ({
  x,
  y,
  pressure,
  timeMs,
});

Deno.test("a straight line of even pressure needs its two ends", () => {
  const line = Array.from({ length: 200 }, (_, i) => point(i * 3, i * 2));
  expect(simplify(line, .5)).toEqual([line[0], line[199]]);
});

Deno.test("a swell on a straight line stays", () => {
  const line = Array.from({ length: 101 }, (_, i) => point(i * 3, 0, i === 50 ? 1 : .2));
  expect(simplify(line, .5).some(({ pressure }) => pressure === 1)).toBe(true);
});

Deno.test("one and two points stay as they are", () => {
  expect(simplify([], 1)).toEqual([]);
  expect(simplify([point(1, 1)], 1)).toEqual([point(1, 1)]);
  expect(simplify([point(1, 1), point(1, 1)], 1)).toHaveLength(2);
});

Deno.test("no dropped point lies farther from what is kept than the tolerance", () => {
  const points = fc.array(
    fc.record({
      x: fc.integer({ min: 0, max: 1600 }),
      y: fc.integer({ min: 0, max: 900 }),
      pressure: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    { minLength: 2, maxLength: 60 },
  );
  fc.assert(
    fc.property(points, fc.double({ min: .1, max: 40, noNaN: true }), (given, tolerance) => {
      const all = given.map(({ x, y, pressure }, i) => point(x, y, pressure, i));
      const kept = simplify(all, tolerance);
      return all.every((each) => nearest(each, kept) <= tolerance + 1e-6);
    }),
  );
});

function nearest(p: StrokePoint, line: readonly StrokePoint[]): number {
  const v = ({ x, y, pressure }: StrokePoint) => [x, y, pressure * PRESSURE_UNITS] as const;
  let best = Infinity;
  for (let i = 0; i < line.length - 1; i++) {
    const [a, b, q] = [v(line[i]!), v(line[i + 1]!), v(p)];
    const d = [0, 1, 2].map((k) => b[k]! - a[k]!);
    const length = d.reduce((sum, n) => sum + n * n, 0);
    const dot = d.reduce((sum, n, k) => sum + n * (q[k]! - a[k]!), 0);
    const t = length === 0 ? 0 : Math.min(1, Math.max(0, dot / length));
    best = Math.min(best, Math.hypot(...d.map((n, k) => q[k]! - a[k]! - t * n)));
  }
  return best;
}
