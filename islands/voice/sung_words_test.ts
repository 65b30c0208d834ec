import { expect } from "expect";
import type { LyricTime } from "../../collab/document/lyric_edits.ts";
import { wordsInTime, wordsOnNotes } from "./sung_words.ts";

const LINE = `"Salt on the window," she said`;
const TIME: LyricTime = {
  text: LINE,
  start_seconds: 2,
  end_seconds: 6,
  words: [
    { word: "Salt", start_seconds: 2, end_seconds: 2.5 },
    { word: "on", start_seconds: 2.6, end_seconds: 2.8 },
    { word: "the", start_seconds: 2.8, end_seconds: 3 },
    { word: "window", start_seconds: 3, end_seconds: 5, syllable_seconds: [3, 4] },
    { word: "she", start_seconds: 5, end_seconds: 5.2 },
    { word: "said", start_seconds: 5.5, end_seconds: 6, syllable_seconds: [5.5] },
  ],
};

Deno.test("words stand as they are written, divided where they are sung on several notes", () => {
  const words = wordsInTime(["", LINE], [null, TIME]);
  expect(words.map(({ text }) => text)).toEqual(
    ['"Salt', "on", "the", 'window,"', "she", "said"],
  );
  expect(words[3]!.parts).toEqual([
    { text: "win", startSeconds: 3 },
    { text: 'dow,"', startSeconds: 4 },
  ]);
});

Deno.test("a word that cannot be divided, or whose moments are not in order, stays whole", () => {
  const word = (text: string, syllable_seconds: readonly number[]) =>
    wordsInTime([text], [{
      ...{ text, start_seconds: 1, end_seconds: 3 },
      words: [{ word: text, start_seconds: 1, end_seconds: 3, syllable_seconds }],
    }])[0]!;
  expect(word("слово", [1, 2]).parts).toEqual([{ text: "слово", startSeconds: 1 }]);
  expect(word("window", [2, 1]).parts).toEqual([{ text: "window", startSeconds: 1 }]);
});

Deno.test("words of a line that has been changed since are passed over; the parts of a joined word follow", () => {
  const words = wordsInTime(["Salt, heart-shaped"], [{
    ...TIME,
    words: [
      { word: "heart", start_seconds: 3, end_seconds: 4 },
      { word: "shaped", start_seconds: 4, end_seconds: 5 },
    ],
  }]);
  expect(words.map(({ text }) => text)).toEqual(["heart-", "shaped"]);
});

const note = (startSeconds: number, endSeconds: number) => ({ startSeconds, endSeconds });
/** What TIME was found for; "on" and "the" share a note. */
const NOTES = [note(2, 2.5), note(2.6, 3), note(3, 3.9), note(4, 4.9), note(5, 5.3), note(5.5, 6)];

Deno.test("words lie under the notes they were found for, also when those are sung a little late", () => {
  const words = wordsInTime([LINE], [TIME]);
  expect(wordsOnNotes(words, NOTES)).toEqual(words);
  const late = NOTES.map(({ startSeconds, endSeconds }, i) =>
    note(startSeconds + (i % 2 === 0 ? .1 : -.05), endSeconds)
  );
  expect(wordsOnNotes(words, late)).toEqual(words);
});

Deno.test("a word over a pause of the take is not sung in it", () => {
  const words = wordsInTime([LINE], [TIME]);
  const without = [note(2, 2.5), note(2.6, 2.75), ...NOTES.slice(3)];
  expect(wordsOnNotes(words, without).map(({ text }) => text))
    .toEqual(['"Salt', "on", "the", "she", "said"]);
});

Deno.test("words that were found for another melody, or another place, are not under these notes", () => {
  const words = wordsInTime([LINE], [TIME]);
  expect(wordsOnNotes(words, [note(30, 40)])).toEqual([]);
  expect(wordsOnNotes(words, [])).toEqual([]);
  expect(wordsOnNotes(words, [note(1.5, 7)])).toEqual([]);
  const moved = NOTES.map(({ startSeconds, endSeconds }) =>
    note(startSeconds + .3, endSeconds + .3)
  );
  expect(wordsOnNotes(words, moved)).toEqual([]);
});
