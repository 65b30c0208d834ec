import assert from "node:assert/strict";
import { printFigures } from "../../../tests/fixtures/figure_table.ts";
import { realVoice, VOICES } from "../../../tests/fixtures/voices.ts";
import { analyseVoice } from "../../voice/analyse_voice.ts";
import { FIRST_BEAT_SECONDS } from "../../voice/singer/melody.ts";
import { singTune } from "../../voice/singer/sing_tune.ts";
import { openWords } from "../words/words.ts";
import { writeLyrics } from "../writer/write_lyrics.ts";
import { type LyricMatch, matchLyrics } from "./match_lyrics.ts";
import { melodyOfTake } from "./melody.ts";

const words = await openWords();
const GRID = { tempoBpm: 100, beatsPerBar: 4, offsetSeconds: FIRST_BEAT_SECONDS };

function figuresOf(what: string, { lines, changes, unsung, report }: LyricMatch) {
  return {
    what,
    lines: lines.length,
    unsung: unsung.length,
    changed: changes.length,
    melisma: lines.reduce((sum, line) => sum + line.melisma, 0),
    shared: lines.reduce((sum, line) => sum + line.shared, 0),
    syllables_are_notes: report.syllables_fit,
    stress_on_strong: report.stress_on_strong,
  };
}

Deno.test("words on what was sung: as on the notes that were meant, and on a real voice", async () => {
  const text = writeLyrics(words, () => ({ one: [], many: [] }), {
    theme: "the river",
    valence: 0.3,
    arousal: 0,
    structure: ["verse"],
    syllables: [[7, 7, 7, 7]],
    seed: 3,
  }).sections[0]!.lines.join("\n");
  const sung = singTune({
    voice: "alto",
    seconds: 24,
    seed: 4,
    offKeyCents: 30,
    offGridMs: 20,
    articulation: "detached",
    sampleRate: 16_000,
  });
  const known = sung.notes.map((note) => ({ ...note, confidence: 1 })).slice(0, 28);
  const heard = analyseVoice(sung.take).notes;
  const onKnown = matchLyrics(words, text, melodyOfTake(known, 0, GRID));
  const onHeard = matchLyrics(words, text, melodyOfTake(heard, 0, GRID));

  const voice = VOICES.find(({ name }) => name === "supercollider")!;
  const { notes } = analyseVoice(await realVoice(voice));
  const few = text.split("\n").slice(0, 2).join("\n");
  const real = matchLyrics(words, few, melodyOfTake(notes, 0, { ...GRID, offsetSeconds: 0 }));
  printFigures("lyrics on melodies", [
    figuresOf("known notes", onKnown),
    figuresOf("the same, as heard", onHeard),
    figuresOf(`a real voice, ${notes.length} notes`, real),
  ]);

  assert.equal(onKnown.lines.length, 4);
  for (const line of [...onKnown.lines, ...onHeard.lines, ...real.lines]) {
    assert.equal(line.syllables + line.melisma - line.shared, line.notes);
    assert.ok(line.words.every(({ start_seconds, end_seconds }) => start_seconds < end_seconds));
  }
  assert.equal(onKnown.report.syllables_fit, 1);
  onKnown.lines.forEach((line, i) => {
    const same = onHeard.lines[i]!;
    assert.equal(same.line, line.line);
    const apart = Math.abs(same.words[0]!.start_seconds - line.words[0]!.start_seconds);
    assert.ok(apart < 0.06, `line ${i} begins ${apart} s beside where it was sung`);
  });
  assert.equal(real.lines.length + real.unsung.length, 2);
});
