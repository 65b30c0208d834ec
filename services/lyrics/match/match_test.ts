import assert from "node:assert/strict";
import fc from "fast-check";
import { compose } from "../../composer/composer.ts";
import { stream } from "../../composer/random.ts";
import { parseLyrics } from "../lines.ts";
import { openWords } from "../words/words.ts";
import { wordsOf } from "../words/spelling.ts";
import { writeLyrics } from "../writer/write_lyrics.ts";
import { distribute } from "./distribute.ts";
import { lineEdits } from "./line_edits.ts";
import { matchLyrics } from "./match_lyrics.ts";
import { type MelodyNote, melodyOfScore, melodyOfTake } from "./melody.ts";

const words = await openWords();
const noNouns = () => ({ one: [], many: [] });
const GRID = { tempoBpm: 120, beatsPerBar: 4, offsetSeconds: 0 };

/** Phrases of eighths and quarters from the beat on, two bars each: what a hymn is like. */
function hymn(lengths: readonly number[]): MelodyNote[] {
  const notes = lengths.flatMap((length, phrase) =>
    Array.from({ length }, (_, i) => ({
      startSeconds: phrase * 4 + 0.25 + i * 0.25,
      endSeconds: phrase * 4 + 0.25 + i * 0.25 + 0.24,
      midi: 60 + i % 5,
      confidence: 1,
      vibrato: null,
      begunBy: "onset" as const,
    }))
  );
  return melodyOfTake(notes, 0, GRID);
}

Deno.test("a text that fits stays as it is, every syllable on its note", () => {
  const text = "[Verse]\nThe sun is rolling to the shore\nAnd no one knew the tide before";
  const { lines, changes } = matchLyrics(words, text, hymn([8, 8]));
  assert.deepEqual(changes, []);
  assert.deepEqual(lines.map((line) => [line.line, line.syllables, line.notes]), [[1, 8, 8], [
    2,
    8,
    8,
  ]]);
  assert.ok(lines.every((line) => line.stress_on_strong! >= 0.8));
  assert.equal(lines[0]!.words[0]!.start_seconds, 0.25);
  assert.ok(Math.abs(lines[1]!.rest_before_seconds - 2.01) < 1e-6);
});

Deno.test("each syllable has its moment; syllables on one note divide it", () => {
  const { lines } = matchLyrics(words, "The sun is rolling to the shore", hymn([8]));
  const rolling = lines[0]!.words.find(({ word }) => word === "rolling")!;
  assert.deepEqual(rolling.syllable_seconds, [1, 1.25]);
  const crowded = matchLyrics(words, "Winter river", hymn([2]), new Set([0]));
  const starts = crowded.lines[0]!.words.flatMap(({ syllable_seconds }) => syllable_seconds);
  assert.equal(starts.length, 4);
  assert.ok(starts.every((start, i) => i === 0 || start > starts[i - 1]!), starts.join(" "));
});

Deno.test("too many syllables: the least change that keeps the last word, and says why", () => {
  const { lines, changes } = matchLyrics(words, "And I am walking down the road", hymn([7]));
  assert.equal(lines[0]!.syllables, 7);
  assert.equal(changes.length, 1);
  assert.match(changes[0]!.to, /road$/);
  assert.match(changes[0]!.why, /8 syllables for 7 notes/);
});

Deno.test("a line with a hush in it is matched, and nothing is put in that cannot be said", () => {
  const { lines, changes } = matchLyrics(words, "Shh now baby don't you cry", hymn([8]));
  assert.ok(lines[0]!.words.some(({ word }) => word.toLowerCase() === "shh"));
  assert.ok(!changes.some(({ to }) => /do not you/i.test(to)));
});

Deno.test("a change keeps the sense of a line", () => {
  const nonsense = [
    ["I'm proud by and by", /by by/],
    ["You are the only one", /the just/],
    ["It's been a long way home", /it is been/i],
    ["Alone in my small room", /into my/],
    ["I thought of you at dawn", /memory of/],
    ["You left me on the shore", /myself/],
    ["We love each other so", /every other/],
  ] as const;
  for (const [line, odd] of nonsense) {
    for (const { text } of lineEdits(line)) assert.doesNotMatch(text, odd);
  }
  assert.ok(lineEdits("And I am here").some(({ text }) => text === "I am here"));
  assert.ok(lineEdits("Wait, and I will come").some(({ text }) => text === "Wait, I will come"));
});

Deno.test("a line that no small change brings near its notes is sung as it was written", () => {
  const { changes, lines } = matchLyrics(words, "And I am really walking down the road", hymn([2]));
  assert.deepEqual([changes, lines[0]!.shared], [[], 8]);
});

Deno.test("English words are put into English lines alone", () => {
  for (const text of ["Ich liebe dich so sehr", "В лесу родилась ёлочка", "مرحبا بالعالم"]) {
    const { lines, changes } = matchLyrics(words, text, hymn([11]));
    assert.deepEqual([lines[0]!.text, changes], [text, []]);
  }
});

Deno.test("too few syllables: a word leads in; what no word fills is drawn over notes, and told", () => {
  const one = matchLyrics(words, "Walking down the broken road", hymn([8]));
  assert.equal(one.lines[0]!.syllables + one.lines[0]!.melisma - one.lines[0]!.shared, 8);
  assert.equal(one.lines[0]!.syllables, 8);
  const gloria = matchLyrics(words, "Gloria", hymn([8]), new Set([0]));
  assert.ok(gloria.lines[0]!.melisma > 0);
  assert.equal(gloria.lines[0]!.words.at(-1)!.word, "Gloria");
});

Deno.test("a line that may not change is only set, whatever it costs", () => {
  const { changes, lines } = matchLyrics(
    words,
    "Walking down the broken road",
    hymn([9]),
    new Set([0]),
  );
  assert.deepEqual(changes, []);
  assert.equal(lines[0]!.melisma, 2);
});

Deno.test("lines beyond the melody are named, not lost; a melody without words is none", () => {
  const { unsung, lines } = matchLyrics(
    words,
    ["one two three four", "five six seven", ..."abcdef"].join("\n"),
    hymn([4]),
  );
  assert.equal(lines.length + unsung.length, 8);
  assert.ok(unsung.length > 0);
  assert.deepEqual(matchLyrics(words, "", hymn([4])).lines, []);
  assert.deepEqual(matchLyrics(words, "la la la", []).unsung, [0]);
});

Deno.test("songs on composed leads: syllables are notes, stresses strong, rhymes kept", () => {
  let [lines, fitting, stress, changed] = [0, 0, 0, 0];
  for (let seed = 0; seed < 12; seed++) {
    const draw = stream(seed, "songs");
    const score = compose({
      valence: draw.next() * 2 - 1,
      arousal: draw.next() * 2 - 1,
      style: "pop",
      duration: 60,
      seed,
    });
    const melody = melodyOfScore(score, 0);
    const song = writeLyrics(words, noNouns, {
      theme: "",
      valence: 0.4,
      arousal: 0.2,
      structure: ["verse", "chorus", "verse"],
      seed,
    });
    const text = song.sections.flatMap(({ title, lines }) => [`[${title}]`, ...lines]).join("\n");
    const matched = matchLyrics(words, text, melody);
    for (const line of matched.lines) {
      lines++;
      assert.equal(line.syllables + line.melisma - line.shared, line.notes);
      if (line.syllables === line.notes) fitting++;
      stress += line.stress_on_strong ?? 1;
    }
    changed += matched.changes.length;
    const ends = (of: string) =>
      parseLyrics(of).flatMap((s) => s.lines.map((l) => wordsOf(l.text).at(-1)!.text));
    for (const change of matched.changes) {
      assert.equal(ends(change.to)[0], ends(change.from)[0], "a change keeps the rhyme");
    }
  }
  Deno.stdout.writeSync(new TextEncoder().encode(
    `${lines} lines: syllables = notes ${(fitting / lines).toFixed(3)}; stress on strong ` +
      `${(stress / lines).toFixed(3)} (bar .8); ${changed} lines changed\n`,
  ));
});

Deno.test("every line gets a share of the melody in its order, none twice", () => {
  const size = fc.record({ min: fc.integer({ min: 1, max: 10 }), extra: fc.nat(3) });
  fc.assert(
    fc.property(
      fc.array(size, { maxLength: 8 }),
      fc.array(fc.nat(3), { maxLength: 60 }),
      (sizes, gaps) => {
        let at = 0;
        const notes = gaps.map((gap) => {
          const startSeconds = at + gap * 0.3;
          at = startSeconds + 0.25;
          return { startSeconds, endSeconds: at, midi: 60, weight: 0.5, strong: true };
        });
        const shares = distribute(
          sizes.map(({ min, extra }) => ({ min, max: min + extra })),
          notes,
        );
        assert.equal(shares.length, sizes.length);
        let end = 0;
        for (const { from, to } of shares) {
          assert.ok(from >= end && to >= from && to <= notes.length);
          end = to;
        }
      },
    ),
  );
});
