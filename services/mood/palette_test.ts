import assert from "node:assert/strict";
import { oklab, parseHex } from "./colour.ts";
import { nameColour } from "./colour_names.ts";
import { measure } from "./measure.ts";
import { paletteOf } from "./palette.ts";
import { paint } from "./picture_samples.ts";
import { nearestPigment, PIGMENTS } from "./pigments.ts";
import { toWorkingSize } from "./working_size.ts";

Deno.test("a palette finds the colours of a picture and their shares, largest first", () => {
  const bars = [[0.5, [24, 36, 79]], [0.8, [240, 132, 35]], [1, [250, 250, 250]]] as const;
  const palette = paletteOf(measure(toWorkingSize(paint((x) => bars.find(([to]) => x < to)![1]))));
  assert.deepEqual(palette.map(({ name }) => name), ["navy", "orange", "white"]);
  for (const [i, share] of [0.5, 0.3, 0.2].entries()) {
    assert.ok(
      Math.abs(palette[i]!.share - share) < 0.02,
      `${palette[i]!.name} ${palette[i]!.share}`,
    );
  }
  assert.match(palette[0]!.hex, /^#[0-9a-f]{6}$/);
});

Deno.test("a rich picture gives five to eight colours whose shares sum to one, always the same", () => {
  const rich = paint((x, y) => [x * 255, y * 255, (1 - x) * 200]);
  const palette = paletteOf(measure(toWorkingSize(rich)));
  assert.ok(palette.length >= 5 && palette.length <= 8, `${palette.length}`);
  assert.ok(Math.abs(palette.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9);
  assert.deepEqual(paletteOf(measure(toWorkingSize(rich))), palette);
});

Deno.test("one colour is one colour", () => {
  assert.equal(paletteOf(measure(toWorkingSize(paint(() => [90, 140, 60])))).length, 1);
});

Deno.test("a small vivid accent is kept", () => {
  const picture = paint((x, y) =>
    x < 0.1 && y < 0.12 ? [255, 0, 0] : [200 - x * 60, 200 - x * 60, 205 - x * 60]
  );
  assert.ok(paletteOf(measure(toWorkingSize(picture))).some(({ name }) => name === "red"));
});

Deno.test("each pigment's paint is its own nearest pigment", () => {
  for (const { name, hex } of PIGMENTS) assert.equal(nearestPigment(oklab(...parseHex(hex))), name);
  assert.equal(nearestPigment(oklab(20, 20, 20)), "indigo");
  assert.equal(nearestPigment(oklab(245, 245, 245)), "orpiment");
});

Deno.test("colours have the names that people give them", () => {
  const names = {
    "#ff0000": "red",
    "#0b0b0c": "black",
    "#ffffff": "white",
    "#7fbdec": "sky blue",
    "#1f4f2c": "forest green",
    "#f4b21b": "gold",
    "#12aaa4": "turquoise",
    "#808080": "grey",
  };
  for (const [hex, name] of Object.entries(names)) {
    assert.equal(nameColour(oklab(...parseHex(hex))), name, hex);
  }
});
