import { expect } from "expect";
import { moodWord, OCTANTS, onWheel, signed, valenceWords } from "./plane.ts";

for (const { word, degrees } of OCTANTS) {
  Deno.test(`a mood at ${degrees}° is ${word}`, () => {
    const radians = degrees * Math.PI / 180;
    expect(moodWord({ valence: .7 * Math.cos(radians), arousal: .7 * Math.sin(radians) })).toBe(
      word,
    );
  });
}

Deno.test("the middle is even", () => {
  expect(moodWord({ valence: .05, arousal: -.05 })).toBe("even");
});

Deno.test("a corner is shown on the rim", () => {
  const { valence, arousal } = onWheel({ valence: 1, arousal: -1 });
  expect(Math.hypot(valence, arousal)).toBeCloseTo(1, 9);
  expect(onWheel({ valence: .3, arousal: .2 })).toEqual({ valence: .3, arousal: .2 });
});

Deno.test("numbers carry a real minus, and nothing says minus zero", () => {
  expect([-.214, 0, -.001, .5].map(signed)).toEqual(["−0.21", "0.00", "0.00", "0.50"]);
});

Deno.test("values are spoken with their meaning", () => {
  expect(valenceWords(-.21)).toBe("minus 0.21, slightly dark");
  expect(valenceWords(.9)).toBe("0.90, very bright");
});
