import { expect } from "expect";
import { beatsBetween } from "./clicks.ts";

const SONG = { tempoBpm: 120, beatsPerBar: 4 };

Deno.test("beats between two places, each of them once, bars accented", () => {
  expect(beatsBetween(1.5, 4, SONG).map(({ songSeconds }) => songSeconds)).toEqual(
    [1.5, 2, 2.5, 3, 3.5],
  );
  expect(beatsBetween(0, 4.1, SONG).filter(({ accent }) => accent).map((b) => b.songSeconds))
    .toEqual([0, 2, 4]);
});

Deno.test("looking ahead piece by piece finds the same beats as all at once", () => {
  const pieces = Array.from({ length: 80 }, (_, i) => beatsBetween(i * .13, (i + 1) * .13, SONG));
  expect(pieces.flat()).toEqual(beatsBetween(0, 80 * .13, SONG));
});

Deno.test("a count-in before the beginning counts the bars before it", () => {
  const beats = beatsBetween(-2, 0, SONG);
  expect(beats.map(({ accent }) => accent)).toEqual([true, false, false, false]);
});
