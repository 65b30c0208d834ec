import { fractionalDelay, TAPS } from "./fractional_delay.ts";
import type { Grain } from "./grains.ts";

type Eight = [number, number, number, number, number, number, number, number];

/** The sum of grains of a source, each in its place. @returns `length` samples. */
export function overlapAdd(
  source: Float32Array,
  grains: readonly Grain[],
  length: number,
): Float32Array<ArrayBuffer> {
  const result = new Float32Array(length);
  const margin = TAPS + Math.ceil(longestFade(grains));
  const padded = new Float32Array(source.length + 2 * margin); // a fade may reach beyond the ends
  padded.set(source, margin);
  const piece = new Float64Array(longest(grains));
  for (const grain of grains) {
    const from = grain.from + grain.shift;
    const to = grain.to + grain.shift;
    const start = Math.max(0, Math.ceil(from - grain.fadeIn));
    const end = Math.min(length, Math.floor(to + grain.fadeOut) + 1);
    if (end <= start) continue;
    read(padded, start - grain.shift + margin, piece, end - start);
    const full = Math.min(end, Math.max(start, Math.ceil(from)));
    const fall = Math.min(end, Math.max(full, Math.floor(to) + 1));
    fade(piece, 0, full - start, (start - from) / grain.fadeIn, 1 / grain.fadeIn);
    fade(piece, fall - start, end - start, (fall - to) / grain.fadeOut, 1 / grain.fadeOut);
    for (let i = 0; i < end - start; i++) result[start + i]! += grain.gain * piece[i]!;
  }
  return result;
}

function longestFade(grains: readonly Grain[]): number {
  return grains.reduce((most, { fadeIn, fadeOut }) => Math.max(most, fadeIn, fadeOut), 0);
}

function longest(grains: readonly Grain[]): number {
  let most = 0;
  for (const { from, to, fadeIn, fadeOut } of grains) {
    most = Math.max(most, to - from + fadeIn + fadeOut);
  }
  return Math.ceil(most) + 2;
}

/** Samples at `at`, `at + 1`, …, between the source's own where `at` is not whole. */
function read(padded: Float32Array, at: number, piece: Float64Array, count: number): void {
  const whole = Math.floor(at);
  const taps = fractionalDelay(at - whole);
  if (taps === undefined) {
    for (let i = 0; i < count; i++) piece[i] = padded[whole + i]!;
    return;
  }
  const first = whole - TAPS / 2 + 1;
  const [t0, t1, t2, t3, t4, t5, t6, t7] = taps as unknown as Eight;
  const [t8, t9, t10, t11, t12, t13, t14, t15] = taps.subarray(8) as unknown as Eight;
  for (let i = 0, k = first; i < count; i++, k++) {
    piece[i] = t0 * padded[k]! + t1 * padded[k + 1]! + t2 * padded[k + 2]! + t3 * padded[k + 3]! +
      t4 * padded[k + 4]! + t5 * padded[k + 5]! + t6 * padded[k + 6]! + t7 * padded[k + 7]! +
      t8 * padded[k + 8]! + t9 * padded[k + 9]! + t10 * padded[k + 10]! + t11 * padded[k + 11]! +
      t12 * padded[k + 12]! + t13 * padded[k + 13]! + t14 * padded[k + 14]! + t15 * padded[k + 15]!;
  }
}

/** Multiplies [start, end) by a raised cosine: 1 at place 0, 0 at places −1 and 1. */
function fade(piece: Float64Array, start: number, end: number, place: number, step: number): void {
  // cos(a + b) = 2 cos(a) cos(b) − cos(a − b): one multiplication a sample instead of a cosine.
  const twice = 2 * Math.cos(Math.PI * step);
  let before = Math.cos(Math.PI * (place - step));
  let now = Math.cos(Math.PI * place);
  for (let i = start; i < end; i++) {
    piece[i]! *= 0.5 + 0.5 * now;
    [before, now] = [now, twice * now - before];
  }
}
