import { expect } from "expect";
import { GENTLE, processBody, tonalityOf } from "./tune_settings.ts";

const HEARD = { key: "A", scale: "minor" };
const SONG = { key: "D", scale: "dorian" };
const NONE = { key: null, scale: null };

Deno.test("the key chosen here wins over the song's, and that over the one heard", () => {
  const { pitch } = GENTLE;
  expect(tonalityOf(pitch, SONG, HEARD)).toEqual(SONG);
  expect(tonalityOf(pitch, NONE, { ...HEARD, confidence: .5 } as typeof HEARD)).toEqual(HEARD);
  expect(tonalityOf(pitch, NONE, null)).toBe(null);
  expect(tonalityOf({ ...pitch, key: "F" }, SONG, HEARD)).toEqual({ key: "F", scale: "dorian" });
  expect(tonalityOf({ ...pitch, scale: "minor" }, SONG, null)).toEqual({
    key: "D",
    scale: "minor",
  });
});

Deno.test("only what is switched on is asked for; timing needs a tempo", () => {
  expect(processBody(GENTLE, SONG, null)).toEqual({
    pitch_correction: { strength: .84, retune_ms: 45, keep_vibrato: .8, key: "D", scale: "dorian" },
    breath_control: { strength: .6 },
  });
  const all = { ...GENTLE, timing: { ...GENTLE.timing, on: true } };
  expect(processBody(all, null, 96)!.timing).toEqual({ strength: .4, grid: "1/8" });
  expect(processBody(all, null, null)!.timing).toBe(undefined);
});

Deno.test("nothing on, or all at zero, is nothing to do", () => {
  const off = { on: false, strength: 1 };
  expect(processBody(
    {
      pitch: { ...GENTLE.pitch, strength: 0 },
      timing: { ...GENTLE.timing, ...off },
      breath: off,
    },
    SONG,
    96,
  )).toBe(null);
});
