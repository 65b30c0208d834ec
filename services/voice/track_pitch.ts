import { createAutocorrelator } from "./autocorrelation.ts";
import type { Contour } from "./contour.ts";
import {
  type CandidateCosts,
  createCandidates,
  findCandidates,
  findUnvoiced,
  type PitchCandidates,
  SINC_REACH,
  strongestPitch,
} from "./pitch_candidates.ts";
import { choosePath, type PathCosts } from "./pitch_path.ts";
import { TRACKING_RATE } from "./resample.ts";

export { to16k } from "./resample.ts";

export const HOP_SECONDS = 0.01;

export interface PitchRange {
  /** Default 55: a low bass's B1 with room for its vibrato. */
  readonly minHz?: number;
  /** Default 1 100, above a soprano's C6. */
  readonly maxHz?: number;
}

/** Boersma's own, for a hop of 10 ms. */
const COSTS: CandidateCosts & PathCosts = {
  voicingThreshold: 0.45,
  silenceThreshold: 0.03,
  octaveCost: 0.01,
  octaveJumpCost: 0.35,
  voicingChangeCost: 0.14,
};

const HOP = HOP_SECONDS * TRACKING_RATE;
/** The window holds three periods of the lowest pitch. */
const WINDOW_PERIODS = 3;
/** Of the frames, by level: the loudest ones are clicks as often as song. */
const LOUD_QUANTILE = 0.95;
/** −66 dBFS: under it nothing is voice, however quiet the rest. */
const FAINTEST = 0.0005;

/**
 * The pitch of one voice: autocorrelation peaks of each frame, and the smoothest path through them
 * (P. Boersma 1993).
 *
 * @param samples at 16 kHz, −1 … 1.
 */
export function trackPitch(samples: Float32Array, range: PitchRange = {}): Contour {
  const { minHz = 55, maxHz = 1_100 } = range;
  const frames = Math.floor(samples.length / HOP) + 1;
  const levels = frameLevels(samples, frames);
  const candidates = gather(samples, levels, minHz, maxHz);
  const path = choosePath(candidates, COSTS);
  return {
    hopSeconds: HOP_SECONDS,
    f0Hz: Float32Array.from(path, (place) => candidates.hz[place]!),
    periodicity: Float32Array.from(path, (place) => candidates.periodicity[place]!),
    levelDb: levels.map((level) => 20 * Math.log10(Math.max(level, 1e-6))),
  };
}

function gather(
  samples: Float32Array,
  levels: Float32Array,
  minHz: number,
  maxHz: number,
): PitchCandidates {
  const frames = levels.length;
  const length = Math.round(WINDOW_PERIODS * TRACKING_RATE / minHz);
  const lags = Math.ceil(TRACKING_RATE / minHz) + SINC_REACH + 2;
  const autocorrelator = createAutocorrelator(length, lags);
  const [a, b] = [new Float64Array(lags + 1), new Float64Array(lags + 1)];
  const loud = Math.max(quantile(levels, LOUD_QUANTILE), FAINTEST);
  const band = { minHz, maxHz, sampleRate: TRACKING_RATE };
  const candidates = createCandidates(frames);
  // So quiet that even a perfect pitch would not be worth its beginning and its end: not looked at.
  const hopeless = strongestPitch(band, COSTS) + 2 * COSTS.voicingChangeCost;
  const sounding = Array.from({ length: frames }, (_, frame) => frame).filter((frame) =>
    findUnvoiced(candidates, frame, levels[frame]! / loud, COSTS) <= hopeless
  );
  for (let i = 0; i < sounding.length; i += 2) {
    const one = sounding[i]!;
    const other = sounding[i + 1] ?? one;
    autocorrelator.pair(samples, one * HOP, other * HOP, a, b);
    findCandidates(candidates, one, a, band, COSTS);
    if (other !== one) findCandidates(candidates, other, b, band, COSTS);
  }
  return candidates;
}

/** RMS of each frame under a Hann window of four hops, without what is constant in it. */
function frameLevels(samples: Float32Array, frames: number): Float32Array<ArrayBuffer> {
  const length = 4 * HOP;
  const window = Float64Array.from(
    { length },
    (_, i) => (0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / length)) / (length / 2),
  );
  const levels = new Float32Array(frames);
  for (let frame = 0; frame < frames; frame++) {
    const start = frame * HOP - length / 2;
    const to = Math.min(length, samples.length - start);
    let power = 0;
    let sum = 0;
    let weight = 1e-12;
    for (let i = Math.max(0, -start); i < to; i++) {
      const weighed = window[i]! * samples[start + i]!;
      power += weighed * samples[start + i]!;
      sum += weighed;
      weight += window[i]!;
    }
    levels[frame] = Math.sqrt(Math.max(0, power - sum * sum / weight));
  }
  return levels;
}

function quantile(values: Float32Array, part: number): number {
  const sorted = values.slice().sort();
  return sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
}
