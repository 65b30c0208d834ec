import { gatedLoudness } from "./gated_loudness.ts";
import { kWeighting } from "./k_weighting.ts";

/** Integrated loudness (BS.1770-4) of a stereo sound that comes in blocks. */
export class RunningLoudness {
  readonly #hop: number;
  readonly #weighting: ReturnType<typeof kWeighting>;
  /** Of the two filters, for the left and for the right. */
  readonly #state = new Float64Array(8);
  readonly #energies: number[] = [];
  #energy = 0;
  #filled = 0;

  constructor(sampleRate: number) {
    this.#hop = Math.round(sampleRate / 10);
    this.#weighting = kWeighting(sampleRate);
  }

  /** The next `length` samples of both channels, times the gain of each where there is one. */
  push(left: Float32Array, right: Float32Array, length: number, gain?: Float32Array): void {
    const [{ b0, b1, b2, a1, a2 }, { a1: c1, a2: c2 }] = this.#weighting;
    let [s1, s2, t1, t2, u1, u2, v1, v2] = this.#state as unknown as Eight;
    let [energy, filled] = [this.#energy, this.#filled];
    for (let i = 0; i < length; i++) {
      const g = gain === undefined ? 1 : gain[i]!;
      const xl = left[i]! * g;
      const xr = right[i]! * g;
      // The offset keeps the state out of the denormal range, where arithmetic is slow.
      const yl = b0 * xl + s1 + 1e-20;
      const yr = b0 * xr + u1 + 1e-20;
      s1 = b1 * xl - a1 * yl + s2;
      u1 = b1 * xr - a1 * yr + u2;
      s2 = b2 * xl - a2 * yl;
      u2 = b2 * xr - a2 * yr;
      const zl = yl + t1;
      const zr = yr + v1;
      t1 = -2 * yl - c1 * zl + t2;
      v1 = -2 * yr - c1 * zr + v2;
      t2 = yl - c2 * zl;
      v2 = yr - c2 * zr;
      energy += zl * zl + zr * zr;
      if (++filled === this.#hop) {
        this.#energies.push(energy);
        energy = 0;
        filled = 0;
      }
    }
    this.#state.set([s1, s2, t1, t2, u1, u2, v1, v2]);
    [this.#energy, this.#filled] = [energy, filled];
  }

  /** LUFS of what has come so far; −Infinity for silence and for less than 400 ms. */
  integrated(): number {
    return gatedLoudness(this.#energies, this.#hop);
  }
}

type Eight = [number, number, number, number, number, number, number, number];
