import type { Biquad } from "./biquad.ts";

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
  const hop = Math.round(sampleRate / 10);
  const [first, second] = channels;
  if (first === undefined) return -Infinity;
  const weighting = kWeighting(sampleRate);
  const energies = second === undefined
    ? hopEnergies(first, envelope, hop, weighting)
    : stereoHopEnergies(first, second, envelope, hop, weighting);

  return gatedLoudness(energies, hop);
}

/**
 * The two gates of BS.1770-4 over blocks of 400 ms.
 *
 * @param energies K-weighted, summed over the channels, of each 100 ms.
 * @param hop samples in each.
 */
export function gatedLoudness(energies: ArrayLike<number>, hop: number): number {
  const blocks: number[] = [];
  for (let i = 0; i + 4 <= energies.length; i++) {
    const sum = energies[i]! + energies[i + 1]! + energies[i + 2]! + energies[i + 3]!;
    blocks.push(sum / (4 * hop));
  }
  const audible = blocks.filter((power) => loudnessOf(power) > -70);
  const relativeGate = loudnessOf(mean(audible)) - 10;
  return loudnessOf(mean(audible.filter((power) => loudnessOf(power) > relativeGate)));
}

/**
 * The two K-weighting stages, whose tables in BS.1770 are for 48 kHz, re-derived for any rate from
 * their analogue prototypes (as in libebur128 and De Man, "Evaluation of implementations of the
 * EBU R128 loudness measurement", 2018).
 */
export function kWeighting(sampleRate: number): readonly [Biquad, Biquad] {
  const k1 = Math.tan(Math.PI * 1681.974450955533 / sampleRate);
  const q1 = 0.7071752369554196;
  const vh = 10 ** (3.999843853973347 / 20);
  const vb = vh ** 0.4996667741545416;
  const n1 = 1 + k1 / q1 + k1 * k1;
  const k2 = Math.tan(Math.PI * 38.13547087602444 / sampleRate);
  const q2 = 0.5003270373238773;
  const n2 = 1 + k2 / q2 + k2 * k2;
  return [
    {
      b0: (vh + vb * k1 / q1 + k1 * k1) / n1,
      b1: 2 * (k1 * k1 - vh) / n1,
      b2: (vh - vb * k1 / q1 + k1 * k1) / n1,
      a1: 2 * (k1 * k1 - 1) / n1,
      a2: (1 - k1 / q1 + k1 * k1) / n1,
    },
    {
      b0: 1,
      b1: -2,
      b2: 1,
      a1: 2 * (k2 * k2 - 1) / n2,
      a2: (1 - k2 / q2 + k2 * k2) / n2,
    },
  ];
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

/** The same for two channels at once: two chains of filters keep the processor as busy as one. */
function stereoHopEnergies(
  left: Float32Array,
  right: Float32Array,
  envelope: Float32Array | undefined,
  hop: number,
  [shelf, highPass]: readonly [Biquad, Biquad],
): Float64Array {
  const { b0, b1, b2, a1, a2 } = shelf;
  const { a1: c1, a2: c2 } = highPass;
  const energies = new Float64Array(Math.floor(left.length / hop));
  let s1 = 0, s2 = 0, t1 = 0, t2 = 0;
  let u1 = 0, u2 = 0, v1 = 0, v2 = 0;
  for (let block = 0, i = 0; block < energies.length; block++) {
    let energy = 0;
    for (const end = i + hop; i < end; i++) {
      const gain = envelope === undefined ? 1 : envelope[i]!;
      const xl = left[i]! * gain;
      const xr = right[i]! * gain;
      const yl = b0 * xl + s1 + 1e-20;
      const yr = b0 * xr + u1 + 1e-20;
      s1 = b1 * xl - a1 * yl + s2;
      u1 = b1 * xr - a1 * yr + u2;
      s2 = b2 * xl - a2 * yl;
      u2 = b2 * xr - a2 * yr;
      const zl = yl + t1;
      const zr = yr + v1;
      t1 = -2 * yl - c1 * zl + t2;
      v1 = -2 * yr - c1 * zr + v2;
      t2 = yl - c2 * zl;
      v2 = yr - c2 * zr;
      energy += zl * zl + zr * zr;
    }
    energies[block] = energy;
  }
  return energies;
}

function loudnessOf(power: number): number {
  return -0.691 + 10 * Math.log10(power);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
