import { expect } from "expect";
import {
  midiAt,
  noteUnder,
  rangeOf,
  rowsOf,
  runsOf,
  secondsAt,
  withRoom,
  xOf,
  yOf,
} from "./plot.ts";
import { noteName, offWords, readPitch } from "./pitch.ts";

const FRAME = {
  width: 800,
  height: 400,
  fromSeconds: 4,
  toSeconds: 12,
  lowMidi: 50,
  highMidi: 70,
};

const PITCH = readPitch({
  hop_seconds: .01,
  f0_hz: [null, 440, 441, 442, null, 220, 220, 880, 880],
  notes: [
    { start_seconds: 0, end_seconds: .5, midi: 68.8, confidence: .9, target_midi: 69 },
    { start_seconds: .6, end_seconds: 1, midi: 57.1, confidence: .4 },
  ],
  key: { key: "A", scale: "minor", confidence: .8 },
  problem: null,
});

Deno.test("seconds and pitches go to pixels and back", () => {
  expect(xOf(8, FRAME)).toBe(400);
  expect(secondsAt(400, FRAME)).toBe(8);
  expect(yOf(70, FRAME)).toBe(0);
  expect(yOf(60, FRAME)).toBe(200);
  expect(midiAt(200, FRAME)).toBe(60);
});

Deno.test("silence and leaps break the line; what is out of sight is not drawn", () => {
  const frame = { ...FRAME, fromSeconds: 0, toSeconds: .09, width: 90, lowMidi: 40, highMidi: 90 };
  const runs = runsOf(PITCH.midi, PITCH.hopSeconds, 0, frame);
  expect(runs.map((run) => run.length / 2)).toEqual([3, 2, 2]);
  expect(runs[0]![0]).toBeCloseTo(10, 6);
  expect(runsOf(PITCH.midi, PITCH.hopSeconds, 30, frame)).toEqual([]);
});

Deno.test("from afar, fewer points than frames are drawn", () => {
  const long = new Float32Array(30_000).fill(60);
  const frame = { ...FRAME, fromSeconds: 0, toSeconds: 300, width: 600 };
  const [run] = runsOf(long, .01, 0, frame);
  expect(run!.length / 2).toBeLessThanOrEqual(1300);
  expect(run!.at(-2)!).toBeGreaterThan(598);
});

Deno.test("the range holds every note and its target, with air, and never less than ten semitones", () => {
  const { lowMidi, highMidi } = rangeOf([PITCH]);
  expect(lowMidi).toBeCloseTo(57.1 - 1.7, 6);
  expect(highMidi).toBeCloseTo(69 + 1.7, 6);
  const one = rangeOf([{ ...PITCH, notes: [PITCH.notes[0]!] }]);
  expect(one.highMidi - one.lowMidi).toBeCloseTo(10, 6);
  expect(rangeOf([])).toEqual({ lowMidi: 53, highMidi: 67 });
});

Deno.test("nothing that lies over the plot covers a note", () => {
  const notes = rangeOf([PITCH]);
  for (const height of [200, 400, 900]) {
    const frame = { ...FRAME, ...withRoom(notes, height, 48, 56), height };
    expect(yOf(69, frame)).toBeGreaterThan(47);
    expect(yOf(57.1, frame)).toBeLessThan(height - 55);
  }
  expect(withRoom(notes, 2000, 10, 10)).toEqual(notes);
  expect(withRoom(notes, 90, 48, 56)).toEqual(notes);
});

Deno.test("rows of a scale: seven to the octave, its tonic known; without a key all count", () => {
  const rows = rowsOf({ lowMidi: 57, highMidi: 68 }, "A", "minor");
  expect(rows.filter(({ inScale }) => inScale).map(({ name }) => name)).toEqual(
    ["A3", "B3", "C4", "D4", "E4", "F4", "G4"],
  );
  expect(rows.filter(({ tonic }) => tonic).map(({ midi }) => midi)).toEqual([57]);
  expect(rowsOf({ lowMidi: 57, highMidi: 68 }, "", "").every(({ inScale }) => inScale)).toBe(true);
});

Deno.test("a press finds the note it is on, by its pitch or by its target", () => {
  expect(noteUnder(PITCH.notes, 8, 8.2, 69.5)).toBe(0);
  expect(noteUnder(PITCH.notes, 8, 8.7, 57)).toBe(1);
  expect(noteUnder(PITCH.notes, 8, 8.7, 66)).toBe(null);
  expect(noteUnder(PITCH.notes, 8, 8.55, 57)).toBe(null);
});

Deno.test("pitches have names, and how far off they are has words", () => {
  expect([57, 60, 61, 69].map(noteName)).toEqual(["A3", "C4", "C#4", "A4"]);
  expect(offWords(68.8)).toBe("20 cents low");
  expect(offWords(69.03)).toBe("in tune");
  expect(offWords(69.3, 69)).toBe("30 cents high");
  expect(PITCH.key).toEqual({ key: "A", scale: "minor", confidence: .8 });
  expect(readPitch({ hop_seconds: .01, f0_hz: [], notes: [], key: PITCH.key }).key).toBe(null);
  expect(() => readPitch({ nothing: 1 })).toThrow(TypeError);
});
