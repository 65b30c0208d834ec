import { expect } from "expect";
import { barPosition, clock, preciseClock, rulerMarks, songLength } from "./time_axis.ts";

const SONG = { durationSeconds: 60, tempoBpm: 96, beatsPerBar: 4 };

Deno.test("the axis ends with the last track, and is a minute without one", () => {
  expect(songLength([])).toBe(60);
  expect(songLength([], 30)).toBe(30);
  expect(songLength([
    { start_seconds: 0, duration_seconds: 30 },
    { start_seconds: 4, duration_seconds: 28 },
  ])).toBe(32);
});

for (
  const [seconds, bar, beat, sixteenth] of [
    [0, 1, 1, 1],
    [.625, 1, 2, 1],
    [2.5, 2, 1, 1],
    [38.7, 16, 2, 4],
    [-1, 1, 1, 1],
  ] as const
) {
  Deno.test(`at 96 BPM ${seconds} s is ${bar} . ${beat} . ${sixteenth}`, () => {
    expect(barPosition(seconds, SONG)).toEqual({ bar, beat, sixteenth });
  });
}

Deno.test("without a tempo there are no bars, and the ruler counts seconds", () => {
  const song = { ...SONG, tempoBpm: null };
  expect(barPosition(3, song)).toBe(null);
  expect(rulerMarks(song, 8).map(({ label }) => label)).toEqual([
    "0:00",
    "0:08",
    "0:16",
    "0:24",
    "0:32",
    "0:40",
    "0:48",
    "0:56",
  ]);
});

Deno.test("a ruler of 24 bars with room for 8 labels marks every fourth", () => {
  const marks = rulerMarks(SONG, 8);
  expect(marks.map(({ label }) => label)).toEqual(["1", "5", "9", "13", "17", "21"]);
  expect(marks[1]!.at).toBeCloseTo(1 / 6, 9);
});

Deno.test("looking closer marks more bars, and only those in sight", () => {
  const marks = rulerMarks(SONG, 8, { from: .5, to: .75 });
  expect(marks.map(({ label }) => label)).toEqual(["13", "14", "15", "16", "17", "18"]);
});

Deno.test("clocks", () => {
  expect([0, 59.9999999, 61].map(clock)).toEqual(["0:00", "1:00", "1:01"]);
  expect([0, 38.7, 59.9996].map(preciseClock)).toEqual(["0:00.000", "0:38.700", "1:00.000"]);
});
