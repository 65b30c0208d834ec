import assert from "node:assert/strict";
import { integratedLoudness } from "./loudness.ts";
import { addStem, findMaster } from "./master.ts";
import { applyEnvelope, channelsOf, silence, type Stereo } from "./stereo.ts";
import { darkNoise, RATE, sine } from "./test_signals.ts";
import { truePeak } from "./true_peak.ts";

const hits = (x: Float32Array<ArrayBuffer>) => x.map((v, i) => i % 22_050 < 700 ? 4 * v : v / 3);
const stereo = (left: Float32Array<ArrayBuffer>): Stereo => ({ left, right: left.slice() });
const MIXES: Readonly<Record<string, readonly Stereo[]>> = {
  "a quiet steady tone": [stereo(sine(300, 0.02, 4))],
  "loud noise": [stereo(darkNoise(0.4, 4, 1)), stereo(darkNoise(0.4, 4, 2))],
  "hard hits over little": [stereo(hits(darkNoise(0.2, 4, 3)))],
  "two stems that cancel": [
    stereo(sine(200, 0.6, 4)),
    stereo(sine(200, 0.6, 4).map((x, i) => -x + 0.02 * Math.sin(i / 9))),
  ],
};

for (const [name, stems] of Object.entries(MIXES)) {
  Deno.test(`master: ${name} comes to −14 LUFS under −1 dBTP, and no stem clips`, () => {
    const mix = silence(stems[0]!.left.length);
    const stemPeaks = new Float32Array(mix.left.length);
    for (const stem of stems) addStem(mix, stemPeaks, stem);
    const { gain } = findMaster(mix, stemPeaks, RATE, 0.5);
    for (const channel of channelsOf(mix)) applyEnvelope(channel, gain);
    const dbtp = 20 * Math.log10(truePeak(channelsOf(mix)));
    assert(dbtp <= -1.15, `${dbtp} dBTP`);
    if (name !== "two stems that cancel") {
      const lufs = integratedLoudness(channelsOf(mix), RATE);
      assert(Math.abs(lufs + 14) <= 0.3, `${lufs} LUFS`);
    }
    for (const stem of stems) {
      assert(stem.left.every((x, i) => Math.abs(x * gain[i]!) <= 1));
    }
  });
}

Deno.test("master: the bus compressor comes in only where the limiter would work hard", () => {
  const master = (stem: Stereo) => {
    const peaks = new Float32Array(stem.left.length);
    return findMaster(stem, peaks, RATE, 0.5);
  };
  assert.equal(master(stereo(sine(300, 0.3, 4))).compressorReductionDb, 0);
  const swells = darkNoise(0.2, 4, 3).map((x, i) => x * (i % 44_100 < 4_000 ? 1 : 0.18));
  const { compressorReductionDb, limiterReductionDb } = master(stereo(swells));
  assert(
    compressorReductionDb > 1,
    `${compressorReductionDb} dB, limiter ${limiterReductionDb} dB`,
  );
});

Deno.test("master: silence stays silence", () => {
  const { gain, limiterReductionDb } = findMaster(
    silence(RATE),
    new Float32Array(RATE),
    RATE,
    0.5,
  );
  assert(gain.every((g) => g === 0));
  assert.equal(limiterReductionDb, 0);
});
