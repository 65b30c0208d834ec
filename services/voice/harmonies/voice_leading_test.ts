import assert from "node:assert/strict";
import { mod12 } from "../../composer/keys.ts";
import { printFigures } from "../../../tests/fixtures/figure_table.ts";
import { stream } from "../../composer/random.ts";
import type { SungNote } from "../sung_note.ts";
import { harmonyKey, scaleUnder } from "./harmony_key.ts";
import { inferChords } from "./infer_chords.ts";
import { leadSteps, tuningOf } from "./lead_line.ts";
import { meterOf } from "./meter.ts";
import { partFigures } from "./part_figures.ts";
import { leadVoices, partRoles } from "./voice_leading.ts";

const meter = meterOf(100, 0);

/** A walk through a scale in quarters and halves. */
function melody(seed: number, scale: readonly number[], around: number): SungNote[] {
  const rng = stream(seed, "melody");
  const ladder = Array.from({ length: 25 }, (_, i) => around - 12 + i)
    .filter((pitch) => scale.includes(mod12(pitch)));
  const notes: SungNote[] = [];
  let rung = Math.floor(ladder.length / 2);
  for (let beat = 0; beat < 64;) {
    rung = Math.max(2, Math.min(ladder.length - 3, rung + Math.round(2.2 * rng.gauss())));
    const beats = rng.pick([1, 1, 1, 2, 0.5, 0.5]);
    notes.push({
      startSeconds: beat * 0.6,
      endSeconds: (beat + beats) * 0.6 - (rng.chance(0.3) ? 0.1 : 0),
      midi: ladder[rung]!,
      vibrato: null,
      confidence: 1,
      begunBy: "onset",
    });
    beat += beats + (rng.chance(0.1) ? 2 : 0);
  }
  return notes;
}

Deno.test("voice leading: in scale, chord tones on strong beats, no crossing, hardly a parallel", () => {
  const rows: Record<string, string | number>[] = [];
  const worst = { inScale: 1, strong: 1, crossings: 0, parallels: 0, leap: 0, milliseconds: 0 };
  for (const parts of [2, 3, 4] as const) {
    for (const [key, scale] of [["C", "major"], ["A", "minor"], ["F#", "dorian"]] as const) {
      for (let seed = 1; seed <= 3; seed++) {
        const around = [50, 62, 74][seed - 1]!;
        const tonality = harmonyKey(key, scale);
        const notes = melody(seed, tonality.scale, around);
        const chords = inferChords(notes, tonality, meter, 40);
        const steps = leadSteps(notes, chords, meter, 0);
        const started = performance.now();
        const voices = leadVoices(steps, partRoles(parts, around), tonality);
        const milliseconds = Math.round(performance.now() - started);
        const figures = partFigures(steps, voices, tonality);
        rows.push({ parts, key: `${key} ${scale}`, seed, ...figures, milliseconds });
        worst.inScale = Math.min(worst.inScale, figures.in_scale);
        worst.strong = Math.min(worst.strong, figures.chord_tones_on_strong_beats);
        worst.crossings += figures.crossings;
        worst.parallels += figures.parallel_fifths_and_octaves;
        worst.leap = Math.max(worst.leap, figures.largest_leap);
      }
    }
  }
  printFigures("voice leading", rows);
  assert.equal(worst.inScale, 1);
  assert.equal(worst.crossings, 0);
  assert(worst.strong >= 0.8, `${worst.strong} chord tones on strong beats`);
  assert(worst.parallels <= 0.01 * rows.length * 64, `${worst.parallels} parallels`);
  assert(worst.leap <= 12, `a leap of ${worst.leap}`);
});

Deno.test("chords: a melody of one triad a bar gets those triads", () => {
  const notes = [[0, 4, 7, 4], [5, 9, 0, 9], [7, 11, 2, 7], [0, 7, 4, 0]].flatMap((bar, b) =>
    bar.map((step, i): SungNote => ({
      startSeconds: (4 * b + i) * 0.6,
      endSeconds: (4 * b + i + 1) * 0.6,
      midi: 60 + step,
      vibrato: null,
      confidence: 1,
      begunBy: "onset",
    }))
  );
  const chords = inferChords(notes, harmonyKey("C", "major"), meter, 9.6);
  assert.deepEqual(chords.map((chord) => chord.root), [0, 5, 7, 0]);
});

Deno.test("the dominant of a minor key brings its raised seventh and takes the flat one's place", () => {
  const dominant = { startSeconds: 0, endSeconds: 1, pitchClasses: [4, 8, 11], root: 4 };
  const scale = scaleUnder(harmonyKey("A", "minor"), dominant);
  assert(scale.includes(8) && !scale.includes(7));
  assert.equal(scale.length, 7 - 1);
});

Deno.test("a singer 30 cents low throughout is flat; one who is off here and there is not", () => {
  const note = (midi: number): SungNote => ({
    startSeconds: 0,
    endSeconds: 1,
    midi,
    vibrato: null,
    confidence: 1,
    begunBy: "onset",
  });
  assert(Math.abs(tuningOf([59.7, 61.72, 63.68, 64.7].map(note)) + 0.3) < 0.01);
  assert.equal(tuningOf([60.4, 61.7, 64.05, 65.6].map(note)), 0);
});
