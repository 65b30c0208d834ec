import { strict as assert } from "node:assert";
import { CHOIR, realVoice, VOICES } from "../../tests/fixtures/voices.ts";
import { analyseVoice } from "./analyse_voice.ts";
import { artefacts } from "./artefacts.ts";
import { correctPitch } from "./correct_pitch.ts";
import { processTake } from "./process_take.ts";
import { planTiming } from "./quantise_timing.ts";
import { melody } from "./singer/melody.ts";
import { sing } from "./singer/sing.ts";
import type { Take } from "./take.ts";

const clean = sing(melody({ voice: "tenor", seconds: 3, seed: 1 })).take;

Deno.test("a voice has no artefacts against itself", () => {
  const { peakRiseDb, dc, clicksSeconds, invalid } = artefacts(clean, clean);
  assert.deepEqual([peakRiseDb, dc, clicksSeconds, invalid], [0, 0, [], 0]);
});

for (const seconds of [0.81, 1.5, 2.2]) {
  Deno.test(`a step of the waveform at ${seconds} s is found`, () => {
    const at = Math.round(seconds * clean.sampleRate);
    const stepped = spoiled((x, i) => i < at ? x : x + 0.1);
    const found = artefacts(clean, stepped).clicksSeconds;
    assert.ok(found.some((click) => Math.abs(click - seconds) < 0.002), `found ${found}`);
  });
}

Deno.test("gain, DC and what is no number are found", () => {
  assert.ok(artefacts(clean, spoiled((x) => 2 * x)).peakRiseDb > 5.9);
  assert.ok(artefacts(clean, spoiled((x) => x + 0.01)).dc > 0.009);
  assert.equal(artefacts(clean, spoiled((x, i) => i === 900 ? NaN : x)).invalid, 1);
});

for (const voice of [...VOICES, CHOIR]) {
  Deno.test(`${voice.name}: hard and natural tuning and timing leave no artefacts`, async () => {
    const take = await realVoice(voice);
    const analysis = analyseVoice(take);
    const { key, scale } = analysis.key;
    const timing = { strength: 1, grid: "1/8", tempoBpm: 100, offsetSeconds: 0 } as const;
    const map = analysis.problem ? [] : planTiming(analysis, secondsOf(take), timing).map;
    const hard = { key, scale, strength: 1, retuneMs: 0, keepVibrato: 0 };
    const natural = { strength: 1, retuneMs: 40, keepVibrato: 1 };
    const settings = { pitch: natural, timing, breaths: { strength: 1 } };
    const all = processTake(take, analysis, settings).take;
    sounds(take, all, artefacts(take, all, map));
    const tuned = correctPitch(take, analysis, hard).take;
    sounds(take, tuned, artefacts(take, tuned));
  });
}

function sounds(source: Take, result: Take, found: ReturnType<typeof artefacts>): void {
  assert.equal(result.channels[0]!.length, source.channels[0]!.length);
  assert.equal(found.invalid, 0);
  assert.ok(found.peakRiseDb < 2, `the peak rises by ${found.peakRiseDb} dB`);
  assert.ok(Math.abs(found.dc) < 1e-3, `DC of ${found.dc}`);
  assert.deepEqual(found.clicksSeconds, []);
}

function spoiled(by: (x: number, i: number) => number): Take {
  return { ...clean, channels: [clean.channels[0]!.map(by)] };
}

function secondsOf(take: Take): number {
  return take.channels[0]!.length / take.sampleRate;
}
