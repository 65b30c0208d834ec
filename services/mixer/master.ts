import { compressorGain } from "./compressor.ts";
import { dbToGain, gainToDb } from "./decibels.ts";
import { applyEndFade } from "./end_fade.ts";
import { limiterGain, MASTER_LIMITER } from "./limiter.ts";
import { integratedLoudness, TARGET_LUFS } from "./loudness.ts";
import { truePeakEnvelope } from "./true_peak.ts";
import { applyEnvelope, channelsOf, scale, type Stereo } from "./stereo.ts";

export interface Master {
  /**
   * One gain per sample: compressor × make-up × limiter × end fade. It was found from the sum and
   * multiplies each stem alike, so that the stems add up to the mix with every fader at 0 dB.
   */
  readonly gain: Float32Array<ArrayBuffer>;
  /** The most the limiter takes away, dB, as a positive number. */
  readonly limiterReductionDb: number;
  readonly compressorReductionDb: number;
}

/** The most the limiter may take before the compressor is asked to help. */
const GENTLE_LIMITING_DB = 4;

/** Compressor thresholds to try, LU above the loudness of the sum; the first that is gentle wins. */
const COMPRESSOR_THRESHOLDS_LU: readonly (number | undefined)[] = [undefined, 2, -1, -4];

/** What limiting takes from the loudness is driven back, by less than this factor. */
const MOST_EXTRA_DRIVE = 1.5;

const WITHIN_LU = 0.1;
const MOST_PASSES = 5;

/**
 * Finds the gain that brings the sum of the stems to −14 LUFS under −1.3 dBTP. A mix whose peaks
 * would push the limiter hard is first narrowed by a slow 2:1 bus compressor.
 *
 * @param sum the stems added up; not changed.
 * @param stemPeaks per sample the largest magnitude in any single stem, so that none of them clips
 * where the others cancel it in the sum.
 */
export function findMaster(
  sum: Stereo,
  stemPeaks: Float32Array,
  sampleRate: number,
  fadeSeconds: number,
): Master {
  const channels = channelsOf(sum);
  const loudness = integratedLoudness(channels, sampleRate);
  const fadeFrames = Math.round(fadeSeconds * sampleRate);
  if (loudness === -Infinity) {
    return {
      gain: new Float32Array(sum.left.length),
      limiterReductionDb: 0,
      compressorReductionDb: 0,
    };
  }
  const makeUp = dbToGain(TARGET_LUFS - loudness);
  const peaks = truePeakEnvelope(channels, MASTER_LIMITER.ceiling / makeUp / MOST_EXTRA_DRIVE);
  for (let i = 0; i < peaks.length; i++) peaks[i] = Math.max(peaks[i]!, stemPeaks[i]!);

  let best: Master | undefined;
  for (const thresholdLu of COMPRESSOR_THRESHOLDS_LU) {
    const gain = thresholdLu === undefined
      ? new Float32Array(peaks.length).fill(1)
      : compressorGain(sum, sampleRate, {
        thresholdDb: loudness + thresholdLu,
        ratio: 2,
        kneeDb: 6,
        attackSeconds: .01,
        releaseSeconds: .12,
      });
    const master = limitToTarget(channels, peaks, gain, makeUp, sampleRate, fadeFrames);
    if (best === undefined || master.limiterReductionDb < best.limiterReductionDb) best = master;
    if (best.limiterReductionDb <= GENTLE_LIMITING_DB) break;
  }
  return best!;
}

/** Gain, limit, measure, and again until the loudness is right. */
function limitToTarget(
  channels: readonly Float32Array[],
  sumPeaks: Float32Array,
  compressor: Float32Array<ArrayBuffer>,
  makeUp: number,
  sampleRate: number,
  fadeFrames: number,
): Master {
  const compressorReductionDb = Math.max(0, -gainToDb(least(compressor)));
  applyEndFade(compressor, fadeFrames);
  const peaks = sumPeaks.slice();
  applyEnvelope(peaks, compressor);
  let drive = compressorReductionDb === 0
    ? makeUp
    : dbToGain(TARGET_LUFS - integratedLoudness(channels, sampleRate, compressor));
  for (let pass = 1;; pass++) {
    const limiter = limiterGain([peaks], drive, sampleRate);
    const limiterReductionDb = Math.max(0, -gainToDb(least(limiter)));
    const gain = limiter;
    applyEnvelope(gain, compressor);
    scale(gain, drive);
    const error = TARGET_LUFS - integratedLoudness(channels, sampleRate, gain);
    if (Math.abs(error) <= WITHIN_LU || pass === MOST_PASSES) {
      return { gain, limiterReductionDb, compressorReductionDb };
    }
    // What is limited answers a push with less than the push.
    drive *= dbToGain(error * 1.15);
  }
}

function least(values: Float32Array): number {
  let result = Infinity;
  for (let i = 0; i < values.length; i++) if (values[i]! < result) result = values[i]!;
  return result;
}

/**
 * Adds a stem to the sum and raises `stemPeaks` to the stem's magnitude, both in place; stem after
 * stem in the order of the parts, because the order of a sum shows in its last bit.
 */
export function addStem(sum: Stereo, stemPeaks: Float32Array, stem: Stereo): void {
  for (let i = 0; i < stemPeaks.length; i++) {
    const left = stem.left[i]!;
    const right = stem.right[i]!;
    sum.left[i] = sum.left[i]! + left;
    sum.right[i] = sum.right[i]! + right;
    const magnitude = Math.max(Math.abs(left), Math.abs(right));
    if (magnitude > stemPeaks[i]!) stemPeaks[i] = magnitude;
  }
}
