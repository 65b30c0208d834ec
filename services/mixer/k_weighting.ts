import type { Biquad } from "./biquad.ts";

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
