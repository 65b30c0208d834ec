import assert from "node:assert/strict";
import { decodePeaks, encodePeaks } from "./peaks.ts";
import { noise, RATE } from "./test_signals.ts";

Deno.test("peaks: what is decoded is the least and greatest of each pixel, over both channels", () => {
  const left = noise(0.5, 0.1, 1);
  const right = noise(0.9, 0.1, 2);
  const { least, greatest, sampleRate, samplesPerPixel } = decodePeaks(
    encodePeaks([left, right], RATE, 300),
  );
  assert.deepEqual([sampleRate, samplesPerPixel, least.length], [RATE, 300, 15]);
  least.forEach((value, pixel) => {
    const samples = [left, right].flatMap((c) => [...c.subarray(300 * pixel, 300 * pixel + 300)]);
    assert.equal(value, Math.round(Math.min(...samples) * 127));
    assert.equal(greatest[pixel], Math.round(Math.max(...samples) * 127));
  });
});

Deno.test("peaks: about fifty pixels for a second", () => {
  assert.equal(decodePeaks(encodePeaks([noise(1, 2)], RATE)).least.length, 100);
});

Deno.test("peaks: other bytes are refused", () => {
  const good = encodePeaks([noise(1, 1)], RATE);
  for (const bytes of [new Uint8Array(0), new Uint8Array(30), good.subarray(0, good.length - 1)]) {
    assert.throws(() => decodePeaks(bytes), RangeError);
  }
});
