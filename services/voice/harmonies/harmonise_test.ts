import assert from "node:assert/strict";
import { printFigures } from "../../../tests/fixtures/figure_table.ts";
import { realVoice, VOICES } from "../../../tests/fixtures/voices.ts";
import { noise } from "../../mixer/test_signals.ts";
import { analyseVoice } from "../analyse_voice.ts";
import { artefacts } from "../artefacts.ts";
import { midiOf } from "../contour.ts";
import { heardLoudness } from "../shaping/as_loud_as.ts";
import { to16k } from "../resample.ts";
import { FIRST_BEAT_SECONDS, melody } from "../singer/melody.ts";
import { VOICE_TYPES, type VoiceName } from "../singer/part.ts";
import { sing } from "../singer/sing.ts";
import { lengthOf, type Take } from "../take.ts";
import { trackPitch } from "../track_pitch.ts";
import { harmonise, type HarmonyNote, type HarmonyOptions, NoMelody } from "./harmonise.ts";

const OPTIONS = {
  key: "C",
  scale: "major",
  tempoBpm: 100,
  // The singer's first beat is the project's.
  offsetSeconds: -FIRST_BEAT_SECONDS,
  seed: 5,
} as const;

const sung = (voice: VoiceName, seconds: number, offKeyCents = 0) => {
  const { formantScale } = VOICE_TYPES[voice];
  const take = sing(melody({ voice, seconds, seed: 3, offKeyCents }), { formantScale }).take;
  return { voice, take, analysis: analyseVoice(take) };
};

const tenor = sung("tenor", 8);

Deno.test("harmonies: in tune, in scale, chord tones on strong beats, no crossing", () => {
  const rows = ([
    [tenor, 2],
    [tenor, 4],
    [sung("soprano", 7), 4],
    [sung("bass", 7, 20), 3],
  ] as const).flatMap(
    ([{ voice, take, analysis }, parts]) => {
      const { parts: added, report } = harmonise(take, analysis, { ...OPTIONS, parts });
      assert.equal(added.length, parts);
      assert.equal(report.in_scale, 1);
      assert.equal(report.crossings, 0);
      assert(report.chord_tones_on_strong_beats >= 0.8);
      assert(report.parallel_fifths_and_octaves <= 1);
      return added.map((part, p) => {
        const found = artefacts(take, part.take);
        return {
          lead: voice,
          of: parts,
          part: part.name,
          in_50_cents: report.parts[p]!.frames_in_50_cents,
          median_cents: report.parts[p]!.median_abs_cents,
          range: `${report.parts[p]!.lowest_midi}-${report.parts[p]!.highest_midi}`,
          strong: report.chord_tones_on_strong_beats,
          gain_db: part.gainDb,
          pan: part.pan,
          steepest_semitones: steepest(part.take, part.notes),
          loudness_lu: heardLoudness(part.take) - heardLoudness(take),
          clicks: found.clicksSeconds.length,
          invalid: found.invalid,
          length: lengthOf(part.take) - lengthOf(take),
        };
      });
    },
  );
  printFigures("harmonies", rows);
  for (const row of rows) {
    const part = `${row.lead}, ${row.part} of ${row.of}`;
    assert(row.in_50_cents >= 0.95, `${part}: ${row.in_50_cents}`);
    assert(row.gain_db <= -4, part);
    assert(row.steepest_semitones <= 2.5, `${part} jumps ${row.steepest_semitones} in 10 ms`);
    assert(Math.abs(row.loudness_lu) <= 0.3, part);
    assert.deepEqual([row.clicks, row.invalid, row.length], [0, 0, 0], part);
  }
  const pans = rows.filter((row) => row.of === 4 && row.lead === "tenor").map((row) => row.pan);
  assert.equal(new Set(pans).size, 4);
});

/** The fastest the pitch moves within notes, in semitones per 10 ms. */
function steepest(take: Take, notes: readonly HarmonyNote[]): number {
  const { f0Hz, hopSeconds } = trackPitch(to16k(take));
  const steps: number[] = [];
  for (const { startSeconds, endSeconds } of notes) {
    const to = Math.min(f0Hz.length - 1, Math.round((endSeconds + 0.05) / hopSeconds));
    for (let i = Math.round((startSeconds + 0.05) / hopSeconds); i < to; i++) {
      const [one, other] = [f0Hz[i]!, f0Hz[i + 1]!];
      if (one > 0 && other > 0) steps.push(Math.abs(midiOf(other) - midiOf(one)));
    }
  }
  return steps.sort((a, b) => a - b)[Math.floor(0.995 * steps.length)] ?? 0;
}

Deno.test("harmonies follow the project's chords where it has them", () => {
  const beat = 60 / OPTIONS.tempoBpm;
  const bar = (index: number, root: number, pitchClasses: number[]) => ({
    startSeconds: 4 * index * beat,
    endSeconds: 4 * (index + 1) * beat,
    root,
    pitchClasses,
  });
  const chords = [bar(0, 9, [9, 0, 4]), bar(1, 5, [5, 9, 0])];
  const options: HarmonyOptions = { ...OPTIONS, parts: 3, chords };
  const { report, parts } = harmonise(tenor.take, tenor.analysis, options);
  assert.equal(report.chords[1], "A");
  assert.equal(report.chords[2], "F");
  assert(report.chords_from_project > 0.2 && report.chords_from_project < 0.8);
  const first = parts.flatMap(({ notes }) =>
    notes.filter((note) => Math.abs(note.startSeconds - FIRST_BEAT_SECONDS) < 0.1)
  );
  assert(first.length > 0);
  assert(first.every((note) => [9, 0, 4].includes(note.midi % 12)));
});

Deno.test("harmonies: the same seed gives the same samples, another seed others", () => {
  const short: Take = { ...tenor.take, channels: [tenor.take.channels[0]!.slice(0, 3 * 44_100)] };
  const analysis = analyseVoice(short);
  const added = (seed: number) =>
    harmonise(short, analysis, { ...OPTIONS, parts: 2, seed }).parts.map(({ take }) => take);
  assert.deepEqual(added(1), added(1));
  assert.notDeepEqual(added(1), added(2));
});

Deno.test("harmonies to a real voice are sound", async () => {
  const take = await realVoice(VOICES.find(({ name }) => name === "supercollider")!);
  const analysis = analyseVoice(take);
  const { key, scale } = analysis.key;
  const { parts, report } = harmonise(take, analysis, { ...OPTIONS, key, scale, parts: 4 });
  printFigures(
    `harmonies to a real voice in ${key} ${scale}`,
    report.parts.map((part, p) => ({
      ...part,
      clicks: artefacts(take, parts[p]!.take).clicksSeconds.length,
    })),
  );
  assert.equal(report.crossings, 0);
  for (const part of parts) {
    const found = artefacts(take, part.take);
    assert.equal(found.invalid, 0);
    assert(found.clicksSeconds.length <= 1);
  }
  // She glides rather than holds: fewer frames have one pitch to be compared with.
  assert(report.parts.every((part) => part.frames_in_50_cents >= 0.7));
});

Deno.test("harmonies are refused, and said why, without one melody", () => {
  const refused = (channel: Float32Array<ArrayBuffer>) => {
    const take: Take = { sampleRate: 44_100, channels: [channel] };
    try {
      harmonise(take, analyseVoice(take), { ...OPTIONS, parts: 2 });
    } catch (error) {
      assert(error instanceof NoMelody);
      assert(error.message.length > 30);
      return error.problem;
    }
    return null;
  };
  assert.equal(refused(new Float32Array(44_100)), "silent");
  assert.equal(refused(noise(0.2, 2)), "unpitched");
  const duo = sing(melody({ voice: "alto", seconds: 6, seed: 8 })).take.channels[0]!;
  const other = sing(melody({ voice: "bass", seconds: 6, seed: 9 })).take.channels[0]!;
  assert.equal(refused(duo.map((x, i) => 0.5 * x + 0.5 * (other[i] ?? 0))), "polyphonic");
  const { take, analysis } = tenor;
  assert.throws(
    () => harmonise(take, analysis, { ...OPTIONS, key: "H", parts: 2 }),
    /"H" is no key/,
  );
});
