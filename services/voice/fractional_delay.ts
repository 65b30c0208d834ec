/** Length of the interpolators. */
export const TAPS = 16;

const PHASES = 256;
const table = Array.from({ length: PHASES }, (_, phase) => windowedSinc(phase / PHASES));

/**
 * Taps that give a signal's value between two of its samples: tap `TAPS / 2 − 1` stands on the sample
 * before, the next one on the sample after. A sinc under a Blackman window, flat to 0.4 of the sample
 * rate within 0.1 dB; the place is rounded to 1/256 of a sample.
 *
 * @param part 0 … 1.
 * @returns undefined when the place is a sample's own.
 */
export function fractionalDelay(part: number): Float64Array | undefined {
  const phase = Math.round(part * PHASES) % PHASES;
  // The last half step belongs to the next sample; an error of 1/512 of a sample is none here either.
  return phase === 0 ? (part < 0.5 ? undefined : table[PHASES - 1]) : table[phase];
}

function windowedSinc(part: number): Float64Array {
  const taps = Float64Array.from({ length: TAPS }, (_, k) => {
    const x = k - (TAPS / 2 - 1) - part;
    const place = (x + TAPS / 2) / TAPS;
    const window = 0.42 - 0.5 * Math.cos(2 * Math.PI * place) +
      0.08 * Math.cos(4 * Math.PI * place);
    return window * (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
  });
  const sum = taps.reduce((one, other) => one + other, 0);
  return taps.map((tap) => tap / sum);
}
