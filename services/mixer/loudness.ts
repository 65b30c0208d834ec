import type { Biquad } from "./biquad.ts";
import { gatedLoudness } from "./gated_loudness.ts";
import { kWeighting } from "./k_weighting.ts";
import { RunningLoudness } from "./running_loudness.ts";

/** The target of an export, in LUFS. */
export const TARGET_LUFS = -14;

/**
 * Integrated loudness after ITU-R BS.1770-4: K-weighting, 400 ms blocks every 100 ms, an absolute
 * gate at −70 LUFS and a relative one 10 LU below what passes it.
 *
 * @param channels one or two channels of one length (both count fully).
 * @param envelope optional gain per sample, as if the channels had been multiplied by it.
 * @returns LUFS; −Infinity for silence and for less than 400 ms.
 */
export function integratedLoudness(
  channels: readonly Float32Array[],
  sampleRate: number,
  envelope?: Float32Array,
): number {
  const [left, right] = channels;
  if (left === undefined) return -Infinity;
  if (right !== undefined) {
    const running = new RunningLoudness(sampleRate);
    running.push(left, right, left.length, envelope);
    return running.integrated();
  }
  const hop = Math.round(sampleRate / 10);
  return gatedLoudness(hopEnergies(left, envelope, hop, kWeighting(sampleRate)), hop);
}

/** The K-weighted energy of each hop, both stages in one pass. */
function hopEnergies(
  samples: Float32Array,
  envelope: Float32Array | undefined,
  hop: number,
  [shelf, highPass]: readonly [Biquad, Biquad],
): Float64Array {
  const { b0, b1, b2, a1, a2 } = shelf;
  const { a1: c1, a2: c2 } = highPass;
  const energies = new Float64Array(Math.floor(samples.length / hop));
  let s1 = 0, s2 = 0, t1 = 0, t2 = 0;
  for (let block = 0, i = 0; block < energies.length; block++) {
    let energy = 0;
    for (const end = i + hop; i < end; i++) {
      const x = envelope === undefined ? samples[i]! : samples[i]! * envelope[i]!;
      const y = b0 * x + s1 + 1e-20;
      s1 = b1 * x - a1 * y + s2;
      s2 = b2 * x - a2 * y;
      const z = y + t1;
      t1 = -2 * y - c1 * z + t2;
      t2 = y - c2 * z;
      energy += z * z;
    }
    energies[block] = energy;
  }
  return energies;
}
