import type { Stereo } from "./stereo.ts";

export interface CompressorSettings {
  /** Mean-square level, dB re full scale, above which the gain falls. */
  readonly thresholdDb: number;
  /** 2 means: 2 dB more in, 1 dB more out. */
  readonly ratio: number;
  readonly kneeDb: number;
  readonly attackSeconds: number;
  readonly releaseSeconds: number;
}

/** The level is followed and the gain computed once per this many samples, and drawn in between. */
export const COMPRESSOR_STEP = 32;

/**
 * The gain of a stereo-linked bus compressor with a soft knee, after Giannoulis, Massberg & Reiss
 * 2012 (log-domain detector).
 *
 * @returns gain per sample, 0..1.
 */
export function compressorGain(
  sound: Stereo,
  sampleRate: number,
  settings: CompressorSettings,
): Float32Array<ArrayBuffer> {
  const frames = sound.left.length;
  const levels = new Float64Array(Math.ceil(frames / COMPRESSOR_STEP));
  for (let step = 0; step < levels.length; step++) {
    const start = step * COMPRESSOR_STEP;
    levels[step] = meanSquareDb(sound, start, Math.min(start + COMPRESSOR_STEP, frames));
  }
  const steps = compressorSteps(levels, sampleRate, settings);
  const gain = new Float32Array(frames);
  gain.fill(1);
  applyCompressor(steps, 0, gain, frames);
  return gain;
}

/**
 * The same for a signal that is not in memory: the gain at the end of each step.
 *
 * @param levelsDb mean square of each {@link COMPRESSOR_STEP} samples, both channels summed, dB.
 */
export function compressorSteps(
  levelsDb: ArrayLike<number>,
  sampleRate: number,
  settings: CompressorSettings,
): Float64Array {
  const keep = (seconds: number) => Math.exp(-COMPRESSOR_STEP / (seconds * sampleRate));
  const attack = keep(settings.attackSeconds);
  const recover = keep(settings.releaseSeconds);
  const steps = new Float64Array(levelsDb.length);
  let reductionDb = 0;
  for (let step = 0; step < steps.length; step++) {
    const wanted = wantedReductionDb(levelsDb[step]!, settings);
    const k = wanted > reductionDb ? attack : recover;
    reductionDb = wanted + (reductionDb - wanted) * k;
    steps[step] = 10 ** (-reductionDb / 20);
  }
  return steps;
}

/** Multiplies by the gains from a sample on, which begins a step. */
export function applyCompressor(
  steps: Float64Array,
  start: number,
  gain: Float32Array,
  length: number,
): void {
  for (let i = 0, step = start / COMPRESSOR_STEP; i < length; step++) {
    const last = step === 0 ? 1 : steps[step - 1]!;
    const rise = steps[step]! - last;
    const end = Math.min(i + COMPRESSOR_STEP, length);
    for (let k = 1; i < end; k++, i++) gain[i] = gain[i]! * (last + rise * k / COMPRESSOR_STEP);
  }
}

/** The gain at a sample. */
export function compressedAt(steps: Float64Array, sample: number): number {
  const step = Math.floor(sample / COMPRESSOR_STEP);
  const last = step === 0 ? 1 : steps[step - 1]!;
  return last + (steps[step]! - last) * (sample % COMPRESSOR_STEP + 1) / COMPRESSOR_STEP;
}

/** Both channels summed; far below anything audible for silence. */
export function meanSquareDb({ left, right }: Stereo, start: number, end: number): number {
  let energy = 0;
  for (let i = start; i < end; i++) energy += left[i]! * left[i]! + right[i]! * right[i]!;
  return 10 * Math.log10(energy / (end - start) + 1e-12);
}

function wantedReductionDb(levelDb: number, settings: CompressorSettings): number {
  const over = levelDb - settings.thresholdDb;
  const slope = 1 - 1 / settings.ratio;
  if (over <= -settings.kneeDb / 2) return 0;
  if (over >= settings.kneeDb / 2) return over * slope;
  return slope * (over + settings.kneeDb / 2) ** 2 / (2 * settings.kneeDb);
}
