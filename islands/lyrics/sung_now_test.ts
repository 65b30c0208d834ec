import { expect } from "expect";
import { sungAt } from "./sung_now.ts";

const LINES = ["[Verse]", "Salt on the window", "Slow, slow night"];
const TIMES = [
  null,
  time(LINES[1]!, [["Salt", 1, 2], ["on", 2, 2.5], ["the", 2.5, 3], ["window", 3, 4]]),
  time(LINES[2]!, [["slow", 6, 7], ["slow", 7, 8], ["night", 8, 9]]),
];

for (
  const [seconds, line, sung] of [
    [1.2, 1, "Salt"],
    [3.5, 1, "Salt on the window"],
    [5, 1, "Salt on the window"],
    [6.5, 2, "Slow"],
    [7.5, 2, "Slow, slow"],
    [10, 2, "Slow, slow night"],
  ] as const
) {
  Deno.test(`at ${seconds} s "${sung}" has been sung`, () => {
    const now = sungAt(TIMES, seconds, LINES)!;
    expect(now.line).toBe(line);
    expect(LINES[line]!.slice(0, now.upTo)).toBe(sung);
  });
}

Deno.test("before the song, in a long rest and after it nothing is sung", () => {
  expect(sungAt(TIMES, .5, LINES)).toBe(null);
  expect(sungAt(TIMES, 5.8, LINES)).toBe(null);
  expect(sungAt(TIMES, 30, LINES)).toBe(null);
});

function time(text: string, words: readonly (readonly [string, number, number])[]) {
  return {
    text,
    start_seconds: words[0]![1],
    end_seconds: words.at(-1)![2],
    words: words.map(([word, start_seconds, end_seconds]) => ({
      word,
      start_seconds,
      end_seconds,
    })),
  };
}
