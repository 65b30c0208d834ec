import { expect } from "expect";
import { fitPieces } from "./fit_pieces.ts";

const word = (word: string, syllables: number, notes: number) => ({
  ...{ word, syllables, notes },
  ...{ start_seconds: 0, end_seconds: 1 },
});

Deno.test("words that are drawn out or squeezed are named, the rest of the line is as it is", () => {
  const line = "Hold me, harbour light";
  const words = [word("hold", 1, 3), word("me", 1, 1), word("harbour", 2, 1), word("light", 1, 1)];
  const pieces = fitPieces(line, words);
  expect(pieces).toEqual([
    { text: "Hold", on: { looks: "drawn", words: "Drawn over 3 notes" } },
    { text: " me, ", on: null },
    { text: "harbour", on: { looks: "close", words: "2 syllables on 1 note" } },
    { text: " light", on: null },
  ]);
  expect(pieces.map(({ text }) => text).join("")).toBe(line);
});

Deno.test("a word that is not in the line changes nothing", () => {
  expect(fitPieces("La la", [word("na", 1, 2)])).toEqual([{ text: "La la", on: null }]);
});
