/**
 * The master of an export: as `master.ts`, for a sound that is read from its file instead of memory.
 * Gains are found per step of a few samples, so that an hour of music takes some tens of megabytes.
 */
import {
  applyCompressor,
  compressedAt,
  COMPRESSOR_STEP,
  compressorSteps,
  meanSquareDb,
} from "./compressor.ts";
import { dbToGain, gainToDb } from "./decibels.ts";
import { drawLimiter, LIMITER_STEP, limiterSteps, MASTER_LIMITER } from "./limiter.ts";
import { RunningLoudness } from "./running_loudness.ts";
import { BLOCK_FRAMES, blocksOf, type SoundSource } from "./sound_source.ts";
import { truePeakEnvelope } from "./true_peak.ts";

export interface StreamMaster {
  /** Of the limiter, at each step's beginning, and at the end. */
  readonly limiter: Float32Array;
  /** Of the bus compressor, at each step's end; undefined where it is not needed. */
  readonly compressor: Float64Array | undefined;
  /** What the sound is multiplied by before both. */
  readonly drive: number;
  /** What comes out. */
  readonly lufs: number;
  /** The most that both take away, dB, positive. */
  readonly limiterReductionDb: number;
  readonly compressorReductionDb: number;
}

export interface MasterWish {
  readonly targetLufs: number;
  /** Default that of {@link MASTER_LIMITER}. */
  readonly ceilingDbtp?: number;
}

/** The most the limiter may take before the compressor is asked to help. */
const GENTLE_LIMITING_DB = 4;
/** Compressor thresholds to try, LU above the loudness of the sum; the first that is gentle wins. */
const COMPRESSOR_THRESHOLDS_LU: readonly (number | undefined)[] = [undefined, 2, -1, -4];
/** What limiting takes from the loudness is driven back, by less than this factor. */
const MOST_EXTRA_DRIVE = 4;
const WITHIN_LU = 0.1;
const MOST_PASSES = 6;
/** How far the true-peak interpolator reaches to either side, and more. */
const MARGIN = 16;

/**
 * Finds the gain that brings a sound to a loudness under a ceiling.
 *
 * @param onPass called before each reading of the sound.
 * @returns null for silence, and for less than 400 ms.
 */
export function findStreamMaster(
  sound: SoundSource,
  { targetLufs, ceilingDbtp }: MasterWish,
  onPass: () => void = () => {},
): StreamMaster | null {
  onPass();
  const { lufs, levelsDb } = survey(sound);
  if (lufs === -Infinity) return null;
  const ceiling = ceilingDbtp === undefined ? MASTER_LIMITER.ceiling : dbToGain(ceilingDbtp);
  const makeUp = dbToGain(targetLufs - lufs);
  onPass();
  const peaks = peaksOf(sound, ceiling / makeUp / MOST_EXTRA_DRIVE);
  let best: StreamMaster | undefined;
  for (const thresholdLu of COMPRESSOR_THRESHOLDS_LU) {
    const compressor = thresholdLu === undefined
      ? undefined
      : compressorSteps(levelsDb, sound.sampleRate, {
        thresholdDb: lufs + thresholdLu,
        ratio: 2,
        kneeDb: 6,
        attackSeconds: .01,
        releaseSeconds: .12,
      });
    const found = limitToTarget(sound, { peaks, compressor, makeUp, targetLufs, ceiling, onPass });
    const isBetter = best === undefined ||
      Math.abs(found.lufs - targetLufs) <= 2 * WITHIN_LU &&
        found.limiterReductionDb < best.limiterReductionDb;
    if (isBetter) best = found;
    if (best!.limiterReductionDb <= GENTLE_LIMITING_DB) break;
  }
  return best!;
}

/** Multiplies a block of the sound, which begins where `blocksOf` begins one, in place. */
export function applyMaster(
  master: StreamMaster,
  start: number,
  channels: readonly Float32Array[],
  length: number,
): void {
  const gain = new Float32Array(length);
  gainsOf(master, start, gain, length);
  for (const samples of channels) {
    for (let i = 0; i < length; i++) samples[i] = samples[i]! * gain[i]!;
  }
}

function survey(sound: SoundSource): { readonly lufs: number; readonly levelsDb: Float64Array } {
  const meter = new RunningLoudness(sound.sampleRate);
  const levelsDb = new Float64Array(Math.ceil(sound.frames / COMPRESSOR_STEP));
  for (const { start, length, left, right } of blocksOf(sound)) {
    meter.push(left, right, length);
    for (let from = 0; from < length; from += COMPRESSOR_STEP) {
      const to = Math.min(from + COMPRESSOR_STEP, length);
      levelsDb[(start + from) / COMPRESSOR_STEP] = meanSquareDb({ left, right }, from, to);
    }
  }
  return { lufs: meter.integrated(), levelsDb };
}

/** True peaks, one for each step of the limiter. */
function peaksOf(sound: SoundSource, floor: number): Float32Array {
  const peaks = new Float32Array(Math.ceil(sound.frames / LIMITER_STEP));
  const left = new Float32Array(BLOCK_FRAMES + 2 * MARGIN);
  const right = new Float32Array(BLOCK_FRAMES + 2 * MARGIN);
  for (let start = 0; start < sound.frames; start += BLOCK_FRAMES) {
    sound.read(start - MARGIN, left, right);
    const envelope = truePeakEnvelope([left, right], floor);
    const length = Math.min(BLOCK_FRAMES, sound.frames - start);
    for (let i = 0; i < length; i++) {
      const step = Math.floor((start + i) / LIMITER_STEP);
      const magnitude = envelope[MARGIN + i]!;
      if (magnitude > peaks[step]!) peaks[step] = magnitude;
    }
  }
  return peaks;
}

interface Limiting {
  readonly peaks: Float32Array;
  readonly compressor: Float64Array | undefined;
  readonly makeUp: number;
  readonly targetLufs: number;
  readonly ceiling: number;
  readonly onPass: () => void;
}

/** Gain, limit, measure, and again until the loudness is right. */
function limitToTarget(sound: SoundSource, limiting: Limiting): StreamMaster {
  const { compressor, makeUp, targetLufs, ceiling, onPass } = limiting;
  const { sampleRate } = sound;
  const peaks = compressor ? compressedPeaks(limiting.peaks, compressor) : limiting.peaks;
  const compressorReductionDb = compressor ? -gainToDb(least(compressor)) : 0;
  // What the compressor takes is given back: half of the most is a first guess.
  let drive = Math.min(makeUp * dbToGain(compressorReductionDb / 2), makeUp * MOST_EXTRA_DRIVE);
  for (let pass = 1;; pass++) {
    const limiter = limiterSteps(peaks, drive, sampleRate, { ...MASTER_LIMITER, ceiling });
    const limiterReductionDb = Math.max(0, -gainToDb(least(limiter)));
    const master = { limiter, compressor, drive, limiterReductionDb, compressorReductionDb };
    onPass();
    const lufs = loudnessThrough(sound, { ...master, lufs: NaN });
    const error = targetLufs - lufs;
    if (Math.abs(error) <= WITHIN_LU || pass === MOST_PASSES) return { ...master, lufs };
    // What is limited answers a push with less than the push.
    drive = Math.min(drive * dbToGain(error * 1.15), makeUp * MOST_EXTRA_DRIVE);
  }
}

function loudnessThrough(sound: SoundSource, master: StreamMaster): number {
  const meter = new RunningLoudness(sound.sampleRate);
  const gain = new Float32Array(BLOCK_FRAMES);
  for (const { start, length, left, right } of blocksOf(sound)) {
    gainsOf(master, start, gain, length);
    meter.push(left, right, length, gain);
  }
  return meter.integrated();
}

function gainsOf(
  { limiter, compressor, drive }: StreamMaster,
  start: number,
  gain: Float32Array,
  length: number,
): void {
  drawLimiter(limiter, start, gain, length);
  if (compressor) applyCompressor(compressor, start, gain, length);
  for (let i = 0; i < length; i++) gain[i] = gain[i]! * drive;
}

/** What of the peaks is left: within a step the gain is the greater of its two ends at most. */
function compressedPeaks(peaks: Float32Array, compressor: Float64Array): Float32Array {
  return peaks.map((peak, step) => {
    const first = step * LIMITER_STEP;
    const last = Math.min(first + LIMITER_STEP, compressor.length * COMPRESSOR_STEP) - 1;
    return peak * Math.max(compressedAt(compressor, first), compressedAt(compressor, last));
  });
}

function least(values: Float32Array | Float64Array): number {
  let result = Infinity;
  for (let i = 0; i < values.length; i++) if (values[i]! < result) result = values[i]!;
  return result;
}
