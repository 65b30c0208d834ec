/**
 * Second-order filters after R. Bristow-Johnson, "Cookbook formulae for audio equalizer biquad
 * filter coefficients". Coefficients are divided by a0.
 */
export interface Biquad {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

const BUTTERWORTH_Q = Math.SQRT1_2;

export function highPass(hz: number, sampleRate: number, q = BUTTERWORTH_Q): Biquad {
  const { cos, alpha } = angle(hz, sampleRate, q);
  return normalised([(1 + cos) / 2, -(1 + cos), (1 + cos) / 2], [1 + alpha, -2 * cos, 1 - alpha]);
}

export function lowPass(hz: number, sampleRate: number, q = BUTTERWORTH_Q): Biquad {
  const { cos, alpha } = angle(hz, sampleRate, q);
  return normalised([(1 - cos) / 2, 1 - cos, (1 - cos) / 2], [1 + alpha, -2 * cos, 1 - alpha]);
}

/** A bell: `gainDb` at `hz`, nothing far from it. */
export function peaking(hz: number, gainDb: number, sampleRate: number, q = 1): Biquad {
  const { cos, alpha } = angle(hz, sampleRate, q);
  const a = 10 ** (gainDb / 40);
  return normalised(
    [1 + alpha * a, -2 * cos, 1 - alpha * a],
    [1 + alpha / a, -2 * cos, 1 - alpha / a],
  );
}

export function lowShelf(hz: number, gainDb: number, sampleRate: number): Biquad {
  return shelf(hz, gainDb, sampleRate, 1);
}

export function highShelf(hz: number, gainDb: number, sampleRate: number): Biquad {
  return shelf(hz, gainDb, sampleRate, -1);
}

/** What a filter remembers from one block to the next. */
export interface BiquadState {
  s1: number;
  s2: number;
}

/**
 * Filters in place (transposed direct form II, in double precision).
 *
 * @param state carried on from the block before; from rest when absent.
 */
export function filter(
  samples: Float32Array,
  biquad: Biquad,
  state: BiquadState = { s1: 0, s2: 0 },
): void {
  const { b0, b1, b2, a1, a2 } = biquad;
  let { s1, s2 } = state;
  for (let i = 0; i < samples.length; i++) {
    const x = samples[i]!;
    // The offset keeps the state out of the denormal range, where arithmetic is slow.
    const y = b0 * x + s1 + 1e-20;
    s1 = b1 * x - a1 * y + s2;
    s2 = b2 * x - a2 * y;
    samples[i] = y;
  }
  state.s1 = s1;
  state.s2 = s2;
}

/**
 * Filters in place through one biquad after another, from rest. Two at a time: while one waits for
 * its own last output the processor works on the other, so that a pair costs little more than one.
 */
export function filterThrough(samples: Float32Array, biquads: readonly Biquad[]): void {
  for (let i = 0; i + 1 < biquads.length; i += 2) filterPair(samples, biquads[i]!, biquads[i + 1]!);
  if (biquads.length % 2 === 1) filter(samples, biquads.at(-1)!);
}

/** The filter's gain in dB at one frequency. */
export function responseDb(biquad: Biquad, hz: number, sampleRate: number): number {
  const w = 2 * Math.PI * hz / sampleRate;
  const power = (c0: number, c1: number, c2: number) =>
    (c0 + c1 * Math.cos(w) + c2 * Math.cos(2 * w)) ** 2 +
    (c1 * Math.sin(w) + c2 * Math.sin(2 * w)) ** 2;
  const { b0, b1, b2, a1, a2 } = biquad;
  return 10 * Math.log10(power(b0, b1, b2) / power(1, a1, a2));
}

function filterPair(samples: Float32Array, first: Biquad, second: Biquad): void {
  const { b0, b1, b2, a1, a2 } = first;
  const { b0: d0, b1: d1, b2: d2, a1: c1, a2: c2 } = second;
  let s1 = 0, s2 = 0, t1 = 0, t2 = 0;
  for (let i = 0; i < samples.length; i++) {
    const x = samples[i]!;
    const y = b0 * x + s1 + 1e-20;
    s1 = b1 * x - a1 * y + s2;
    s2 = b2 * x - a2 * y;
    const z = d0 * y + t1;
    t1 = d1 * y - c1 * z + t2;
    t2 = d2 * y - c2 * z;
    samples[i] = z;
  }
}

/** @param side 1 lifts what is below `hz`, −1 what is above; slope 1, the steepest without a hump. */
function shelf(hz: number, gainDb: number, sampleRate: number, side: 1 | -1): Biquad {
  const { cos, alpha } = angle(hz, sampleRate, BUTTERWORTH_Q);
  const a = 10 ** (gainDb / 40);
  const edge = 2 * Math.sqrt(a) * alpha;
  const c = side * cos;
  return normalised(
    [
      a * ((a + 1) - (a - 1) * c + edge),
      side * 2 * a * ((a - 1) - (a + 1) * c),
      a * ((a + 1) - (a - 1) * c - edge),
    ],
    [
      (a + 1) + (a - 1) * c + edge,
      side * -2 * ((a - 1) + (a + 1) * c),
      (a + 1) + (a - 1) * c - edge,
    ],
  );
}

function angle(hz: number, sampleRate: number, q: number) {
  const w = 2 * Math.PI * hz / sampleRate;
  return { cos: Math.cos(w), alpha: Math.sin(w) / (2 * q) };
}

type Triple = readonly [number, number, number];

function normalised([b0, b1, b2]: Triple, [a0, a1, a2]: Triple): Biquad {
  return { b0: b0 / a0, b1: b1 / a0, b2: b2 / a0, a1: a1 / a0, a2: a2 / a0 };
}
