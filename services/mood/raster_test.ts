import assert from "node:assert/strict";
import type { DrawnStroke } from "./gesture.ts";
import { chip, line, SIZE } from "./picture_samples.ts";
import { type Layer, type Raster, RASTER_WIDTH, rasterise } from "./raster.ts";

const stroke = (points: DrawnStroke["points"], more: Partial<DrawnStroke> = {}): Layer => ({
  kind: "stroke",
  stroke: { points, color: "#ff0000", width: 60, ...more },
});
const across = (y: number, more: Partial<DrawnStroke> = {}) =>
  stroke([[0, y, 1], [1600, y, 1]], more);

function at(raster: Raster, x: number, y: number): number[] {
  const column = Math.floor(x / SIZE.width * raster.width);
  const row = Math.floor(y / SIZE.height * raster.height);
  return [...raster.data.subarray((row * raster.width + column) * 3).subarray(0, 3)];
}

Deno.test("a stroke is painted where it was drawn, on white paper", () => {
  const raster = rasterise([across(450)], SIZE);
  assert.deepEqual([raster.width, raster.height], [RASTER_WIDTH, 144]);
  assert.deepEqual(at(raster, 800, 450), [255, 0, 0]);
  assert.deepEqual(at(raster, 800, 100), [255, 255, 255]);
});

Deno.test("pressure is width", () => {
  const area = (pressure: number) =>
    rasterise([stroke([[100, 450, pressure], [1500, 450, pressure]])], SIZE).drawn.reduce(
      (sum, a) => sum + a,
      0,
    );
  assert.ok(area(0) < area(0.5) && area(0.5) < area(1));
  assert.ok(Math.abs(area(1) / area(0) - 2) < 0.25);
});

Deno.test("a dot is round and where it was put", () => {
  const raster = rasterise([stroke([[800, 450, 1]], { width: 200 })], SIZE);
  const total = raster.drawn.reduce((sum, a) => sum + a / 255, 0);
  const radius = 100 * RASTER_WIDTH / SIZE.width;
  assert.ok(Math.abs(total / (Math.PI * radius ** 2) - 1) < 0.05);
});

Deno.test("the eraser takes strokes away and leaves images", () => {
  const image: Layer = {
    kind: "image",
    image: { pixels: chip(0.4, 0.1, 250), x: 0, y: 0, width: 800, height: 900 },
  };
  const raster = rasterise([image, across(450), across(450, { tool: "eraser", width: 120 })], SIZE);
  assert.deepEqual(at(raster, 1200, 450), [255, 255, 255]);
  assert.deepEqual(at(raster, 400, 450), at(raster, 400, 100));
  assert.equal(raster.drawn.some((alpha) => alpha > 0), false);
});

Deno.test("what comes later lies on top: strokes on images, images on strokes", () => {
  const image: Layer = {
    kind: "image",
    image: { pixels: chip(0.5, 0.1, 145), x: 400, y: 200, width: 800, height: 500 },
  };
  const [below, above] = [
    rasterise([across(450), image], SIZE),
    rasterise([image, across(450)], SIZE),
  ];
  assert.notDeepEqual(at(below, 800, 450), [255, 0, 0]);
  assert.deepEqual(at(above, 800, 450), [255, 0, 0]);
  assert.deepEqual(at(below, 100, 450), [255, 0, 0]);
});

Deno.test("a stroke does not darken where its own segments overlap", () => {
  const once = stroke([[100, 450, 1], [1500, 450, 1]], { color: "#808080" });
  const back = stroke([[100, 450, 1], [1500, 450, 1], [100, 450, 1]], { color: "#808080" });
  assert.deepEqual(rasterise([once], SIZE), rasterise([back], SIZE));
});

Deno.test("what lies outside the canvas, or is no number's worth, harms nothing", () => {
  const layers: Layer[] = [
    stroke([[-500, -500, 1], [5000, 4000, 1]]),
    stroke([]),
    {
      kind: "image",
      image: { pixels: chip(0.5, 0, 0), x: -900, y: 800, width: 1000, height: 900 },
    },
    { kind: "image", image: { pixels: chip(0.5, 0, 0), x: 0, y: 0, width: 0, height: -5 } },
    { kind: "stroke", stroke: { ...line(), color: "tomato" } },
  ];
  assert.equal(rasterise(layers, SIZE).data.length, RASTER_WIDTH * 144 * 3);
});
