import type { Contour } from "./contour.ts";
import { createFft } from "./fft.ts";
import { TRACKING_RATE } from "./resample.ts";

export interface Polyphony {
  readonly polyphonic: boolean;
  /** 0 … 1; polyphonic from 0.5 on. */
  readonly score: number;
  /** Most of it is one bare tone above the pitch that was tracked: a whistle is higher than any voice. */
  readonly whistled: boolean;
}

/** 64 ms: parts the partials of low voices, and is short enough for a gliding one. */
const SIZE = 1_024;
const HIGHEST_HZ = 3_000;
/** People whistle up to here. */
const HIGHEST_WHISTLE_HZ = 4_500;
/** Partials this far below the strongest one count, weaker ones may be noise. */
const PARTIAL_DB = -24;
/** How far from its place a partial of the tracked voice may be. */
const TOLERANCE = 0.03;
const TOLERANCE_HZ = 18;
/** A harmonic so far below a strong neighbour is missing. */
const HOLE_DB = 18;
/** A first harmonic so near to the strongest partial is that of a voice, not a common subharmonic. */
const OWN_DB = -12;
/** The part of strangers among partials that makes a take polyphonic. */
const STRANGE = 0.22;
const FRAME_STEP = 3;
/** Frames beside one that tell whether its pitch is steady; they span the window. */
const SIDE_FRAMES = 3;
const STEADY_RATIO = 1.05;
const JUMP_RATIO = 1.25;

/**
 * Whether several voices sound at once, which no tracker of one voice can follow: the part of the
 * partials that are strange to the tracked pitch, in the louder half of its steady frames. Strange is
 * what lies on no harmonic; and, since two voices have a common subharmonic that a tracker may take
 * for their pitch, a harmonic whose neighbours are missing. A pitch that jumps is strange as a whole.
 */
export function polyphony(samples16k: Float32Array, contour: Contour): Polyphony {
  const fft = createFft(SIZE);
  const [re, im] = [new Float64Array(SIZE), new Float64Array(SIZE)];
  const level = new Float64Array(Math.ceil(HIGHEST_WHISTLE_HZ * SIZE / TRACKING_RATE) + 2);
  const hop = contour.hopSeconds * TRACKING_RATE;
  const loud = louderHalf(contour);
  let sum = 0;
  let count = 0;
  let whistled = 0;
  for (let k = 0; k < loud.length; k += FRAME_STEP) {
    const frame = loud[k]!;
    const motion = motionAround(contour.f0Hz, frame);
    if (motion === "moving") continue;
    count++;
    if (motion === "jumping") {
      sum++;
      continue;
    }
    window(samples16k, Math.round(frame * hop), re, im);
    fft.transform(re, im);
    for (let i = 0; i < level.length; i++) {
      level[i] = 10 * Math.log10(re[i]! * re[i]! + im[i]! * im[i]! + 1e-20);
    }
    if (isBareToneAbove(level, contour.f0Hz[frame]!)) whistled++;
    sum += strangeShare(level, contour.f0Hz[frame]!);
  }
  const score = Math.min(1, 0.5 * sum / (count + 5) / STRANGE);
  return { polyphonic: score >= 0.5, score, whistled: whistled > count / 2 };
}

function louderHalf({ f0Hz, levelDb }: Contour): number[] {
  const voiced = Array.from(f0Hz.keys()).filter((i) => f0Hz[i]! > 0);
  const levels = voiced.map((i) => levelDb[i]!).sort((a, b) => a - b);
  const median = levels[levels.length >> 1] ?? 0;
  return voiced.filter((i) => levelDb[i]! >= median);
}

/** "steady", "moving" or "jumping". */
function motionAround(f0Hz: Float32Array, frame: number): "steady" | "moving" | "jumping" {
  let low = f0Hz[frame]!;
  let high = low;
  let before = 0;
  for (let i = frame - SIDE_FRAMES; i <= frame + SIDE_FRAMES; i++) {
    const hz = f0Hz[i] ?? 0;
    if (hz > 0 && before > 0 && Math.max(hz / before, before / hz) > JUMP_RATIO) return "jumping";
    before = hz;
    if (hz === 0) continue;
    low = Math.min(low, hz);
    high = Math.max(high, hz);
  }
  return high / low <= STEADY_RATIO ? "steady" : "moving";
}

function window(samples: Float32Array, centre: number, re: Float64Array, im: Float64Array): void {
  const start = centre - SIZE / 2;
  for (let i = 0; i < SIZE; i++) {
    re[i] = (samples[start + i] ?? 0) * (0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / SIZE));
    im[i] = 0;
  }
}

/** Whether there is one partial alone, and it is not the first harmonic. */
function isBareToneAbove(level: Float64Array, f0Hz: number): boolean {
  const loudest = level.reduce((best, db, i) => i > 3 && db > level[best]! ? i : best, 4);
  if (loudest * TRACKING_RATE / SIZE < 1.5 * f0Hz) return false;
  // The window makes a peak four bins wide, a vibrato a wider one.
  const reach = Math.max(2, loudest / 10);
  return level.every((db, i) =>
    i < 4 || Math.abs(i - loudest) <= reach || db < level[loudest]! + PARTIAL_DB
  );
}

/** Of the partials, weighted by amplitude, those that are strange to the voice of `f0Hz`. */
function strangeShare(level: Float64Array, f0Hz: number): number {
  const binHz = TRACKING_RATE / SIZE;
  const first = 4;
  const last = Math.floor(HIGHEST_HZ / binHz);
  let strongest = -Infinity;
  for (let i = first; i <= last; i++) strongest = Math.max(strongest, level[i]!);
  let total = 0;
  let strange = 0;
  for (let i = first; i <= last; i++) {
    const here = level[i]!;
    if (here < strongest + PARTIAL_DB || here <= level[i - 1]! || here < level[i + 1]!) continue;
    const hz = i * binHz;
    const harmonic = Math.max(1, Math.round(hz / f0Hz));
    const amplitude = 10 ** (here / 20);
    const isOff = Math.abs(hz - harmonic * f0Hz) > Math.max(TOLERANCE_HZ, TOLERANCE * hz);
    total += amplitude;
    if (isOff) strange += amplitude;
  }
  return Math.min(1, (total > 0 ? strange / total : 0) + holes(level, f0Hz, strongest));
}

function levelNear(level: Float64Array, hz: number): number {
  const bin = Math.round(hz * SIZE / TRACKING_RATE);
  return Math.max(level[bin - 1] ?? -200, level[bin] ?? -200, level[bin + 1] ?? -200);
}

/**
 * Of the harmonics up to the last strong one, those that are missing: the first ones, and those between.
 * The even ones do not count where the first is strong: a wave that was cut off above and below has none.
 */
function holes(level: Float64Array, f0Hz: number, strongest: number): number {
  let last = Math.floor(HIGHEST_HZ / f0Hz);
  while (last > 1 && levelNear(level, last * f0Hz) < strongest + PARTIAL_DB) last--;
  let first = 1;
  while (first < last && levelNear(level, first * f0Hz) < strongest + PARTIAL_DB) first++;
  let missing = first - 1;
  const isOwn = levelNear(level, f0Hz) >= strongest + OWN_DB;
  for (let k = first; k < last; k++) {
    if (isOwn && k % 2 === 0) continue;
    const here = levelNear(level, k * f0Hz);
    const beside = Math.max(levelNear(level, (k - 1) * f0Hz), levelNear(level, (k + 1) * f0Hz));
    if (beside - here > HOLE_DB && beside > strongest + PARTIAL_DB) missing++;
  }
  return last > 1 ? missing / last : 0;
}
