import { expect } from "expect";
import { lastWord, spaced, wordAt } from "./insert_words.ts";

for (
  const [text, from, to, result] of [
    ["", 0, 0, "gold"],
    ["the harbour", 11, 11, "the harbour gold"],
    ["the harbour ", 12, 12, "the harbour gold"],
    ["the harbour", 4, 11, "the gold"],
    ["harbour", 0, 0, "gold harbour"],
    ["a\nb", 2, 2, "a\ngold b"],
    ["slow,", 4, 4, "slow gold,"],
  ] as const
) {
  Deno.test(`"gold" at ${from} of ${JSON.stringify(text)} makes ${JSON.stringify(result)}`, () => {
    const { insert, ...place } = spaced(text, from, to, "gold");
    expect(text.slice(0, place.from) + insert + text.slice(place.to)).toBe(result);
  });
}

Deno.test("the word at a caret is the one it stands in, or behind", () => {
  const line = "The ferry’s gone, slow";
  expect(wordAt(line, 0)).toBe("The");
  expect(wordAt(line, 6)).toBe("ferry’s");
  expect(wordAt(line, 17)).toBe("gone");
  expect(wordAt(line, line.length)).toBe("slow");
  expect(wordAt("  ", 2)).toBe(null);
});

Deno.test("the last word is found before its stop", () => {
  const line = "And turn me to gold…";
  const { from, to } = lastWord(line)!;
  expect(line.slice(from, to)).toBe("gold");
  expect(lastWord("—")).toBe(null);
});
