/** A fast Fourier transform of one size, with its tables made once. */
export interface Fft {
  readonly size: number;
  /**
   * Complex, in place, unscaled: X[k] = Σ x[n]·e^(−2πikn/size). The inverse is the same with real and
   * imaginary parts exchanged, `transform(im, re)`, and divided by `size`.
   */
  transform(re: Float64Array, im: Float64Array): void;
}

/**
 * Radix 2, decimation in time (J. W. Cooley, J. W. Tukey, 1965).
 *
 * @param size a power of two, at least 4.
 */
export function createFft(size: number): Fft {
  if (size < 4 || (size & (size - 1)) !== 0) throw new RangeError(`${size} is no power of two`);
  const cos = new Float64Array(size / 2);
  const sin = new Float64Array(size / 2);
  for (let i = 0; i < size / 2; i++) {
    cos[i] = Math.cos(2 * Math.PI * i / size);
    sin[i] = -Math.sin(2 * Math.PI * i / size);
  }
  const mirror = mirroredBits(size);
  return {
    size,
    transform(re, im) {
      swap(re, im, mirror);
      firstTwoStages(re, im, size);
      for (let half = 4; half < size; half *= 2) butterflies(re, im, half, cos, sin, size);
    },
  };
}

function mirroredBits(size: number): Uint32Array {
  const mirror = new Uint32Array(size);
  for (let i = 1; i < size; i++) mirror[i] = (mirror[i >> 1]! >> 1) | ((i & 1) * (size >> 1));
  return mirror;
}

function swap(re: Float64Array, im: Float64Array, mirror: Uint32Array): void {
  for (let i = 0; i < mirror.length; i++) {
    const j = mirror[i]!;
    if (j <= i) continue;
    const r = re[i]!;
    re[i] = re[j]!;
    re[j] = r;
    const m = im[i]!;
    im[i] = im[j]!;
    im[j] = m;
  }
}

/** The transforms of length four, which need no multiplication. */
function firstTwoStages(re: Float64Array, im: Float64Array, size: number): void {
  for (let i = 0; i < size; i += 4) {
    const r0 = re[i]! + re[i + 1]!, i0 = im[i]! + im[i + 1]!;
    const r1 = re[i]! - re[i + 1]!, i1 = im[i]! - im[i + 1]!;
    const r2 = re[i + 2]! + re[i + 3]!, i2 = im[i + 2]! + im[i + 3]!;
    const r3 = re[i + 2]! - re[i + 3]!, i3 = im[i + 2]! - im[i + 3]!;
    re[i] = r0 + r2;
    im[i] = i0 + i2;
    re[i + 1] = r1 + i3;
    im[i + 1] = i1 - r3;
    re[i + 2] = r0 - r2;
    im[i + 2] = i0 - i2;
    re[i + 3] = r1 - i3;
    im[i + 3] = i1 + r3;
  }
}

function butterflies(
  re: Float64Array,
  im: Float64Array,
  half: number,
  cos: Float64Array,
  sin: Float64Array,
  size: number,
): void {
  const stride = size / (2 * half);
  for (let start = 0; start < size; start += 2 * half) {
    for (let a = start, k = 0; a < start + half; a++, k += stride) {
      const b = a + half;
      const c = cos[k]!;
      const s = sin[k]!;
      const r = re[b]! * c - im[b]! * s;
      const i = re[b]! * s + im[b]! * c;
      re[b] = re[a]! - r;
      im[b] = im[a]! - i;
      re[a]! += r;
      im[a]! += i;
    }
  }
}
