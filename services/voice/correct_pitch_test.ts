import { strict as assert } from "node:assert";
import { analyseVoice } from "./analyse_voice.ts";
import { correctPitch, planPitch } from "./correct_pitch.ts";
import { HARD, NATURAL } from "./figures/correction_figures.ts";
import { correctionRows, formantRows } from "./figures/rows.ts";
import { table } from "./figures/table.ts";
import { melody } from "./singer/melody.ts";
import { sing } from "./singer/sing.ts";

const KEY = { key: "C", scale: "major" };
const { take } = sing(melody({ voice: "alto", seconds: 4, seed: 9, offKeyCents: 45 }));
const analysis = analyseVoice(take);

Deno.test("correction keeps its bars", () => {
  const rows = [
    ...correctionRows({ voices: ["alto"], seconds: 8, seed: 5 }),
    ...formantRows([-5, 5], ["tenor"]),
  ];
  Deno.stdout.writeSync(new TextEncoder().encode(table(rows)));
  assert.ok(rows.every(({ kept }) => kept));
});

Deno.test("strength 0 is the very take, and half of it moves notes half the way", () => {
  assert.equal(correctPitch(take, analysis, { ...KEY, ...NATURAL, strength: 0 }).take, take);
  const [whole, half] = [1, 0.5].map((strength) =>
    planPitch(analysis, { ...KEY, ...NATURAL, strength }).semitones
  );
  assert.deepEqual(half, whole!.map((semitones) => semitones / 2));
});

Deno.test("what has no voice is the same sample for sample", () => {
  const hard = correctPitch(take, analysis, { ...KEY, ...HARD }).take;
  const { f0Hz, hopSeconds } = analysis.contour;
  const hop = hopSeconds * take.sampleRate;
  let compared = 0;
  for (let i = 0; i < f0Hz.length; i++) {
    // Voices sound on for some periods beyond the frames that are called voiced.
    if (f0Hz.subarray(Math.max(0, i - 8), i + 9).some((hz) => hz > 0)) continue;
    const [from, to] = [Math.round(i * hop), Math.round((i + 1) * hop)];
    assert.deepEqual(
      hard.channels[0]!.subarray(from, to),
      take.channels[0]!.subarray(from, to),
    );
    compared++;
  }
  assert.ok(compared > 10);
});

Deno.test("a note goes where somebody has put it", () => {
  const note = analysis.notes.findIndex(({ startSeconds, endSeconds }) =>
    endSeconds - startSeconds > 0.4
  );
  const { startSeconds, endSeconds, midi } = analysis.notes[note]!;
  const pitches = [{ note, midi: Math.round(midi) + 2.5 }];
  const { take: moved, targetMidi } = correctPitch(take, analysis, { ...KEY, ...HARD, pitches });
  const middle = Math.round((startSeconds + endSeconds) / 2 / 0.01);
  assert.equal(targetMidi[middle], pitches[0]!.midi);
  const hz = analyseVoice(moved).contour.f0Hz[middle]!;
  assert.ok(Math.abs(69 + 12 * Math.log2(hz / 440) - pitches[0]!.midi) < 0.1);
});

Deno.test("a key or scale that there is not is refused", () => {
  assert.throws(() => planPitch(analysis, { ...NATURAL, key: "H", scale: "major" }), RangeError);
  assert.throws(() => planPitch(analysis, { ...NATURAL, key: "C", scale: "loud" }), RangeError);
});
