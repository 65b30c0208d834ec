import { expect } from "expect";
import { wordsOfTranscript } from "./transcript.ts";

Deno.test("what was written down becomes words; what is no word is passed over", () => {
  expect(wordsOfTranscript({
    words: [
      { word: "Salt", start_seconds: 1, end_seconds: 1.5 },
      { word: " ", start_seconds: 1, end_seconds: 2 },
      { word: "on", start_seconds: "1", end_seconds: 2 },
      "the",
      null,
    ],
  })).toEqual([{
    text: "Salt",
    startSeconds: 1,
    endSeconds: 1.5,
    noteSeconds: 1,
    opensLine: false,
    parts: [{ text: "Salt", startSeconds: 1 }],
  }]);
  for (const other of [null, undefined, "words", {}, { words: 3 }]) {
    expect(wordsOfTranscript(other)).toEqual([]);
  }
});
