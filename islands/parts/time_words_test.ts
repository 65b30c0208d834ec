import { expect } from "expect";
import { lengthWords, whenWords } from "./time_words.ts";

const NOW = new Date(2026, 10, 22, 18, 0);

for (
  const [then, words] of [
    [new Date(2026, 10, 22, 17, 59, 40), "just now"],
    [new Date(2026, 10, 22, 17, 48), "12 min ago"],
    [new Date(2026, 10, 22, 9, 5), "today 9:05"],
    [new Date(2026, 10, 21, 23, 59), "yesterday"],
    [new Date(2026, 10, 19, 12), "Thursday"],
    [new Date(2026, 10, 9, 12), "9 Nov"],
    [new Date(2025, 10, 9, 12), "9 Nov 2025"],
  ] as const
) {
  Deno.test(`${then.toISOString()} reads as ${words}`, () => {
    expect(whenWords(then, NOW)).toBe(words);
  });
}

Deno.test("a length reads as minutes and seconds", () => {
  expect([0, 30, 59.6, 90].map(lengthWords)).toEqual(["0:00", "0:30", "1:00", "1:30"]);
});
