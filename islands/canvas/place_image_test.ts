import { expect } from "expect";
import fc from "fast-check";
import { moved, resized } from "./place_image.ts";

const place = fc.record({
  x: fc.double({ min: -500, max: 1600, noNaN: true }),
  y: fc.double({ min: -500, max: 900, noNaN: true }),
  width: fc.double({ min: 60, max: 1600, noNaN: true }),
  height: fc.double({ min: 60, max: 900, noNaN: true }),
});
const factor = fc.double({ min: .01, max: 50, noNaN: true });
const step = fc.double({ min: -4000, max: 4000, noNaN: true });

Deno.test("wherever a picture is moved, a corner of it stays within reach", () => {
  fc.assert(fc.property(place, step, step, (from, dx, dy) => {
    const { x, y, width, height } = moved(from, dx, dy);
    return x + width >= 39.9 && x <= 1560.1 && y + height >= 39.9 && y <= 860.1;
  }));
});

Deno.test("however it is resized, it keeps its proportions, its middle and a sensible size", () => {
  fc.assert(fc.property(place, factor, (from, by) => {
    const to = resized(from, by);
    const close = (a: number, b: number) => Math.abs(a - b) < 1e-6 * Math.max(1, Math.abs(b));
    return close(to.width / to.height, from.width / from.height) &&
      close(to.x + to.width / 2, from.x + from.width / 2) &&
      to.width <= 1600.001 && to.height <= 900.001 && Math.min(to.width, to.height) >= 59.99;
  }));
});

Deno.test("a step of keys is a step on the sheet", () => {
  expect(moved({ x: 100, y: 100, width: 300, height: 200 }, 16, -16)).toEqual({
    x: 116,
    y: 84,
    width: 300,
    height: 200,
  });
});
