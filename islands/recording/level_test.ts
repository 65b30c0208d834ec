import { expect } from "expect";
import { levelWords, nextLevel, peakOf, QUIET } from "./level.ts";

Deno.test("the bar falls, the mark stays for a moment, and a clip is remembered", () => {
  let level = nextLevel(QUIET, .5, .05);
  expect(level.held).toBe(.5);
  for (let i = 0; i < 20; i++) level = nextLevel(level, 0, .05);
  expect(level.peak).toBeCloseTo(.5 * 10 ** (-26 / 20), 5);
  expect(level.held).toBe(.5);
  for (let i = 0; i < 20; i++) level = nextLevel(level, 0, .05);
  expect(level.held).toBeLessThan(.05);
  level = nextLevel(level, 1, .05);
  for (let i = 0; i < 200; i++) level = nextLevel(level, 0, .05);
  expect(level.clipped).toBe(true);
});

for (
  const [peak, words] of [
    [0, /Nothing heard/],
    [.02, /Quiet/],
    [.3, /good/],
    [.8, /Nearly/],
    [1, /clipped/],
  ] as const
) {
  Deno.test(`a peak of ${peak} is called ${words.source}`, () => {
    expect(levelWords(nextLevel(QUIET, peak, .01))).toMatch(words);
  });
}

Deno.test("the peak is the farthest from the middle, either way", () => {
  expect(peakOf(Float32Array.of(.1, -.75, .5))).toBe(.75);
});
