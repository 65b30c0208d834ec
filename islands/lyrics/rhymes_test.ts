import { expect } from "expect";
import { nearRuns } from "./rhymes.ts";

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
