import type { Contour } from "./contour.ts";

/** A stretch in which a voice sounds without a break, and its period there. */
export interface VoicedRun {
  /** Samples; the end is not included. */
  readonly start: number;
  readonly end: number;
  /** The period in samples at a sample of the run. */
  periodAt(sample: number): number;
}

const BRIDGED_FRAMES = 2;
const BRIDGED_RATIO = 1.12;

/**
 * The voiced stretches of a contour. Where a tracker lost a voice for two frames or less and found it
 * again at about the same pitch, it was there all the time.
 */
export function voicedRuns(contour: Contour, sampleRate: number, length: number): VoicedRun[] {
  const hop = contour.hopSeconds * sampleRate;
  const f0 = bridged(contour.f0Hz);
  const runs: VoicedRun[] = [];
  for (let first = 0; first < f0.length; first++) {
    if (!(f0[first]! > 0)) continue;
    let last = first;
    while (last + 1 < f0.length && f0[last + 1]! > 0) last++;
    const bounds = { first, last };
    runs.push({
      start: Math.max(0, Math.round((first - 0.5) * hop)),
      end: Math.min(length, Math.round((last + 0.5) * hop)),
      periodAt: (sample) => sampleRate / between(f0, bounds, sample / hop),
    });
    first = last;
  }
  return runs.filter((run) => run.end > run.start);
}

function between(
  f0: Float32Array,
  { first, last }: { readonly first: number; readonly last: number },
  frame: number,
): number {
  const low = Math.min(last, Math.max(first, Math.floor(frame)));
  const high = Math.min(last, low + 1);
  const weight = Math.min(1, Math.max(0, frame - low));
  return f0[low]! * (1 - weight) + f0[high]! * weight;
}

function bridged(f0Hz: Float32Array): Float32Array {
  const f0 = f0Hz.slice();
  let before = -1;
  for (let i = 0; i < f0.length; i++) {
    if (!(f0[i]! > 0)) continue;
    const missing = i - before - 1;
    if (before >= 0 && missing > 0 && missing <= BRIDGED_FRAMES) {
      const ratio = f0[i]! / f0[before]!;
      if (ratio < BRIDGED_RATIO && ratio > 1 / BRIDGED_RATIO) {
        for (let k = before + 1; k < i; k++) {
          f0[k] = f0[before]! + ((f0[i]! - f0[before]!) * (k - before)) / (i - before);
        }
      }
    }
    before = i;
  }
  return f0;
}
