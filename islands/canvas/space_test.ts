import { expect } from "expect";
import fc from "fast-check";
import { type Look, MAX_ZOOM, panBy, toScreen, toSheet, visibleX, WHOLE, zoomAt } from "./space.ts";

const PANE = { width: 600, height: 480 };
const spot = fc.record({
  x: fc.double({ min: 0, max: 600, noNaN: true }),
  y: fc.double({ min: 0, max: 480, noNaN: true }),
});
const factor = fc.double({ min: .2, max: 5, noNaN: true });
const inside = ({ zoom, x, y }: Look) =>
  zoom >= 1 && zoom <= MAX_ZOOM && x >= 0 && y >= 0 && x + 1 / zoom <= 1 + 1e-9 &&
  y + 1 / zoom <= 1 + 1e-9;

Deno.test("the whole sheet fills the pane", () => {
  expect(toScreen({ x: 1600, y: 900 }, PANE, WHOLE)).toEqual({ x: 600, y: 480 });
  expect(toSheet({ x: 300, y: 240 }, PANE, WHOLE)).toEqual({ x: 800, y: 450 });
});

Deno.test("there and back again is where it was, at every look", () => {
  fc.assert(fc.property(spot, factor, spot, (at, by, point) => {
    const look = zoomAt(WHOLE, by, at, PANE);
    const back = toScreen(toSheet(point, PANE, look), PANE, look);
    return Math.abs(back.x - point.x) < 1e-6 && Math.abs(back.y - point.y) < 1e-6;
  }));
});

Deno.test("zooming and panning never leave the sheet", () => {
  fc.assert(fc.property(spot, factor, spot, (at, by, drag) => {
    const look = panBy(zoomAt(WHOLE, by, at, PANE), { x: drag.x - 300, y: drag.y - 240 }, PANE);
    return inside(look);
  }));
});

Deno.test("zooming in keeps what is under the pointer under it", () => {
  fc.assert(
    fc.property(spot, fc.double({ min: 1, max: MAX_ZOOM, noNaN: true }), (at, by) => {
      const before = toSheet(at, PANE, WHOLE);
      const after = toSheet(at, PANE, zoomAt(WHOLE, by, at, PANE));
      return Math.abs(before.x - after.x) < 1e-6 && Math.abs(before.y - after.y) < 1e-6;
    }),
  );
});

Deno.test("what is left of the window is at a negative place", () => {
  expect(visibleX(.1, { zoom: 2, x: .5, y: 0 })).toBeLessThan(0);
  expect(visibleX(.75, { zoom: 2, x: .5, y: 0 })).toBe(.5);
});
