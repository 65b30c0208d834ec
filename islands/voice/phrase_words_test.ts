import { expect } from "expect";
import { phraseActs, tenths } from "./phrase_words.ts";

const facts = { number: 2, take: "Take 2", base: "Take 3", fromSeconds: 3.2, toSeconds: 65.06 };

Deno.test("a phrase's button says what a press does, and when it is sung", () => {
  const ofOther = { ...facts, isBase: false };
  expect(phraseActs({ ...ofOther, isHeard: false })).toEqual({
    kind: "use",
    name: "Use phrase 2 of Take 2, 0:03.2 to 1:05.1",
    step: "Use phrase 2 of Take 2",
    told: "Phrase from Take 2 in the mix",
  });
  expect(phraseActs({ ...ofOther, isHeard: true })).toMatchObject({
    kind: "out",
    name: "Take phrase 2 of Take 2 out, 0:03.2 to 1:05.1",
    told: "Take 3 sounds here again",
  });
  const ofBase = { ...facts, take: "Take 3", isBase: true };
  expect(phraseActs({ ...ofBase, isHeard: false })).toMatchObject({
    kind: "use",
    name: "Use Take 3 here again, 0:03.2 to 1:05.1",
  });
  expect(phraseActs({ ...ofBase, isHeard: true })).toEqual({
    kind: "hear",
    name: "Phrase 2 of Take 3, in the mix, 0:03.2 to 1:05.1",
    fromSeconds: 3.2,
  });
});

Deno.test("tenths of a second are carried over", () => {
  expect([0, 9.94, 59.96, 600.04].map(tenths)).toEqual(["0:00.0", "0:09.9", "1:00.0", "10:00.0"]);
});
