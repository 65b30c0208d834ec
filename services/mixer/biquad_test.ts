import assert from "node:assert/strict";
import {
  type Biquad,
  filter,
  highPass,
  highShelf,
  lowPass,
  lowShelf,
  peaking,
  responseDb,
} from "./biquad.ts";
import { noise, RATE, rmsDb, sine } from "./test_signals.ts";

const near = (actual: number, wanted: number, within: number, what: string) =>
  assert(Math.abs(actual - wanted) <= within, `${what}: ${actual}, wanted ${wanted} ± ${within}`);

const CASES: readonly [string, Biquad, readonly (readonly [hz: number, db: number])[]][] = [
  ["high-pass 120", highPass(120, RATE), [[120, -3.01], [30, -24.1], [4_000, 0]]],
  ["low-pass 1000", lowPass(1_000, RATE), [[1_000, -3.01], [50, 0], [8_000, -38.3]]],
  ["bell −2.5 at 280", peaking(280, -2.5, RATE), [[280, -2.5], [10, 0], [15_000, 0]]],
  ["low shelf +4 at 200", lowShelf(200, 4, RATE), [[10, 4], [200, 2], [10_000, 0]]],
  ["high shelf +2.5 at 7000", highShelf(7_000, 2.5, RATE), [[50, 0], [7_000, 1.25], [20_000, 2.5]]],
];

for (const [name, biquad, points] of CASES) {
  Deno.test(`biquad: ${name} has the cookbook's response`, () => {
    for (const [hz, db] of points) near(responseDb(biquad, hz, RATE), db, 0.4, `${hz} Hz`);
  });

  Deno.test(`biquad: ${name} filters as its response says`, () => {
    for (const [hz] of points) {
      const wave = sine(hz, 0.5, 1);
      const before = rmsDb(wave.subarray(RATE / 4, RATE * 3 / 4));
      filter(wave, biquad);
      const change = rmsDb(wave.subarray(RATE / 4, RATE * 3 / 4)) - before;
      near(change, responseDb(biquad, hz, RATE), 0.1, `${hz} Hz`);
    }
  });
}

Deno.test("biquad: block after block is the same as all at once", () => {
  const whole = noise(0.5, 0.1);
  const blocks = whole.slice();
  filter(whole, highPass(200, RATE));
  const state = { s1: 0, s2: 0 };
  for (let at = 0; at < blocks.length; at += 100) {
    filter(blocks.subarray(at, at + 100), highPass(200, RATE), state);
  }
  assert.deepEqual(blocks, whole);
});
