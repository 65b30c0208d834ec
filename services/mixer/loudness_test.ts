import assert from "node:assert/strict";
import { findFfmpeg } from "../media/ffmpeg.ts";
import { measureLoudness } from "../media/loudness_meter.ts";
import { integratedLoudness } from "./loudness.ts";
import { darkNoise, noise, RATE, sine } from "./test_signals.ts";
import { truePeak } from "./true_peak.ts";
import { writeWav } from "./wav.ts";

function joined(...parts: Float32Array[]): Float32Array<ArrayBuffer> {
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (out.set(part, at), at + part.length), 0);
  return out;
}

const quietThenLoud = joined(darkNoise(0.005, 4), darkNoise(0.4, 3), sine(440, 0.0001, 3));
const SIGNALS: Readonly<Record<string, readonly Float32Array[]>> = {
  "997 Hz": [sine(997, 0.5, 4), sine(997, 0.5, 4)],
  "60 Hz": [sine(60, 0.7, 4), sine(60, 0.7, 4)],
  "a quarter of the sample rate": [sine(RATE / 4, 0.5, 4), sine(RATE / 4, 0.25, 4)],
  "18 kHz on one side": [sine(18_000, 0.5, 4), new Float32Array(4 * RATE)],
  "noise, different left and right": [darkNoise(0.2, 5, 1), darkNoise(0.1, 5, 2)],
  "passages that the gates leave out": [quietThenLoud, quietThenLoud],
};

for (const [name, channels] of Object.entries(SIGNALS)) {
  Deno.test(`loudness and true peak: ${name}, as ffmpeg's ebur128 has it`, async () => {
    const wav = writeWav(channels, RATE, 24);
    const { integratedLufs, truePeakDbtp } = await measureLoudness(await findFfmpeg({}), wav);
    const lufs = integratedLoudness(channels, RATE);
    const dbtp = 20 * Math.log10(truePeak(channels));
    assert(Math.abs(lufs - integratedLufs) <= 0.1, `${lufs} LUFS, ffmpeg ${integratedLufs}`);
    assert(Math.abs(dbtp - truePeakDbtp) <= 0.2, `${dbtp} dBTP, ffmpeg ${truePeakDbtp}`);
  });
}

Deno.test("true peak: lies between the samples of a wave at a quarter of the rate", () => {
  const wave = sine(RATE / 4, 0.5, 1).map((_, i) =>
    Math.min(1, i / 4410, (44099 - i) / 4410) * 0.5 * Math.sin(Math.PI / 2 * i + Math.PI / 4)
  );
  const highestSample = wave.reduce((max, x) => Math.max(max, Math.abs(x)), 0);
  assert(highestSample < 0.36);
  assert(Math.abs(truePeak([wave]) - 0.5) < 0.005);
});

Deno.test("loudness: a gain per sample counts as if it had been applied", () => {
  const samples = noise(0.3, 3);
  const envelope = sine(0.5, 0.4, 3).map((x) => x + 0.5);
  const applied = samples.map((x, i) => x * envelope[i]!);
  const direct = integratedLoudness([applied], RATE);
  assert(Math.abs(integratedLoudness([samples], RATE, envelope) - direct) < 1e-4);
});

Deno.test("loudness: silence and less than 400 ms have none", () => {
  assert.equal(integratedLoudness([new Float32Array(RATE)], RATE), -Infinity);
  assert.equal(integratedLoudness([noise(0.5, 0.3)], RATE), -Infinity);
});
