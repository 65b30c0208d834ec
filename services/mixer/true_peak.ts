/**
 * True peak after ITU-R BS.1770-4 Annex 2: the signal is interpolated to four times its rate, and
 * the largest value between samples counts. Here with a longer (Kaiser-windowed) interpolator than
 * the annex's 12 taps, which reads up to .4 dB low near the top of the band.
 */

const HALF_TAPS = 8;
const FACTOR = 4;

/** Between samples music rises above them by 3 dB at most; twice that is taken to be safe. */
const WORST_OVERSHOOT = 2;

/**
 * For each sample the largest magnitude, over all channels, from that sample up to the next.
 *
 * @param floor where nothing can reach this magnitude the samples themselves are taken unsearched,
 * which spares most of the work in quiet passages.
 */
export function truePeakEnvelope(
  channels: readonly Float32Array[],
  floor = 0,
): Float32Array<ArrayBuffer> {
  const frames = channels[0]?.length ?? 0;
  const envelope = new Float32Array(frames);
  for (const samples of channels) {
    for (let i = 0; i < frames; i++) {
      const magnitude = Math.abs(samples[i]!);
      if (magnitude > envelope[i]!) envelope[i] = magnitude;
    }
    searchBetween(samples, floor, envelope);
  }
  return envelope;
}

/** @returns linear magnitude; `20·log10` of it is dBTP. */
export function truePeak(channels: readonly Float32Array[]): number {
  const loudest = channels.reduce((peak, channel) => Math.max(peak, peakOf(channel)), 0);
  return peakOf(truePeakEnvelope(channels, loudest));
}

/** The largest magnitude among the samples. */
export function peakOf(samples: Float32Array): number {
  let peak = 0;
  for (let i = 0; i < samples.length; i++) {
    const magnitude = Math.abs(samples[i]!);
    if (magnitude > peak) peak = magnitude;
  }
  return peak;
}

const BLOCK = 32;

function searchBetween(samples: Float32Array, floor: number, envelope: Float32Array): void {
  const padded = new Float32Array(samples.length + 2 * HALF_TAPS);
  padded.set(samples, HALF_TAPS);
  for (let start = 0; start < samples.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, samples.length);
    const near = peakOf(padded.subarray(start, end + 2 * HALF_TAPS));
    if (near * WORST_OVERSHOOT < floor || near === 0) continue;
    for (let i = start; i < end; i++) {
      let even = 0;
      let odd = 0;
      let middle = 0;
      // Sample i stands at padded[i + HALF_TAPS]; the window reaches HALF_TAPS to either side.
      for (let k = 0; k < HALF_TAPS; k++) {
        const before = padded[i + 1 + k]!;
        const after = padded[i + 2 * HALF_TAPS - k]!;
        even += EVEN[k]! * (before + after);
        odd += ODD[k]! * (before - after);
        middle += MIDDLE[k]! * (before + after);
      }
      const magnitude = Math.max(Math.abs(even) + Math.abs(odd), Math.abs(middle));
      if (magnitude > envelope[i]!) envelope[i] = magnitude;
    }
  }
}

/**
 * The taps for the points a quarter and three quarters of the way onward mirror each other, so both
 * are `even ± odd`, and the larger magnitude is `|even| + |odd|`; those for the half are symmetric.
 */
const QUARTER = tapsAt(1 / FACTOR);
const EVEN = QUARTER.map((tap, k) => (tap + QUARTER[2 * HALF_TAPS - 1 - k]!) / 2);
const ODD = QUARTER.map((tap, k) => (tap - QUARTER[2 * HALF_TAPS - 1 - k]!) / 2);
const MIDDLE = tapsAt(2 / FACTOR);

function tapsAt(fraction: number): Float64Array {
  const taps = Float64Array.from({ length: 2 * HALF_TAPS }, (_, k) => {
    const t = k - HALF_TAPS + 1 - fraction;
    return Math.sin(Math.PI * t) / (Math.PI * t) * kaiser(t / HALF_TAPS, 7);
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum);
}

function kaiser(x: number, beta: number): number {
  return bessel0(beta * Math.sqrt(Math.max(0, 1 - x * x))) / bessel0(beta);
}

/** The modified Bessel function I₀ by its power series. */
function bessel0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < 40; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
