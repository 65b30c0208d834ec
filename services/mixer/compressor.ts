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
const STEP = 32;

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
  const gain = new Float32Array(frames);
  const keep = (seconds: number) => Math.exp(-STEP / (seconds * sampleRate));
  const attack = keep(settings.attackSeconds);
  const recover = keep(settings.releaseSeconds);
  let reductionDb = 0;
  let last = 1;
  for (let start = 0; start < frames; start += STEP) {
    const end = Math.min(start + STEP, frames);
    const wanted = wantedReductionDb(meanSquareDb(sound, start, end), settings);
    const k = wanted > reductionDb ? attack : recover;
    reductionDb = wanted + (reductionDb - wanted) * k;
    const next = 10 ** (-reductionDb / 20);
    for (let i = start; i < end; i++) gain[i] = last + (next - last) * (i - start + 1) / STEP;
    last = next;
  }
  return gain;
}

function meanSquareDb({ left, right }: Stereo, start: number, end: number): number {
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
