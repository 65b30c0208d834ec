import { expect } from "expect";
import { clockSeconds, keptOf, roundTripSeconds, takeStart, UNMEASURED } from "./latency.ts";

const CLOCK = { outputSeconds: .03, baseSeconds: .01, inputSeconds: .01 };

Deno.test("the clock's three parts add up; what a browser does not tell counts as nothing", () => {
  expect(clockSeconds(CLOCK)).toBeCloseTo(.05, 9);
  expect(clockSeconds({ outputSeconds: NaN, baseSeconds: .01, inputSeconds: -1 })).toBe(.01);
});

Deno.test("a measurement wins over the clock; the nudge is added; the sum stays believable", () => {
  expect(roundTripSeconds(CLOCK, UNMEASURED)).toBeCloseTo(.05, 9);
  expect(roundTripSeconds(CLOCK, { measuredSeconds: .022, nudgeSeconds: .004 })).toBeCloseTo(
    .026,
    9,
  );
  expect(roundTripSeconds(CLOCK, { measuredSeconds: .01, nudgeSeconds: -.2 })).toBe(0);
  expect(roundTripSeconds(CLOCK, { measuredSeconds: 3, nudgeSeconds: 0 })).toBe(.8);
});

Deno.test("a note sung on the bar lies on the bar, with a breath before it", () => {
  const sampleRate = 48_000;
  const trip = .05;
  // The song stands at 8 s when the audio clock stands at 100 s.
  const { firstFrame, offsetSeconds } = takeStart({
    contextTime: 100,
    songSeconds: 8,
    roundTripSeconds: trip,
    sampleRate,
  });
  // Whoever sings when they hear 8 s is recorded one round trip later.
  const recordedAtFrame = (100 + trip) * sampleRate;
  expect(offsetSeconds + (recordedAtFrame - firstFrame) / sampleRate).toBeCloseTo(8, 6);
  expect(offsetSeconds).toBe(7.75);
});

Deno.test("at the very beginning there is no room for a breath", () => {
  const start = takeStart({
    contextTime: 2,
    songSeconds: 0,
    roundTripSeconds: 0,
    sampleRate: 1000,
  });
  expect(start).toEqual({ firstFrame: 2000, offsetSeconds: 0 });
});

Deno.test("blocks before the first frame are dropped, the one across it is cut", () => {
  const samples = Float32Array.of(1, 2, 3, 4);
  expect(keptOf({ frame: 0, samples }, 4)).toBe(null);
  expect([...keptOf({ frame: 2, samples }, 4)!]).toEqual([3, 4]);
  expect(keptOf({ frame: 9, samples }, 4)).toBe(samples);
});
