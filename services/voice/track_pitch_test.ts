import { strict as assert } from "node:assert";
import { printFigures } from "../../tests/fixtures/figure_table.ts";
import { VOICE_TYPES, type VoiceName } from "./singer/part.ts";
import { scorePitch } from "./singer/scores.ts";
import { singTune } from "./singer/sing_tune.ts";
import { to16k, trackPitch } from "./track_pitch.ts";

Deno.test("every voice is followed, clean and at 10 dB of noise", () => {
  const rows = [undefined, 10].flatMap((snrDb) => {
    const heard = (Object.keys(VOICE_TYPES) as VoiceName[]).map((voice) => {
      const sung = singTune({ voice, seconds: 10, seed: 11, offKeyCents: 40, snrDb });
      return { voice, sung, contour: trackPitch(to16k(sung.take)) };
    });
    return [
      ...heard.map((one) => row(one.voice, snrDb, [one])),
      row("all", snrDb, heard),
    ];
  });
  printFigures(
    "pitch of the synthetic singer: raw pitch accuracy, false alarms, overall, median",
    rows,
  );
  for (const { voice, snr_db, rpa, oa, cents } of rows) {
    // One short tune in a hard range may lie a little under what all of them must reach.
    const leeway = voice === "all" ? 0 : 0.5;
    assert.ok(rpa >= (snr_db === "clean" ? 98 : 95) - leeway, `${voice} ${snr_db}: ${rpa} %`);
    assert.ok(oa >= 97 - leeway, `${voice} ${snr_db}: ${oa} % overall`);
    assert.ok(cents <= 5, `${voice} ${snr_db}: ${cents} cents`);
  }
});

for (const hz of [58, 110, 440, 1_080]) {
  Deno.test(`a plain tone of ${hz} Hz is heard within a cent`, () => {
    const { f0Hz, periodicity } = trackPitch(tone(hz, 1));
    for (let i = 10; i < 90; i++) {
      assert.ok(Math.abs(1200 * Math.log2(f0Hz[i]! / hz)) < 1, `frame ${i}: ${f0Hz[i]} Hz`);
      assert.ok(periodicity[i]! > 0.95);
    }
  });
}

Deno.test("frame i is centred at i hops, with its level in dB", () => {
  const samples = tone(220, 2);
  samples.fill(0, 0, 16_000);
  const { f0Hz, levelDb, hopSeconds } = trackPitch(samples);
  assert.equal(hopSeconds, 0.01);
  assert.equal(f0Hz.length, 201);
  const first = f0Hz.findIndex((hz) => hz > 0);
  assert.ok(Math.abs(first - 100) <= 2, `${first}`);
  assert.ok(Math.abs(levelDb[150]! - 20 * Math.log10(0.5 / Math.SQRT2)) < 0.1);
});

Deno.test("nothing, too little and silence have no pitch", () => {
  for (const length of [0, 1, 50, 16_000]) {
    const { f0Hz, levelDb, periodicity } = trackPitch(new Float32Array(length));
    assert.equal(f0Hz.length, Math.floor(length / 160) + 1);
    assert.ok(f0Hz.every((hz) => hz === 0));
    assert.ok(levelDb.every(Number.isFinite) && periodicity.every(Number.isFinite));
  }
});

Deno.test("one click, however loud, does not silence a quiet voice", () => {
  const samples = tone(220, 2).map((x) => x / 50);
  samples[8_000] = 1;
  const voiced = trackPitch(samples).f0Hz.filter((hz) => Math.abs(hz - 220) < 2).length;
  assert.ok(voiced > 185, `${voiced} of 201`);
});

function row(voice: string, snrDb: number | undefined, heard: Parameters<typeof scorePitch>[0]) {
  const score = scorePitch(heard);
  return {
    voice,
    snr_db: snrDb ?? "clean",
    rpa: score.rawPitchAccuracy,
    vfa: score.voicingFalseAlarm,
    oa: score.overallAccuracy,
    cents: score.medianCents,
  };
}

function tone(hz: number, seconds: number): Float32Array<ArrayBuffer> {
  return Float32Array.from(
    { length: 16_000 * seconds },
    (_, i) => 0.5 * Math.sin(2 * Math.PI * hz * i / 16_000),
  );
}
