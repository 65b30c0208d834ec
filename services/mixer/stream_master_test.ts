import assert from "node:assert/strict";
import { dbToGain, gainToDb } from "./decibels.ts";
import { panGains, settings, type Strip } from "./desk.ts";
import { integratedLoudness } from "./loudness.ts";
import { RunningLoudness } from "./running_loudness.ts";
import { BLOCK_FRAMES, soundOf } from "./sound_source.ts";
import { applyMaster, findStreamMaster } from "./stream_master.ts";
import { darkNoise, noise, RATE, sine } from "./test_signals.ts";
import { truePeak } from "./true_peak.ts";

Deno.test("loudness of a sound in blocks of any size is that of the whole", () => {
  const [left, right] = [darkNoise(0.3, 4.07, 3), darkNoise(0.1, 4.07, 5)];
  const meter = new RunningLoudness(RATE);
  for (let from = 0, step = 1; from < left.length; from += step, step = step * 3 % 9973 + 1) {
    const to = Math.min(from + step, left.length);
    meter.push(left.subarray(from, to), right.subarray(from, to), to - from);
  }
  const whole = integratedLoudness([left, right], RATE);
  assert.ok(Math.abs(meter.integrated() - whole) < 1e-9, `${meter.integrated()} and ${whole}`);
});

const SONGS: readonly (readonly [string, Float32Array, Float32Array])[] = [
  ["quiet music", darkNoise(0.05, 6, 3), darkNoise(0.05, 6, 4)],
  ["loud music, several blocks of it", darkNoise(0.9, 6, 5), darkNoise(0.7, 6, 6)],
  ["far above full scale", darkNoise(4, 4, 7), darkNoise(4, 4, 8)],
  ["a voice with hard attacks", attacks(6, 21), attacks(6, 21)],
  ["a high tone, whose peaks lie between the samples", sine(11_000, 0.5, 3), sine(11_000, 0.4, 3)],
  ["one side only", darkNoise(0.2, 3, 9), new Float32Array(3 * RATE)],
];

for (const [what, left, right] of SONGS) {
  Deno.test(`${what} is mastered to its loudness under its ceiling`, () => {
    const source = soundOf(left, right, RATE);
    const master = findStreamMaster(source, { targetLufs: -14 })!;
    const out = [left.slice(), right.slice()];
    for (let start = 0; start < left.length; start += BLOCK_FRAMES) {
      const end = Math.min(start + BLOCK_FRAMES, left.length);
      applyMaster(master, start, out.map((side) => side.subarray(start, end)), end - start);
    }
    const lufs = integratedLoudness(out, RATE);
    assert.ok(Math.abs(lufs - -14) <= 0.2, `${lufs} LUFS`);
    assert.ok(Math.abs(lufs - master.lufs) < 0.01, "what it says is what comes out");
    const peak = gainToDb(truePeak(out));
    assert.ok(peak <= -1.2, `${peak} dBTP`);
  });
}

Deno.test("silence and a moment have no master", () => {
  const silence = new Float32Array(RATE);
  assert.equal(findStreamMaster(soundOf(silence, silence, RATE), { targetLufs: -14 }), null);
  const moment = noise(0.5, 0.3);
  assert.equal(findStreamMaster(soundOf(moment, moment, RATE), { targetLufs: -14 }), null);
});

Deno.test("a song that needs no limiting is only turned up or down", () => {
  const [left, right] = [sine(300, 0.05, 2), sine(300, 0.05, 2)];
  const master = findStreamMaster(soundOf(left, right, RATE), { targetLufs: -20 })!;
  const out = left.slice();
  applyMaster(master, 0, [out], out.length);
  const gain = out[5000]! / left[5000]!;
  assert.ok(out.every((x, i) => Math.abs(x - gain * left[i]!) < 1e-6));
  assert.equal(master.compressorReductionDb, 0);
});

/** Soft noise with a burst every half second, so many decibels above. */
function attacks(seconds: number, aboveDb: number): Float32Array {
  return darkNoise(0.02, seconds, 11).map((x, i) => {
    return x * (i % (RATE / 2) < 500 ? dbToGain(aboveDb) : 1);
  });
}

const strip = (id: string, fields: Partial<Strip> = {}): Strip => ({
  ...{ id, kind: "stem", gain_db: 0, pan: 0, muted: false, soloed: false },
  ...fields,
});

Deno.test("takes, harmonies and stems are one desk: a solo of any silences all others, the mix never sounds", () => {
  const strips = [
    strip("stem"),
    strip("take", { kind: "take", soloed: true }),
    strip("harmony", { kind: "harmony", soloed: true, muted: true }),
    strip("mix", { kind: "mix", soloed: true }),
  ];
  const heard = [...settings(strips)].map(([id, { gain }]) => [id, gain]);
  assert.deepEqual(heard, [["stem", 0], ["take", 1], ["harmony", 0]]);
});

Deno.test("panning keeps the power, and one channel in the middle is as loud as on both", () => {
  for (const pan of [-1, -0.6, -0.1, 0, 0.3, 1]) {
    const { leftToLeft, leftToRight } = panGains(pan, 1);
    assert.ok(Math.abs(leftToLeft ** 2 + leftToRight ** 2 - 2) < 1e-12, `mono at ${pan}`);
    const stereo = panGains(pan, 2);
    for (const side of ["left", "right"] as const) {
      const power = stereo[`${side}ToLeft`] ** 2 + stereo[`${side}ToRight`] ** 2;
      assert.ok(Math.abs(power - 1) < 1e-12, `${side} at ${pan}`);
    }
  }
  const { leftToLeft, leftToRight } = panGains(0, 1);
  assert.ok(Math.abs(leftToLeft - 1) + Math.abs(leftToRight - 1) < 1e-12);
  assert.deepEqual(panGains(0, 2), panGains(-0, 2));
  assert.ok(Math.abs(panGains(1, 2).leftToLeft) < 1e-12 && panGains(1, 2).rightToRight === 1);
});
