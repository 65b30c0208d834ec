import assert from "node:assert/strict";
import { workedMilliseconds } from "../../tests/fixtures/worked.ts";
import type { DrawnStroke } from "./gesture.ts";
import { chip, line, type LineOptions, mapBytes, paint, SIZE } from "./picture_samples.ts";
import { PIGMENTS } from "./pigments.ts";
import { analyseComposite, analyseDrawing, analyseImage } from "./reading.ts";

const rising = (values: readonly number[]) =>
  values.every((value, i) => i === 0 || value > values[i - 1]!);

/** A landscape of sorts: sky, sun and striped fields. */
const landscape = paint((x, y) => {
  if (Math.hypot(x - 0.7, (y - 0.25) / 1.5) < 0.06) return [250, 220, 120];
  if (y < 0.5) return [90 + 60 * y, 130 + 60 * y, 190];
  return Math.floor(x * 14 + y * 5) % 2 ? [80, 120, 60] : [120, 110, 50];
});

Deno.test("brighter is more pleasant and less dominant", () => {
  const readings = [0.3, 0.45, 0.6, 0.75, 0.9].map((lightness) =>
    analyseImage(chip(lightness, 0.05, 250))
  );
  assert.ok(rising(readings.map(({ valence }) => valence)));
  assert.ok(rising(readings.map(({ dominance }) => -dominance)));
  const exposures = [0.5, 0.75, 1, 1.25].map((gain) =>
    analyseImage(mapBytes(landscape, (byte) => byte * gain))
  );
  assert.ok(rising(exposures.map(({ valence }) => valence)));
});

Deno.test("more saturated is more arousing and more pleasant", () => {
  const readings = [0.01, 0.04, 0.08, 0.12].map((chroma) => analyseImage(chip(0.65, chroma, 145)));
  assert.ok(rising(readings.map(({ arousal }) => arousal)));
  assert.ok(rising(readings.map(({ valence }) => valence)));
});

Deno.test("blue and green please more than yellow-green of the same lightness and chroma", () => {
  const of = (hue: number) => analyseImage(chip(0.6, 0.11, hue)).valence;
  assert.ok(of(235) > of(272) && of(272) > of(122) && of(155) > of(122));
});

Deno.test("edges and contrast arouse", () => {
  const stripes = (count: number, depth: number) =>
    analyseImage(paint((x) => {
      const byte = Math.floor(x * count) % 2 ? 128 + depth : 128 - depth;
      return [byte, byte, byte];
    })).arousal;
  assert.ok(rising([stripes(1, 60), stripes(6, 60), stripes(12, 60), stripes(24, 60)]));
  assert.ok(rising([stripes(12, 10), stripes(12, 40), stripes(12, 90)]));
});

Deno.test("the size of a picture in pixels does not move its mood", () => {
  const at = (width: number, height: number) =>
    analyseImage(
      paint(
        (x, y) => [128 + 100 * Math.sin(9 * x), 120 + 90 * Math.cos(7 * y), 90 + 80 * x],
        width,
        height,
      ),
    );
  const reference = at(256, 170);
  for (const [width, height] of [[128, 85], [640, 425], [1200, 797]] as const) {
    const { valence, arousal } = at(width, height);
    assert.ok(
      Math.abs(valence - reference.valence) < 0.05,
      `${width}: ${valence} ${reference.valence}`,
    );
    assert.ok(
      Math.abs(arousal - reference.arousal) < 0.05,
      `${width}: ${arousal} ${reference.arousal}`,
    );
  }
});

Deno.test("a mirrored picture has the same mood", () => {
  const { width, height, data } = landscape;
  const mirrored = paint((x, y) => {
    const at = (Math.floor(y * height) * width + (width - 1 - Math.floor(x * width))) * 3;
    return data.subarray(at, at + 3) as unknown as number[];
  });
  const [one, other] = [analyseImage(landscape), analyseImage(mirrored)];
  assert.ok(
    Math.abs(one.valence - other.valence) < 1e-9 && Math.abs(one.arousal - other.arousal) < 1e-9,
  );
});

Deno.test("the same picture gives the same reading", () => {
  assert.deepEqual(analyseImage(landscape), analyseImage(landscape));
});

Deno.test("a uniform picture agrees with itself, one of contrary tiles does not", () => {
  const vivid = analyseImage(chip(0.75, 0.14, 145));
  const torn = analyseImage(
    paint((x, y) => (x < 0.5) === (y < 0.5) ? [8, 8, 30] : [255, 250, 200]),
  );
  assert.ok(vivid.confidence > torn.confidence, `${vivid.confidence} ${torn.confidence}`);
});

Deno.test("every extreme picture stays within −1..1", () => {
  for (
    const colour of [[0, 0, 0], [255, 255, 255], [255, 0, 0], [0, 255, 0], [0, 0, 255], [
      255,
      255,
      0,
    ]]
  ) {
    const { valence, arousal, dominance, confidence } = analyseImage(paint(() => colour, 3, 2));
    for (const value of [valence, arousal, dominance]) {
      assert.ok(Math.abs(value) <= 1, `${colour}: ${value}`);
    }
    assert.ok(confidence >= 0 && confidence <= 1);
  }
  assert.ok(Number.isFinite(analyseImage(paint(() => [1, 2, 3], 1, 1)).valence));
});

const drawn = (...lines: readonly LineOptions[]) => analyseDrawing(lines.map(line), SIZE);

Deno.test("jagged lines arouse and displease, curves do not", () => {
  const curve = drawn({ height: 150 });
  const jagged = drawn({ height: 150, zigzag: true });
  const wild = drawn({ height: 150, zigzag: true, waves: 12 });
  assert.ok(rising([curve.arousal, jagged.arousal, wild.arousal]));
  assert.ok(rising([wild.valence, jagged.valence, curve.valence]));
});

Deno.test("fast strokes arouse more than slow ones, by their times or by their spacing", () => {
  assert.ok(rising([8_000, 3_000, 1_000, 300].map((durationMs) => drawn({ durationMs }).arousal)));
  const spaced = (every: number): DrawnStroke => {
    const { points, ...rest } = line();
    return {
      ...rest,
      points: points.filter((_, i) => i % every === 0).map(([x, y, p]) => [x, y, p]),
    };
  };
  assert.ok(rising([1, 2, 6].map((every) => analyseDrawing([spaced(every)], SIZE).arousal)));
});

Deno.test("a firm hand arouses, a rising line cheers", () => {
  assert.ok(rising([0.1, 0.4, 0.9].map((pressure) => drawn({ pressure }).arousal)));
  assert.ok(rising([-500, 0, 500].map((rise) => drawn({ rise }).valence)));
});

Deno.test("how densely a stroke is sampled does not move the mood", () => {
  const { points, ...rest } = line({ zigzag: true, waves: 6, height: 120 });
  const sparse = analyseDrawing([{ ...rest, points: points.filter((_, i) => i % 5 === 0) }], SIZE);
  const dense = analyseDrawing([{ ...rest, points }], SIZE);
  assert.ok(
    Math.abs(sparse.valence - dense.valence) < 0.05 &&
      Math.abs(sparse.arousal - dense.arousal) < 0.05,
  );
});

Deno.test("a pigment drawn with an ordinary hand lies in its own part of the wheel or next to it", () => {
  PIGMENTS.forEach(({ hex, name }, i) => {
    const { named } = drawn({ color: hex }, { color: hex, y: 700 });
    const near = [i, i + 1, i + 7].map((index) => PIGMENTS[index % 8]!.name);
    assert.ok(near.includes(named.sector), `${name} → ${named.sector}`);
  });
});

Deno.test("a blank canvas, erased or never touched, is neutral and sure of nothing", () => {
  const eraser = { ...line(), tool: "eraser" as const, width: 200 };
  for (const strokes of [[], [eraser]]) {
    const { valence, arousal, confidence, named, palette } = analyseDrawing(strokes, SIZE);
    assert.deepEqual([valence, arousal, confidence, named.primary.word], [0, 0, 0, "neutral"]);
    assert.deepEqual(palette, []);
  }
});

Deno.test("a picture without strokes reads the same on the canvas and off it", () => {
  const image = { pixels: landscape, x: 200, y: 0, width: 1350, height: 900 };
  const onCanvas = analyseComposite([{ kind: "image", image }], SIZE);
  const alone = analyseImage(landscape);
  assert.ok(
    Math.abs(onCanvas.valence - alone.valence) < 0.05,
    `${onCanvas.valence} ${alone.valence}`,
  );
  assert.ok(
    Math.abs(onCanvas.arousal - alone.arousal) < 0.1,
    `${onCanvas.arousal} ${alone.arousal}`,
  );
});

Deno.test("strokes over a picture pull its mood towards theirs, more with more of them", () => {
  const image = { pixels: chip(0.8, 0.04, 235), x: 0, y: 0, width: 1600, height: 900 };
  const angry = (count: number) =>
    Array.from(
      { length: count },
      (_, i) =>
        line({
          color: "#dd2a62",
          zigzag: true,
          waves: 10,
          durationMs: 400,
          y: 150 + 150 * i,
          pressure: 1,
        }),
    );
  const readings = [0, 1, 3, 5].map((count) =>
    analyseComposite([
      { kind: "image", image },
      ...angry(count).map((stroke) => ({ kind: "stroke", stroke } as const)),
    ], SIZE)
  );
  assert.ok(rising(readings.map(({ arousal }) => arousal)));
  assert.ok(readings[0]!.valence > readings[3]!.valence);
  assert.equal(readings[0]!.gesture, null);
});

Deno.test("a scribble made to be expensive is read in good time, and bad numbers end", () => {
  const wild = (i: number) => [i % 2 * 1600, i * 7919 % 900, 0.5] as const;
  const scribble = {
    points: Array.from({ length: 10_000 }, (_, i) => wild(i)),
    color: "#dd2a62",
    width: 4,
  };
  const started = workedMilliseconds();
  assert.ok(Number.isFinite(analyseDrawing([scribble], SIZE).arousal));
  assert.ok(workedMilliseconds() - started < 10_000);
  for (const bad of [NaN, Infinity, -Infinity]) {
    const points = [[0, 0, 1], [bad, bad, bad], [900, 90, 1]] as const;
    assert.ok(
      Number.isFinite(analyseDrawing([{ points, color: "#dd2a62", width: 4 }], SIZE).valence),
    );
  }
});
