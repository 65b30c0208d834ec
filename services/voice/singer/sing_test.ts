import { strict as assert } from "node:assert";
import { melody } from "./melody.ts";
import { sing } from "./sing.ts";
import { singTune } from "./sing_tune.ts";

const SECONDS = 6;

Deno.test("the same seed is the same sound, another seed another", () => {
  const once = singTune({ voice: "alto", seconds: SECONDS, seed: 4, snrDb: 20 });
  assert.deepEqual(singTune({ voice: "alto", seconds: SECONDS, seed: 4, snrDb: 20 }), once);
  const other = singTune({ voice: "alto", seconds: SECONDS, seed: 5, snrDb: 20 });
  assert.notDeepEqual(other.take, once.take);
});

Deno.test("pitch, notes and breaths tell the same story", () => {
  const { f0Hz, notes, breaths, take } = singTune({ voice: "tenor", seconds: 12, seed: 2 });
  const voiced = (seconds: number) => f0Hz[Math.round(seconds * take.sampleRate)]! > 0;
  for (const { startSeconds, endSeconds } of notes) {
    assert.ok(voiced(startSeconds + 0.01) && voiced(endSeconds - 0.01));
  }
  assert.ok(breaths.length > 0);
  for (const { startSeconds, endSeconds } of breaths) {
    assert.ok(endSeconds > startSeconds);
    assert.ok(!voiced(startSeconds) && !voiced(endSeconds));
  }
});

Deno.test("noise is as far below the voice as is asked", () => {
  const tune = melody({ voice: "bass", seconds: SECONDS, seed: 1 });
  const [clean, noisy] = [sing(tune), sing(tune, { snrDb: 10 })];
  let [voice, noise, count] = [0, 0, 0];
  clean.f0Hz.forEach((hz, i) => {
    if (hz === 0) return;
    const sample = clean.take.channels[0]![i]!;
    voice += sample ** 2;
    noise += (noisy.take.channels[0]![i]! - sample) ** 2;
    count++;
  });
  assert.ok(count > 0);
  assert.ok(Math.abs(10 * Math.log10(voice / noise) - 10) < 0.1);
});

for (const sampleRate of [8_000, 16_000, 48_000, 96_000]) {
  Deno.test(`a singer at ${sampleRate} Hz is finite and loud`, () => {
    const { take } = singTune({ voice: "child", seconds: 3, seed: 3, sampleRate });
    const peak = take.channels[0]!.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    assert.ok(peak > 0.5 && peak < 1, `${peak}`);
    assert.ok(take.channels[0]!.every(Number.isFinite));
  });
}
