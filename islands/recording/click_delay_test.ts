import { expect } from "expect";
import { CLICK_COUNT, CLICK_EVERY_SECONDS, clickDelay, clickSound } from "./click_delay.ts";

const RATE = 48_000;
const PLAYED = Array.from(
  { length: CLICK_COUNT },
  (_, i) => Math.round((.2 + i * CLICK_EVERY_SECONDS) * RATE),
);

/** A room: the clicks quieter, late, with an echo and seeded noise. */
function room(delays: readonly (number | null)[], noise: number): Float32Array {
  let seed = 7;
  const random = () => (seed = (seed * 1664525 + 1013904223) >>> 0) / 2 ** 32 - .5;
  const recorded = Float32Array.from({ length: 3 * RATE }, () => random() * noise);
  const click = clickSound(RATE);
  PLAYED.forEach((frame, k) => {
    const delay = delays[k];
    if (delay === null || delay === undefined) return;
    click.forEach((x, i) => {
      recorded[frame + Math.round(delay * RATE) + i]! += x * .2;
      recorded[frame + Math.round((delay + .013) * RATE) + i]! += x * -.07;
    });
  });
  return recorded;
}

Deno.test("clicks in a noisy room with an echo are found to the sample", () => {
  const found = clickDelay(room([.0237, .0237, .0237, .0237, .0237], .06), PLAYED, RATE)!;
  expect(found.heard).toBe(5);
  expect(Math.abs(found.seconds - .0237)).toBeLessThan(1.5 / RATE);
  expect(found.spreadSeconds).toBeLessThan(.0005);
});

Deno.test("one click missed and one mistaken do not move the median", () => {
  const found = clickDelay(room([.18, null, .18, .31, .1801], .02), PLAYED, RATE)!;
  expect(found.heard).toBe(3);
  expect(Math.abs(found.seconds - .18)).toBeLessThan(.0005);
});

Deno.test("noise alone, silence and clicks that disagree are no measurement", () => {
  expect(clickDelay(room([], .5), PLAYED, RATE)).toBe(null);
  expect(clickDelay(new Float32Array(3 * RATE), PLAYED, RATE)).toBe(null);
  expect(clickDelay(room([.02, .09, .15, .22, .3], .01), PLAYED, RATE)).toBe(null);
});
