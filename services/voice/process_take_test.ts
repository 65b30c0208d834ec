import { strict as assert } from "node:assert";
import { analyseVoice } from "./analyse_voice.ts";
import { type ProcessSettings, processTake } from "./process_take.ts";
import { melody } from "./singer/melody.ts";
import { sing } from "./singer/sing.ts";

const offKey = sing(
  melody({ voice: "alto", seconds: 8, seed: 4, offKeyCents: 45, offGridMs: 60 }),
  { seed: 2 },
).take;
const heard = analyseVoice(offKey);
const ALL: ProcessSettings = {
  pitch: { strength: 1, retuneMs: 40, keepVibrato: 1, key: "C", scale: "major" },
  timing: { strength: 1, grid: "1/8", tempoBpm: 100, offsetSeconds: -0.5 },
  breaths: { strength: 0.5 },
};

Deno.test("a take is put in tune and in time, and the report has measured it", () => {
  const stages: [string, number][] = [];
  const { take, after, targetMidi, report } = processTake(
    offKey,
    heard,
    ALL,
    (...stage) => stages.push(stage),
  );
  assert.equal(take.channels[0]!.length, offKey.channels[0]!.length);
  assert.equal(targetMidi.length, after.contour.f0Hz.length);
  assert.ok(report.median_abs_cents_before! > 10 && report.median_abs_cents_after! < 5);
  assert.ok(report.frames_in_50_cents_after! > report.frames_in_50_cents_before!);
  assert.ok(report.median_off_grid_ms_before! > 15 && report.median_off_grid_ms_after! <= 10);
  assert.ok(report.onsets_moved! > 5 && report.breaths_found! > 0);
  assert.equal(report.breath_gain_db, -9);
  assert.deepEqual(report.warnings, []);
  const progress = stages.map(([, part]) => part);
  assert.deepEqual(progress, progress.toSorted((a, b) => a - b));
  assert.equal(progress.at(-1), 1);
});

Deno.test("strength 0 everywhere is the very take", () => {
  const none: ProcessSettings = {
    pitch: { ...ALL.pitch!, strength: 0 },
    timing: { ...ALL.timing!, strength: 0 },
    breaths: { strength: 0 },
  };
  const { take, report } = processTake(offKey, heard, none);
  assert.equal(take, offKey);
  assert.equal(report.median_abs_cents_after, report.median_abs_cents_before);
  assert.equal(report.onsets_moved, 0);
});

Deno.test("the same take and settings give the same bytes", () => {
  const twice = [1, 2].map(() => processTake(offKey, heard, ALL).take.channels[0]!);
  assert.deepEqual(twice[0], twice[1]);
});

Deno.test("without a key the take's own is taken", () => {
  const { key: _key, scale: _scale, ...pitch } = ALL.pitch!;
  const { report } = processTake(offKey, heard, { pitch: { ...pitch, strength: 0 } });
  assert.deepEqual([report.key, report.scale], [heard.key.key, heard.key.scale]);
});

for (const problem of ["polyphonic", "unpitched", "silent"] as const) {
  Deno.test(`a ${problem} take is neither tuned nor quantised, and the report says why`, () => {
    const { take, report } = processTake(offKey, { ...heard, problem }, {
      ...ALL,
      breaths: undefined,
    });
    assert.equal(take, offKey);
    assert.deepEqual(report.warnings.map(({ code }) => code), [problem]);
    assert.equal(report.notes_moved, undefined);
  });
}

Deno.test("silence and noise go through", () => {
  let state = 1;
  const noise = Float32Array.from({ length: 44_100 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return 0.1 * (state / 2 ** 31 - 1);
  });
  for (const samples of [new Float32Array(44_100), noise, new Float32Array(0)]) {
    const take = { sampleRate: 44_100, channels: [samples] };
    const done = processTake(take, analyseVoice(take), ALL);
    assert.deepEqual(done.take.channels, take.channels);
    assert.equal(done.report.warnings.length, 1);
  }
});
