import { createFft } from "../fft.ts";

const TAPS = 2048;
const SIZE = 8192;

/**
 * A filter of any magnitude that adds no delay and no echo before an onset: minimum phase by the
 * folded cepstrum (Oppenheim & Schafer, Discrete-Time Signal Processing, §12).
 *
 * @param gainDbAt gain at a frequency in Hz; smooth, because the filter is 43 ms long.
 * @returns its impulse response.
 */
export function minimumPhase(
  gainDbAt: (hz: number) => number,
  sampleRate: number,
): Float64Array<ArrayBuffer> {
  const fft = createFft(SIZE);
  const re = new Float64Array(SIZE);
  const im = new Float64Array(SIZE);
  for (let k = 0; k <= SIZE / 2; k++) {
    const gain = gainDbAt(Math.max(20, k * sampleRate / SIZE)) * Math.LN10 / 20;
    re[k] = gain;
    re[(SIZE - k) % SIZE] = gain;
  }
  fft.transform(re, im);
  for (let n = 0; n < SIZE; n++) {
    const fold = n === 0 || n === SIZE / 2 ? 1 : n < SIZE / 2 ? 2 : 0;
    re[n] = re[n]! / SIZE * fold;
    im[n] = 0;
  }
  fft.transform(re, im);
  for (let k = 0; k < SIZE; k++) {
    const magnitude = Math.exp(re[k]!);
    const phase = im[k]!;
    re[k] = magnitude * Math.cos(phase);
    im[k] = magnitude * Math.sin(phase);
  }
  fft.transform(im, re);
  const fade = TAPS / 4;
  return Float64Array.from({ length: TAPS }, (_, n) => {
    const left = TAPS - n;
    return re[n]! / SIZE * (left < fade ? 0.5 - 0.5 * Math.cos(Math.PI * left / fade) : 1);
  });
}

/** Filters in place by fast convolution; two blocks of real samples share one transform. */
export function convolve(samples: Float32Array, response: Float64Array): void {
  const fft = createFft(SIZE);
  const hRe = new Float64Array(SIZE);
  const hIm = new Float64Array(SIZE);
  hRe.set(response);
  fft.transform(hRe, hIm);
  const block = SIZE - response.length + 1;
  const source = samples.slice();
  samples.fill(0);
  const re = new Float64Array(SIZE);
  const im = new Float64Array(SIZE);
  for (let start = 0; start < source.length; start += 2 * block) {
    re.fill(0);
    im.fill(0);
    re.set(source.subarray(start, start + block));
    im.set(source.subarray(start + block, start + 2 * block));
    fft.transform(re, im);
    for (let k = 0; k < SIZE; k++) {
      const r = re[k]! * hRe[k]! - im[k]! * hIm[k]!;
      im[k] = re[k]! * hIm[k]! + im[k]! * hRe[k]!;
      re[k] = r;
    }
    fft.transform(im, re);
    add(samples, re, start);
    add(samples, im, start + block);
  }
}

function add(samples: Float32Array, block: Float64Array, start: number): void {
  const end = Math.min(samples.length, start + SIZE);
  for (let i = start; i < end; i++) samples[i] = samples[i]! + block[i - start]! / SIZE;
}
