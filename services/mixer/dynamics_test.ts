import assert from "node:assert/strict";
import { compressorGain } from "./compressor.ts";
import { applyEndFade } from "./end_fade.ts";
import { limiterGain, MASTER_LIMITER } from "./limiter.ts";
import { softClip } from "./soft_clip.ts";
import { applyEnvelope } from "./stereo.ts";
import { darkNoise, RATE, sine } from "./test_signals.ts";
import { truePeak, truePeakEnvelope } from "./true_peak.ts";

const bursts = darkNoise(0.5, 3).map((x, i) => x * (i % 11_025 < 900 ? 3 : 0.5));

Deno.test("limiter: no true peak passes the ceiling, however hard it is driven", () => {
  for (const drive of [1, 2, 8]) {
    const peaks = truePeakEnvelope([bursts]);
    const gain = limiterGain([peaks], drive, RATE);
    peaks.forEach((peak, i) => assert(peak * drive * gain[i]! <= MASTER_LIMITER.ceiling * 1.0001));
    const limited = bursts.map((x, i) => x * drive * gain[i]!);
    const dbtp = 20 * Math.log10(truePeak([limited]));
    assert(dbtp <= -1.2, `${dbtp} dBTP at drive ${drive}`);
  }
});

Deno.test("limiter: what stays under the ceiling is not touched", () => {
  const gain = limiterGain([truePeakEnvelope([sine(440, 0.8, 1)])], 1, RATE);
  assert(gain.every((g) => g === 1));
});

Deno.test("limiter: the gain comes down within 5 ms before a peak and recovers after it", () => {
  const peaks = new Float32Array(RATE).fill(0.1);
  peaks[20_000] = 2;
  const gain = limiterGain([peaks], 1, RATE);
  const ahead = Math.ceil(0.005 * RATE) + 16;
  assert.equal(gain[20_000 - ahead], 1);
  assert(gain[20_000]! <= MASTER_LIMITER.ceiling / 2 + 1e-6);
  assert(gain[20_000 + RATE / 10]! > 0.8);
  const steepest = gain.reduce((max, g, i) => i ? Math.max(max, Math.abs(g - gain[i - 1]!)) : 0, 0);
  assert(steepest < 0.01, `a step of ${steepest}`);
});

Deno.test("compressor: 2:1 above the threshold, nothing below", () => {
  const settings = {
    ...{ thresholdDb: -20, ratio: 2, kneeDb: 6 },
    ...{ attackSeconds: 0.01, releaseSeconds: 0.12 },
  };
  // A sine in both channels: its mean square over both is its square over one, doubled.
  for (const [levelDb, reductionDb] of [[-40, 0], [-10, 5], [0, 10]] as const) {
    const wave = sine(1_000, 10 ** (levelDb / 20), 1);
    const gain = compressorGain({ left: wave, right: wave }, RATE, settings);
    const settled = -20 * Math.log10(gain[RATE / 2]!);
    assert(Math.abs(settled - reductionDb) < 0.6, `${levelDb} dB: ${settled} dB`);
  }
});

Deno.test("soft clip: straight up to the knee, never past the limit, never backwards", () => {
  const ramp = Float32Array.from({ length: 4001 }, (_, i) => (i - 2000) / 500);
  const clipped = ramp.slice();
  softClip(clipped, 0.7, 1);
  clipped.forEach((y, i) => {
    if (Math.abs(ramp[i]!) <= 0.7) assert.equal(y, ramp[i]);
    assert(Math.abs(y) <= 1);
    assert(i === 0 || y >= clipped[i - 1]!);
  });
  assert(clipped[4000]! > 0.999);
});

Deno.test("end fade: untouched before it, falling in it, digital zero on the last sample", () => {
  const gain = new Float32Array(1000).fill(0.8);
  applyEndFade(gain, 400);
  assert(gain.subarray(0, 600).every((g) => g === Math.fround(0.8)));
  for (let i = 601; i < 1000; i++) assert(gain[i]! < gain[i - 1]!);
  assert.equal(gain[999], 0);
  const samples = new Float32Array(1000).fill(1);
  applyEnvelope(samples, gain);
  assert.equal(samples[999], 0);
});
