import { expect } from "expect";
import fc from "fast-check";
import { MAX_POINTS_BYTES, packPoints, unpackPoints } from "./points.ts";
import type { StrokePoint } from "./schema.ts";

const finite = { noNaN: true, noDefaultInfinity: true } as const;

const strokes = fc.array(
  fc.record({
    x: fc.double({ min: -200, max: 1800, ...finite }),
    y: fc.double({ min: -200, max: 1100, ...finite }),
    pressure: fc.double({ min: 0, max: 1, ...finite }),
    stepMs: fc.nat(400),
  }),
  { minLength: 1, maxLength: 100 },
).map((points) => {
  let timeMs = -points[0]!.stepMs;
  return points.map(({ stepMs, ...point }): StrokePoint => ({
    ...point,
    timeMs: timeMs += stepMs,
  }));
});

Deno.test("points come back within a thirty-second of a unit, in order and in time", () => {
  fc.assert(fc.property(strokes, (points) => {
    const back = unpackPoints(packPoints(points));
    expect(back.length).toBe(points.length);
    back.forEach((point, i) => {
      const given = points[i]!;
      expect(Math.abs(point.x - given.x)).toBeLessThan(1 / 32 + 1e-3);
      expect(Math.abs(point.y - given.y)).toBeLessThan(1 / 32 + 1e-3);
      expect(Math.abs(point.pressure - given.pressure)).toBeLessThanOrEqual(0.5 / 255 + 1e-9);
      expect(point.timeMs).toBe(given.timeMs);
    });
  }));
});

Deno.test("packing what was unpacked gives the same bytes", () => {
  fc.assert(fc.property(strokes, (points) => {
    const bytes = packPoints(points);
    expect(packPoints(unpackPoints(bytes))).toEqual(bytes);
  }));
});

Deno.test("a stroke of 200 points takes at most 1.3 KB", () => {
  const points = Array.from(
    { length: 200 },
    (_, i) => ({ x: i, y: i, pressure: 1, timeMs: i * 8 }),
  );
  expect(packPoints(points).byteLength).toBeLessThan(1300);
});

Deno.test("what lies outside is clamped to the margin, pressure to 0 … 1", () => {
  const bytes = packPoints([
    { x: -5000, y: 9000, pressure: 7, timeMs: 0 },
    { x: 9000, y: -9000, pressure: -1, timeMs: 100_000 },
  ]);
  expect(unpackPoints(bytes)).toEqual([
    { x: -200, y: 1100, pressure: 1, timeMs: 0 },
    { x: 1800, y: -200, pressure: 0, timeMs: 65_535 },
  ]);
});

Deno.test("no points, numbers that are not finite and too many points are a RangeError", () => {
  const point = { x: 0, y: 0, pressure: 1, timeMs: 0 };
  const many = Array.from({ length: MAX_POINTS_BYTES }, () => point);
  for (const points of [[], [{ ...point, x: NaN }], [{ ...point, timeMs: Infinity }], many]) {
    expect(() => packPoints(points)).toThrow(RangeError);
  }
});

Deno.test("garbage is a RangeError or points that are all finite, never anything else", () => {
  const garbage = fc.uint8Array({ maxLength: 200 });
  const nearly = garbage.map((bytes) => Uint8Array.from([1, 0, ...bytes]));
  fc.assert(fc.property(fc.oneof(garbage, nearly), (bytes) => {
    try {
      for (const { x, y, timeMs } of unpackPoints(bytes)) {
        expect([x, y, timeMs].every(Number.isFinite)).toBe(true);
      }
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
    }
  }));
});
