import { createFft } from "./fft.ts";

export interface Autocorrelator {
  /**
   * The autocorrelations of the two windows centred at samples `centreA` and `centreB`, as if the
   * signal went on unwindowed: 1 at lag 0, near 1 at the period of a periodic one. `a` and `b` hold
   * lags 0 … maxLag; both are zero where the window is silent. Samples outside are silence.
   */
  pair(
    samples: Float32Array,
    centreA: number,
    centreB: number,
    a: Float64Array,
    b: Float64Array,
  ): void;
}

/**
 * P. Boersma, "Accurate short-term analysis of the fundamental frequency and the harmonics-to-noise
 * ratio of a sampled sound", IFA Proceedings 17, 1993: the autocorrelation of the windowed signal
 * divided by that of the window. Two windows share each transform, one as its real part and one as
 * its imaginary part, there and back.
 *
 * @param length of the Hann window in samples.
 */
export function createAutocorrelator(length: number, maxLag: number): Autocorrelator {
  let size = 4;
  while (size < length + maxLag) size *= 2;
  const fft = createFft(size);
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  const window = Float64Array.from(
    { length },
    (_, i) => 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / length),
  );
  const correlate = () => {
    fft.transform(re, im);
    separatePowers(re, im);
    fft.transform(im, re);
  };
  re.set(window);
  correlate();
  const ofWindow = re.slice(0, maxLag + 1);
  return {
    pair(samples, centreA, centreB, a, b) {
      fill(re, samples, centreA - (length >> 1), window);
      fill(im, samples, centreB - (length >> 1), window);
      correlate();
      normalise(re, ofWindow, a);
      normalise(im, ofWindow, b);
    },
  };
}

/** The window's samples without their mean; zeros after. */
function fill(
  target: Float64Array,
  samples: Float32Array,
  start: number,
  window: Float64Array,
): void {
  const from = Math.max(0, -start);
  const to = Math.max(from, Math.min(window.length, samples.length - start));
  let mean = 0;
  for (let i = from; i < to; i++) mean += samples[start + i]!;
  mean /= window.length;
  target.fill(0);
  for (let i = from; i < to; i++) target[i] = (samples[start + i]! - mean) * window[i]!;
}

/** From the spectrum of a + ib to |A|² + i|B|². */
function separatePowers(re: Float64Array, im: Float64Array): void {
  const size = re.length;
  for (let k = 0, m = 0; k <= size / 2; k++, m = size - k) {
    const aRe = (re[k]! + re[m]!) / 2, aIm = (im[k]! - im[m]!) / 2;
    const bRe = (im[k]! + im[m]!) / 2, bIm = (re[m]! - re[k]!) / 2;
    re[k] = re[m] = aRe * aRe + aIm * aIm;
    im[k] = im[m] = bRe * bRe + bIm * bIm;
  }
}

function normalise(correlation: Float64Array, ofWindow: Float64Array, target: Float64Array): void {
  const scale = correlation[0]! > 1e-12 ? ofWindow[0]! / correlation[0]! : 0;
  for (let lag = 0; lag < target.length; lag++) {
    target[lag] = scale * correlation[lag]! / ofWindow[lag]!;
  }
}
