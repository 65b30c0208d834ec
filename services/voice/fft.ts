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
 * Decimation in time (J. W. Cooley, J. W. Tukey, 1965), two stages at once wherever there are two: a
 * butterfly of four reads and writes every number once and needs three multiplications for four.
 *
 * @param size a power of two, at least 4.
 */
export function createFft(size: number): Fft {
  if (size < 4 || (size & (size - 1)) !== 0) throw new RangeError(`${size} is no power of two`);
  const cos = new Float64Array(size);
  const sin = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    cos[i] = Math.cos(2 * Math.PI * i / size);
    sin[i] = -Math.sin(2 * Math.PI * i / size);
  }
  const mirror = mirroredBits(size);
  const isOdd = Math.log2(size) % 2 === 1;
  return {
    size,
    transform(re, im) {
      swap(re, im, mirror);
      firstTwoStages(re, im, size);
      let done = 4;
      if (isOdd) {
        butterflies(re, im, done, cos, sin, size);
        done *= 2;
      }
      for (; done < size; done *= 4) doubleButterflies(re, im, done, cos, sin, size);
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

/** The stages that join transforms of length `quarter` to those of twice and of four times that. */
function doubleButterflies(
  re: Float64Array,
  im: Float64Array,
  quarter: number,
  cos: Float64Array,
  sin: Float64Array,
  size: number,
): void {
  const stride = size / (4 * quarter);
  for (let k = 0, turn = 0; k < quarter; k++, turn += stride) {
    const c1 = cos[2 * turn]!, s1 = sin[2 * turn]!;
    const c2 = cos[turn]!, s2 = sin[turn]!;
    const c3 = cos[3 * turn]!, s3 = sin[3 * turn]!;
    for (let a = k; a < size; a += 4 * quarter) {
      const b = a + quarter, c = b + quarter, d = c + quarter;
      const bRe = re[b]! * c1 - im[b]! * s1, bIm = re[b]! * s1 + im[b]! * c1;
      const cRe = re[c]! * c2 - im[c]! * s2, cIm = re[c]! * s2 + im[c]! * c2;
      const dRe = re[d]! * c3 - im[d]! * s3, dIm = re[d]! * s3 + im[d]! * c3;
      const evenRe = re[a]! + bRe, evenIm = im[a]! + bIm;
      const oddRe = re[a]! - bRe, oddIm = im[a]! - bIm;
      const sumRe = cRe + dRe, sumIm = cIm + dIm;
      const restRe = cRe - dRe, restIm = cIm - dIm;
      re[a] = evenRe + sumRe;
      im[a] = evenIm + sumIm;
      re[b] = oddRe + restIm;
      im[b] = oddIm - restRe;
      re[c] = evenRe - sumRe;
      im[c] = evenIm - sumIm;
      re[d] = oddRe - restIm;
      im[d] = oddIm + restRe;
    }
  }
}
