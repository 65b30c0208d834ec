import { levelAt, longTermSpectrum } from "./shaping/long_term_spectrum.ts";
import { convolve, minimumPhase } from "./shaping/spectral_filter.ts";
import type { Take } from "./take.ts";
import { sourceSeconds, type TimeMap } from "./time_map.ts";

/** What a process may have added to a voice that does not belong there. */
export interface Artefacts {
  /** How much higher the highest peak is than the source's, dB. */
  readonly peakRiseDb: number;
  /** Mean of the samples less the source's mean. */
  readonly dc: number;
  /** When something clicks that did not click in the source. */
  readonly clicksSeconds: readonly number[];
  /** Samples that are no numbers. */
  readonly invalid: number;
}

/**
 * Compares a result with its source, first channels only. A click is a bend of the waveform that stands
 * out from its surroundings twice as much as any bend of the source does within a twentieth of a second:
 * glottal pulses and plosives bend too. So do they in the source when it is given the result's
 * long-term spectrum by one smooth filter: a voice without its hiss shows its pulses.
 *
 * @param map where the source's moments went.
 */
export function artefacts(source: Take, result: Take, map: TimeMap = []): Artefacts {
  const [before, after] = [source.channels[0]!, result.channels[0]!];
  const bends = {
    before: standOut(before, source.sampleRate),
    after: standOut(after, source.sampleRate),
  };
  const windowSeconds = windowSize(source.sampleRate) / source.sampleRate;
  const standsOut = (sourceBends: Float32Array, seconds: number, bend: number): boolean => {
    const at = Math.floor(sourceSeconds(map, seconds) / windowSeconds);
    const near = Math.round(NEAR_SECONDS / windowSeconds);
    const [from, to] = [Math.max(0, at - near), Math.max(0, at + near + 1)];
    return bend > 2 * sourceBends.subarray(from, to).reduce((most, b) => Math.max(most, b), 0);
  };
  const suspects = [...bends.after]
    .map((bend, window) => ({ bend, seconds: (window + 0.5) * windowSeconds }))
    .filter(({ bend, seconds }) => bend >= LEAST_BEND && standsOut(bends.before, seconds, bend));
  const alike = suspects.length > 0
    ? standOut(colouredAs(source, result), source.sampleRate)
    : bends.before;
  const clicksSeconds = suspects.filter(({ bend, seconds }) => standsOut(alike, seconds, bend))
    .map(({ seconds }) => seconds);
  return {
    peakRiseDb: 20 * Math.log10((peak(after) + 1e-9) / (peak(before) + 1e-9)),
    dc: mean(after) - mean(before),
    clicksSeconds,
    invalid: after.reduce((count, x) => Number.isFinite(x) ? count : count + 1, 0),
  };
}

const WINDOW_SECONDS = 0.001;
const SURROUNDINGS_SECONDS = 0.02;
const NEAR_SECONDS = 0.05;
const LEAST_BEND = 5;
const MOST_COLOUR_DB = 40;
/** Second differences of −70 dB re full scale are heard by nobody. */
const QUIET = 3e-4;

function windowSize(sampleRate: number): number {
  return Math.round(WINDOW_SECONDS * sampleRate);
}

/** Of each millisecond: its sharpest bend, relative to the RMS bend of the 40 ms around it. */
function standOut(samples: Float32Array, sampleRate: number): Float32Array {
  const size = windowSize(sampleRate);
  const windows = Math.floor(samples.length / size);
  const sharpest = new Float32Array(windows);
  const powers = new Float64Array(windows + 1);
  for (let w = 0; w < windows; w++) {
    let power = 0;
    for (let i = Math.max(2, w * size); i < (w + 1) * size; i++) {
      const bend = samples[i]! - 2 * samples[i - 1]! + samples[i - 2]!;
      power += bend * bend;
      sharpest[w] = Math.max(sharpest[w]!, Math.abs(bend));
    }
    powers[w + 1] = powers[w]! + power;
  }
  const reach = Math.round(SURROUNDINGS_SECONDS / WINDOW_SECONDS);
  return sharpest.map((bend, w) => {
    const [from, to] = [Math.max(0, w - reach), Math.min(windows, w + reach + 1)];
    const rms = Math.sqrt((powers[to]! - powers[from]!) / ((to - from) * size));
    return bend / (rms + QUIET / LEAST_BEND);
  });
}

/** The source's first channel with the colour of the result. */
function colouredAs(source: Take, result: Take): Float32Array {
  const [own, wanted] = [source, result].map(longTermSpectrum);
  const coloured = source.channels[0]!.slice();
  const curve = (hz: number) => {
    const gainDb = levelAt(wanted!, hz) - levelAt(own!, hz);
    return Math.max(-MOST_COLOUR_DB, Math.min(MOST_COLOUR_DB, gainDb));
  };
  convolve(coloured, minimumPhase(curve, source.sampleRate));
  return coloured;
}

function peak(samples: Float32Array): number {
  return samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}

function mean(samples: Float32Array): number {
  return samples.reduce((sum, x) => sum + x, 0) / Math.max(1, samples.length);
}
