import assert from "node:assert/strict";
import { huePleasure } from "./hue.ts";
import { type ColourStatistics, measure, summarise } from "./measure.ts";
import { layoutOf } from "./layout.ts";
import { chip, paint } from "./picture_samples.ts";
import type { Pixels } from "./pixels.ts";
import { toWorkingSize } from "./working_size.ts";

function statistics(pixels: Pixels): ColourStatistics {
  return summarise(measure(toWorkingSize(pixels)).tiles)!;
}

Deno.test("black, mid grey and white have the L* that the CIE gives them", () => {
  for (const [byte, expected] of [[0, 0], [119, 0.5], [255, 1]] as const) {
    const { lightness } = statistics(paint(() => [byte, byte, byte]));
    assert.ok(Math.abs(lightness - expected) < 0.003, `${byte}: ${lightness}`);
  }
});

Deno.test("a vivid colour looks brighter than the grey of its lightness", () => {
  const red = statistics(paint(() => [220, 20, 40]));
  assert.ok(red.brightness > red.lightness + 0.08);
  const grey = statistics(paint(() => [120, 120, 120]));
  assert.ok(Math.abs(grey.brightness - grey.lightness) < 0.001);
});

Deno.test("colourfulness is Hasler and Süsstrunk's: grey has none, two opposite primaries have much", () => {
  assert.ok(statistics(paint(() => [90, 90, 90])).colourfulness < 1e-9);
  // Half red, half green: rg = ±255, yb = 127.5, so 255 + .3 · 127.5.
  const halves = statistics(paint((x) => x < 0.5 ? [255, 0, 0] : [0, 255, 0]));
  assert.ok(Math.abs(halves.colourfulness - (255 + 0.3 * 127.5)) < 0.01);
});

Deno.test("contrast is the deviation of lightness", () => {
  assert.ok(
    Math.abs(statistics(paint((x) => x < 0.5 ? [0, 0, 0] : [255, 255, 255])).contrast - 0.5) <
      0.001,
  );
});

Deno.test("saturation rises with chroma, warmth follows orange and blue", () => {
  const saturations = [0, 0.05, 0.1, 0.15].map((chroma) =>
    statistics(chip(0.7, chroma, 55)).saturation
  );
  assert.deepEqual(saturations, saturations.toSorted((one, other) => one - other));
  assert.ok(saturations.at(-1)! > 0.5);
  assert.ok(statistics(chip(0.7, 0.12, 55)).warmth > 0.9);
  assert.ok(statistics(chip(0.6, 0.12, 250)).warmth < -0.9);
  assert.ok(Math.abs(statistics(chip(0.6, 0, 0)).warmth) < 0.02);
});

Deno.test("edges: none in a chip or a gradient, more with more stripes", () => {
  const stripes = (count: number) =>
    statistics(paint((x) => Math.floor(x * count) % 2 ? [230, 230, 230] : [20, 20, 20]))
      .edgeDensity;
  assert.ok(statistics(paint((x) => [x * 255, x * 255, x * 255])).edgeDensity < 0.02);
  const densities = [1, 4, 8, 16].map(stripes);
  assert.deepEqual(densities, densities.toSorted((one, other) => one - other));
});

Deno.test("the shares of the colour families sum to one and find the colour", () => {
  const { families } = statistics(paint((x) => x < 0.75 ? [30, 90, 200] : [250, 250, 250]));
  assert.ok(Math.abs(Object.values(families).reduce((sum, share) => sum + share, 0) - 1) < 1e-9);
  assert.ok(Math.abs(families.blue - 0.75) < 0.02 && Math.abs(families.white - 0.25) < 0.02);
});

Deno.test("hues please in the order of Valdez and Mehrabian", () => {
  const order = [235, 195, 155, 350, 310, 272, 22, 55, 98, 122]; // blue … green-yellow
  const pleasures = order.map((hue) => huePleasure(hue, 0.5));
  assert.deepEqual(pleasures, pleasures.toSorted((one, other) => other - one));
  for (let hue = 0; hue < 360; hue++) {
    assert.ok(
      Math.abs(huePleasure(hue, 0.5) - huePleasure((hue + 1) % 360, 0.5)) < 0.06,
      `jump at ${hue}`,
    );
  }
});

Deno.test("light yellow pleases, olive does not", () => {
  assert.ok(huePleasure(105, 0.9) > 0.2 && huePleasure(105, 0.45) < -0.4);
});

Deno.test("weights count: paper that nobody painted changes nothing", () => {
  const half = paint((x) => x < 0.5 ? [30, 90, 200] : [255, 255, 255]);
  const weight = Uint8Array.from(
    { length: half.width * half.height },
    (_, i) => i % half.width < half.width / 2 ? 255 : 0,
  );
  const painted = summarise(measure(toWorkingSize(half, weight)).tiles)!;
  assert.ok(Math.abs(painted.lightness - statistics(paint(() => [30, 90, 200])).lightness) < 1e-9);
  assert.equal(
    summarise(measure(toWorkingSize(half, new Uint8Array(weight.length))).tiles),
    undefined,
  );
});

Deno.test("layout: symmetry, emptiness, weight and horizon", async (t) => {
  const layout = (pixels: Pixels) => layoutOf(measure(toWorkingSize(pixels)));
  await t.step("a mirrored picture is symmetric, a ramp is the opposite", () => {
    const mirrored = (x: number) => Math.abs(x - 0.5) * 500;
    assert.ok(layout(paint((x, y) => [mirrored(x), y * 99, 0])).symmetry > 0.99);
    assert.ok(layout(paint((x) => [x * 255, x * 255, x * 255])).symmetry < -0.9);
  });
  await t.step("a dot in the upper left pulls the centre there and leaves the rest empty", () => {
    const dot = (x: number, y: number) => Math.hypot(x - 0.2, (y - 0.2) / 1.5) < 0.08;
    const { centre, emptySpace } = layout(
      paint((x, y) => dot(x, y) ? [200, 20, 20] : [240, 240, 235]),
    );
    assert.ok(centre.x < 0.35 && centre.y < 0.35, JSON.stringify(centre));
    assert.ok(emptySpace > 0.85);
  });
  await t.step("a subject on a third is noticed", () => {
    const at = (cx: number, cy: number) =>
      layout(paint((x, y) => Math.hypot(x - cx, y - cy) < 0.06 ? [10, 10, 10] : [220, 220, 220]))
        .thirds;
    assert.ok(at(1 / 3, 1 / 3) > 2 * at(0.5, 0.5));
  });
  await t.step("sky over land has a horizon, a chip and stripes across have none", () => {
    const { horizon } = layout(paint((_, y) => y < 0.3 ? [170, 200, 240] : [40, 60, 30]));
    assert.ok(horizon !== null && Math.abs(horizon - 0.3) < 0.04, String(horizon));
    assert.equal(layout(chip(0.6, 0.1, 250)).horizon, null);
    assert.equal(layout(paint((x) => x < 0.5 ? [0, 0, 0] : [255, 255, 255])).horizon, null);
  });
});
