import { mono, type Take } from "./take.ts";

/** What the trackers read: voices live below 8 kHz, and less band is less noise. */
export const TRACKING_RATE = 16_000;

/** A take's channels as one, band-limited to 16 kHz. The take's own samples when it is that already. */
export function to16k(take: Take): Float32Array<ArrayBuffer> {
  return resample(mono(take), take.sampleRate, TRACKING_RATE);
}

/** Lobes of the sinc on each side of its centre. */
const LOBES = 16;
/** Of the lower Nyquist frequency: room for the filter's edge. */
const PASSBAND = 0.92;
const KAISER_BETA = 7;

/**
 * Band-limited interpolation by a table of windowed sincs, one for each phase that occurs (J. O.
 * Smith, "Digital Audio Resampling"). No delay: sample 0 stays at time 0. Outside is silence.
 */
export function resample(
  samples: Float32Array<ArrayBuffer>,
  fromRate: number,
  toRate: number,
): Float32Array<ArrayBuffer> {
  if (fromRate === toRate) return samples;
  const divisor = greatestCommonDivisor(fromRate, toRate);
  const phases = toRate / divisor;
  const step = fromRate / divisor;
  const cutoff = PASSBAND * Math.min(1, toRate / fromRate);
  const reach = 2 * Math.ceil(LOBES / cutoff / 2);
  const taps = 2 * reach;
  const table = sincs(phases, reach, cutoff);
  const resampled = new Float32Array(Math.ceil(samples.length * toRate / fromRate));
  for (let i = 0; i < resampled.length; i++) {
    const position = i * step;
    const row = (position % phases) * taps;
    const first = Math.floor(position / phases) - reach + 1;
    resampled[i] = first >= 0 && first + taps <= samples.length
      ? product(table, row, samples, first, taps)
      : productAtEdge(table, row, samples, first, taps);
  }
  return resampled;
}

/** Four sums side by side, which a processor does not have to wait for one after the other. */
function product(
  table: Float32Array,
  row: number,
  samples: Float32Array,
  first: number,
  taps: number,
): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let k = 0; k < taps; k += 4) {
    a += table[row + k]! * samples[first + k]!;
    b += table[row + k + 1]! * samples[first + k + 1]!;
    c += table[row + k + 2]! * samples[first + k + 2]!;
    d += table[row + k + 3]! * samples[first + k + 3]!;
  }
  return a + b + c + d;
}

function productAtEdge(
  table: Float32Array,
  row: number,
  samples: Float32Array,
  first: number,
  taps: number,
): number {
  let sum = 0;
  for (let k = Math.max(0, -first); k < Math.min(taps, samples.length - first); k++) {
    sum += table[row + k]! * samples[first + k]!;
  }
  return sum;
}

/** Row p holds the taps for a position p/phases after a sample. */
function sincs(phases: number, reach: number, cutoff: number): Float32Array {
  const taps = 2 * reach;
  const table = new Float32Array(phases * taps);
  for (let p = 0; p < phases; p++) {
    for (let k = 0; k < taps; k++) {
      const x = k - reach + 1 - p / phases;
      const window = bessel(KAISER_BETA * Math.sqrt(Math.max(0, 1 - (x / reach) ** 2)));
      const sinc = x === 0 ? 1 : Math.sin(Math.PI * cutoff * x) / (Math.PI * cutoff * x);
      table[p * taps + k] = cutoff * sinc * window / bessel(KAISER_BETA);
    }
  }
  return table;
}

/** The modified Bessel function of the first kind, order 0. */
function bessel(x: number): number {
  let sum = 1;
  for (let term = 1, k = 1; term > 1e-9 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
