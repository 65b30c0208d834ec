import { expect } from "expect";
import { createRhymeBook, nearRuns, type Rhymes } from "./rhymes.ts";

Deno.test("near rhymes stand under their kind, the closest kind first", () => {
  const words = ["road family", "home assonance", "rode family"].map((pair) => {
    const [word, kind] = pair.split(" ");
    return { word: word!, kind: kind! };
  });
  expect(nearRuns(words)).toEqual([
    { kind: "family", words: ["road", "rode"] },
    { kind: "assonance", words: ["home"] },
  ]);
  expect(nearRuns([])).toEqual([]);
});

Deno.test("a word is looked up once, however it is written", async () => {
  const asked: string[] = [];
  const answer: Rhymes = { word: "gold", syllables: 1, perfect: [], near: [] };
  const book = createRhymeBook({
    get: <T>(path: string) => {
      asked.push(path);
      return Promise.resolve(answer as T);
    },
  });
  expect(book.known("Gold")).toBeUndefined();
  expect(await book.find("Gold", new AbortController().signal)).toBe(answer);
  expect(book.known("gold")).toBe(answer);
  expect(asked).toEqual(["/rhymes?word=gold&near=true&limit=48"]);
});
