import { expect } from "expect";
import { type Channel, linear, meterFraction, settings } from "./mixing.ts";

const channel = (id: string, patch: Partial<Channel> = {}): Channel => ({
  id,
  kind: "stem",
  gain_db: 0,
  pan: 0,
  muted: false,
  soloed: false,
  ...patch,
});

const CASES: readonly (readonly [string, Channel[], Record<string, number>])[] = [
  ["nothing is set", [channel("a"), channel("b")], { a: 1, b: 1 }],
  ["one is muted", [channel("a", { muted: true }), channel("b")], { a: 0, b: 1 }],
  ["one is alone", [channel("a", { soloed: true }), channel("b")], { a: 1, b: 0 }],
  ["one is alone and muted", [
    channel("a", { soloed: true, muted: true }),
    channel("b"),
  ], { a: 0, b: 0 }],
  ["a fader is at the bottom", [channel("a", { gain_db: -60 })], { a: 0 }],
  ["a fader is at minus 20 dB", [channel("a", { gain_db: -20 })], { a: .1 }],
  ["the finished mix is there too", [channel("a"), channel("m", { kind: "mix" })], { a: 1 }],
  ["the finished mix is alone", [
    channel("a"),
    channel("m", { kind: "mix", soloed: true }),
  ], { a: 1 }],
];

for (const [when, channels, gains] of CASES) {
  Deno.test(`when ${when}, the gains are ${JSON.stringify(gains)}`, () => {
    const heard = settings(channels);
    const found = Object.fromEntries([...heard].map(([id, { gain }]) => [id, gain]));
    expect(found).toEqual(gains);
  });
}

Deno.test("meters read 48 dB", () => {
  expect(meterFraction(0)).toBe(0);
  expect(meterFraction(1)).toBe(1);
  expect(meterFraction(linear(-24))).toBeCloseTo(.5, 9);
  expect(meterFraction(linear(-59))).toBe(0);
});
