import assert from "node:assert/strict";
import { createEndings } from "./endings.ts";

const PHONES: Readonly<Record<string, readonly string[]>> = {
  light: ["L", "AY1", "T"],
  weight: ["W", "EY1", "T"],
  station: ["S", "T", "EY1", "SH", "AH0", "N"],
};

Deno.test("the commonest word with the longest ending in common says how a word ends", () => {
  const endingOf = createEndings(["weight", "light", "station"], (word) => {
    return { phones: PHONES[word]! };
  });
  assert.deepEqual(endingOf("blight"), ["AY1", "T"]);
  assert.deepEqual(endingOf("zeight"), ["EY1", "T"]);
  assert.deepEqual(endingOf("yeetation"), ["EY1", "SH", "AH0", "N"]);
  assert.deepEqual(endingOf("light"), ["EY1", "T"], "never itself");
  assert.deepEqual(endingOf("qqq"), []);
});

Deno.test("a word is held against the few that end like it, not against them all", () => {
  const common = Array.from({ length: 15_000 }, (_, i) => `b${i.toString(26)}ight`);
  let asked = 0;
  const endingOf = createEndings(common, () => {
    asked++;
    return { phones: PHONES.light! };
  });
  for (const word of ["blorfa", "alight", "mouse", "stream"]) endingOf(word);
  assert.ok(asked < 50, `${asked} words were said for four`);
});
