import { expect } from "expect";
import { strokeWords } from "./stroke_words.ts";

const points = (...spots: [number, number][]) =>
  spots.map(([x, y], i) => ({ x, y, pressure: .5, timeMs: i }));

for (
  const [spots, words] of [
    [[[0, 800], [800, 100]], "Lapis line, 0:00 to 0:30, rises from very low to very high"],
    [[[400, 300], [800, 600]], "Lapis line, 0:15 to 0:30, falls from high to low"],
    [[[0, 450], [800, 100]], "Lapis line, 0:00 to 0:30, rises from the middle to very high"],
    [[[0, 450], [1600, 455]], "Lapis line, 0:00 to 1:00, stays in the middle"],
    [[[0, 450], [400, 100], [800, 450]], "Lapis line, 0:00 to 0:30, winds around in the middle"],
    [[[800, 880]], "Lapis dot, at 0:30, stays very low"],
    [[], "Lapis, empty"],
  ] as const
) {
  Deno.test(`a stroke reads as “${words}”`, () => {
    const given = points(...spots.map(([x, y]): [number, number] => [x, y]));
    expect(strokeWords({ color: "lapis" }, given, 60)).toBe(words);
  });
}

Deno.test("a colour of one's own is named by its value", () => {
  expect(strokeWords({ color: "#a1b2c3" }, points([0, 0]), 60)).toContain("#a1b2c3");
});
