import { createFft } from "../fft.ts";

const SIZE = 2048;

/**
 * All frequencies once and equally loud, the high ones first (Schroeder 1970, "Synthesis of
 * low-peak-factor signals and binary sequences with low autocorrelation"): a pulse that passes it
 * keeps its spectrum and loses its peak.
 *
 * @param lastSeconds when the lowest are heard, at most 20 ms.
 * @returns an impulse response for {@link convolve}.
 */
export function chirp(sampleRate: number, lastSeconds: number): Float64Array<ArrayBuffer> {
  const fft = createFft(SIZE);
  const re = new Float64Array(SIZE);
  const im = new Float64Array(SIZE);
  const last = Math.min(lastSeconds * sampleRate, 0.45 * SIZE);
  for (let k = 0; k <= SIZE / 2; k++) {
    // The delay falls in a straight line from `last` to 0; the phase is its integral.
    const phase = -2 * Math.PI * last * (k / SIZE) * (1 - k / SIZE);
    re[k] = Math.cos(phase);
    im[k] = Math.sin(phase);
    if (k > 0 && k < SIZE / 2) {
      re[SIZE - k] = re[k]!;
      im[SIZE - k] = -im[k]!;
    }
  }
  im[0] = 0;
  im[SIZE / 2] = 0;
  fft.transform(im, re);
  return re.map((x) => x / SIZE);
}
