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

Deno.test("only words that lie on the notes of the take; none when most do not", () => {
  const words = wordsInTime([LINE], [TIME]);
  const note = (startSeconds: number, endSeconds: number) => ({ startSeconds, endSeconds });
  expect(wordsOnNotes(words, [note(2.1, 5.1)]).length).toBe(5);
  expect(wordsOnNotes(words, [note(2.1, 2.9), note(4.8, 5.1)]).map(({ text }) => text))
    .toEqual(['"Salt', "on", "the", 'window,"', "she"]);
  expect(wordsOnNotes(words, [note(30, 40)])).toEqual([]);
  expect(wordsOnNotes(words, [note(0, 1), note(2, 2.2), note(8, 9)])).toEqual([]);
  expect(wordsOnNotes(words, [])).toEqual([]);
});
