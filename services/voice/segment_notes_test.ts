import { strict as assert } from "node:assert";
import { printFigures } from "../../tests/fixtures/figure_table.ts";
import { segmentNotes } from "./segment_notes.ts";
import { VOICE_TYPES, type VoiceName } from "./singer/part.ts";
import type { PartNote } from "./singer/part.ts";
import { matchNotes, scoreNotes } from "./singer/scores.ts";
import { type Performance, sing, type SingerOptions } from "./singer/sing.ts";
import { singTune } from "./singer/sing_tune.ts";
import type { SungNote } from "./sung_note.ts";
import { to16k, trackPitch } from "./track_pitch.ts";

Deno.test("notes are found, detached and legato, clean and at 10 dB of noise", () => {
  const rows = (["detached", "legato"] as const).flatMap((articulation) =>
    [undefined, 10].map((snrDb) => {
      const heard = (Object.keys(VOICE_TYPES) as VoiceName[]).map((voice, i) => {
        const vibratoCents = 40 + 15 * i;
        const tune = { voice, seconds: 10, seed: 21, offKeyCents: 40, articulation, snrDb };
        const sung = singTune({ ...tune, vibratoCents, sampleRate: 16_000 });
        return { sung, notes: notesOf(sung) };
      });
      const pairs = heard.flatMap(({ sung, notes }) => matchNotes(sung, notes));
      const { onsetAndPitch, onsetPitchAndOffset } = scoreNotes(heard);
      return {
        articulation,
        snr_db: snrDb ?? "clean",
        onset_pitch_f: onsetAndPitch,
        onset_pitch_offset_f: onsetPitchAndOffset,
        onset_ms: 1000 *
          middle(pairs.map((p) => Math.abs(p.heard.startSeconds - p.sung.startSeconds))),
        cents: 100 * middle(pairs.map((p) => Math.abs(p.heard.midi - p.sung.midi))),
        vibrato_extent: middle(
          pairs.flatMap(({ sung, heard }) =>
            sung.vibrato && heard.vibrato && sung.endSeconds - sung.startSeconds > 0.85
              ? [heard.vibrato.extentCents / sung.vibrato.extentCents]
              : []
          ),
        ),
      };
    })
  );
  printFigures(
    "notes of the synthetic singer: F of onset and pitch, and of the end too; medians",
    rows,
  );
  for (const row of rows) {
    // An "m" that the noise drowns cannot be heard to begin.
    const bar = row.snr_db === "clean" ? 0.95 : 0.9;
    assert.ok(row.onset_pitch_f >= bar, JSON.stringify(row));
    assert.ok(row.onset_pitch_offset_f >= bar - 0.03, JSON.stringify(row));
    assert.ok(row.onset_ms <= 15 && row.cents <= 6, JSON.stringify(row));
    assert.ok(Math.abs(row.vibrato_extent - 1) < 0.15, JSON.stringify(row));
  }
});

const LONG: readonly PartNote[] = [note(0.3, 2.3, 60)];

for (const vibratoCents of [30, 100, 150]) {
  Deno.test(`a vibrato of ${vibratoCents} cents is one note, and is measured`, () => {
    const [only, ...others] = notesOf(sing(LONG, { vibratoCents, vibratoHz: 6.2 }));
    assert.equal(others.length, 0);
    assert.ok(Math.abs(only!.midi - 60) < 0.05, `${only!.midi}`);
    assert.ok(Math.abs(only!.vibrato!.rateHz - 6.2) < 0.3, `${only!.vibrato!.rateHz}`);
    assert.ok(Math.abs(only!.vibrato!.extentCents / vibratoCents - 1) < 0.15);
  });
}

Deno.test("a straight tone has no vibrato, and a slow slide is not taken for one", () => {
  assert.equal(notesOf(sing(LONG, { vibratoCents: 0 }))[0]!.vibrato, null);
  assert.equal(notesOf(sing(LONG, { vibratoCents: 0, driftCents: 30 }))[0]!.vibrato, null);
});

for (const consonant of ["nasal", "glottal", "fricative", "plosive"] as const) {
  Deno.test(`a repeated pitch is two notes when parted by a ${consonant}`, () => {
    const gap = consonant === "fricative" || consonant === "plosive" ? 0.12 : 0;
    const sung = sing([note(0.3, 0.9 - gap, 60), { ...note(0.9, 1.6, 60), consonant }]);
    const [, second, ...others] = notesOf(sung);
    assert.equal(others.length, 0);
    assert.ok(Math.abs(second!.startSeconds - 0.9) < 0.05, `${second!.startSeconds}`);
    assert.equal(second!.begunBy, gap > 0 ? "onset" : "step");
  });
}

for (const interval of [1, -1, 2, 7, -12]) {
  Deno.test(`a legato step of ${interval} semitones is two notes that meet in the glide`, () => {
    const tune = [note(0.3, 0.9, 62), note(0.9, 1.5, 62 + interval)];
    const [first, second, ...others] = notesOf(sing(tune, { portamentoSeconds: 0.1 }));
    assert.equal(others.length, 0);
    assert.equal(second!.begunBy, "step");
    assert.equal(first!.endSeconds, second!.startSeconds);
    assert.ok(Math.abs(second!.startSeconds - 0.9) < 0.03, `${second!.startSeconds}`);
    assert.ok(Math.abs(second!.midi - first!.midi - interval) < 0.1);
    assert.ok(second!.confidence > 0.6, `${second!.confidence}`);
  });
}

Deno.test("a slide as of speech is no confident note", () => {
  const sliding: SingerOptions = { scoopCents: 900, portamentoSeconds: 0.5, vibratoCents: 0 };
  const notes = notesOf(sing([note(0.3, 0.8, 60)], sliding));
  assert.ok(notes.every(({ confidence }) => confidence < 0.5), JSON.stringify(notes));
});

Deno.test("notes are in order, do not overlap and lie within the take", () => {
  const sung = singTune({ voice: "soprano", seconds: 12, seed: 8, snrDb: 5 });
  const notes = notesOf(sung);
  const length = sung.take.channels[0]!.length / sung.take.sampleRate;
  let before = 0;
  for (const { startSeconds, endSeconds, confidence } of notes) {
    assert.ok(startSeconds >= before && endSeconds > startSeconds && endSeconds <= length + 0.01);
    assert.ok(confidence >= 0 && confidence <= 1);
    before = endSeconds;
  }
});

function notesOf({ take }: Performance): SungNote[] {
  const samples = to16k(take);
  return segmentNotes(trackPitch(samples), samples);
}

function note(startSeconds: number, endSeconds: number, midi: number): PartNote {
  return { startSeconds, endSeconds, midi, vowel: "a", consonant: "none" };
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}
