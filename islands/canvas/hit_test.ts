import { expect } from "expect";
import { crossing, type Line, touches } from "./hit.ts";

const line = (...points: number[]): Line => {
  const xs = points.filter((_, i) => i % 2 === 0);
  const ys = points.filter((_, i) => i % 2 === 1);
  return {
    line: new Float32Array(points),
    halfWidth: 5,
    left: Math.min(...xs) - 5,
    right: Math.max(...xs) + 5,
    top: Math.min(...ys) - 5,
    bottom: Math.max(...ys) + 5,
  };
};

const SLOPE = line(0, 0, 100, 100);

for (
  const [what, at, reach, hit] of [
    ["on the line", { x: 50, y: 50 }, 1, true],
    ["beside it, within its width", { x: 54, y: 50 }, 1, true],
    ["beside it, out of reach", { x: 80, y: 50 }, 4, false],
    ["past its end", { x: 112, y: 112 }, 4, false],
    ["past its end but within reach", { x: 104, y: 104 }, 4, true],
  ] as const
) {
  Deno.test(`a tip ${what} ${hit ? "touches" : "misses"}`, () => {
    expect(touches(SLOPE, at, reach)).toBe(hit);
  });
}

Deno.test("a dot is touched within its radius", () => {
  expect(touches(line(10, 10), { x: 14, y: 12 }, 1)).toBe(true);
  expect(touches(line(10, 10), { x: 20, y: 20 }, 1)).toBe(false);
});

Deno.test("the needle meets the line where it passes, and nowhere else", () => {
  expect(crossing(SLOPE, 25)).toBe(25);
  expect(crossing(SLOPE, 101)).toBe(null);
  expect(crossing(line(0, 0, 50, 10, 0, 20), 25)).toBe(5);
  expect(crossing(line(7, 3, 7, 9), 7)).toBe(3);
});
