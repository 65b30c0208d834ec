import type { Stream } from "../../composer/random.ts";

export interface Glottis {
  /** Each cycle is longer or shorter than the last by a uniform draw of ± this part of itself. */
  readonly jitter: number;
  /** The same for its strength. */
  readonly shimmer: number;
  /** Air that leaks while the folds are open, relative to the pulse. */
  readonly breathiness: number;
}

/** The folds open during this part of a cycle and close during that. */
const OPENING = 0.4;
const CLOSING = 0.16;

/**
 * The flow through the vocal folds, differentiated as lips radiate it: the pulse C of A. E.
 * Rosenberg, "Effect of glottal pulse shape on the quality of natural vowels", JASA 49, 1971.
 *
 * @param f0Hz per sample, 0 where there is no voice.
 * @param strength per sample, 0 … 1.
 */
export function phonate(
  f0Hz: Float32Array,
  strength: Float32Array,
  glottis: Glottis,
  sampleRate: number,
  random: Stream,
): Float32Array<ArrayBuffer> {
  const radiated = new Float32Array(f0Hz.length);
  let phase = 0;
  let stretch = 1;
  let force = 1;
  let before = 0;
  for (let i = 0; i < f0Hz.length; i++) {
    let flow = 0;
    if (f0Hz[i]! > 0) {
      phase += f0Hz[i]! * stretch / sampleRate;
      if (phase >= 1) {
        phase -= 1;
        stretch = 1 + (2 * random.next() - 1) * glottis.jitter;
        force = 1 + (2 * random.next() - 1) * glottis.shimmer;
      }
      const open = pulse(phase);
      const air = (2 * random.next() - 1) * glottis.breathiness * (0.4 + open);
      flow = (force * open + air) * strength[i]!;
    }
    radiated[i] = flow - 0.97 * before;
    before = flow;
  }
  return radiated;
}

function pulse(phase: number): number {
  if (phase < OPENING) return (1 - Math.cos(Math.PI * phase / OPENING)) / 2;
  if (phase < OPENING + CLOSING) return Math.cos(Math.PI / 2 * (phase - OPENING) / CLOSING);
  return 0;
}
