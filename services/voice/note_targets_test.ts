import { strict as assert } from "node:assert";
import { noteTargets } from "./note_targets.ts";
import type { SungNote } from "./sung_note.ts";

const MAJOR = { key: "C", scale: "major" };

for (
  const [what, sung, meant] of [
    ["the nearest of the scale", [60.3, 61.4, 66.4, 70.8], [60, 62, 67, 71]],
    ["a flat singer is read as flat", [59.6, 63.6, 62.47, 59.6], [60, 64, 62, 60]],
    ["between two, the interval decides", [60.4, 62.4, 64.52], [60, 62, 64]],
  ] as const
) {
  Deno.test(what, () => assert.deepEqual(noteTargets(sung.map(note), MAJOR), meant));
}

Deno.test("in the chromatic scale every semitone is right", () => {
  assert.deepEqual(noteTargets([61.2, 66.4].map(note), { key: "C", scale: "chromatic" }), [61, 66]);
});

Deno.test("a pitch that somebody gave a note comes before the scale's", () => {
  const pitches = [{ note: 1, midi: 63.5 }];
  assert.deepEqual(noteTargets([60, 64].map(note), { ...MAJOR, pitches }), [60, 63.5]);
});

function note(midi: number, index: number): SungNote {
  const startSeconds = index / 2;
  return {
    startSeconds,
    endSeconds: startSeconds + 0.45,
    midi,
    vibrato: null,
    confidence: 1,
    begunBy: "onset",
  };
}
