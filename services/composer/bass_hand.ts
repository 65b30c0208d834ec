import { mod12 } from "./keys.ts";

/** Keeps the hand near where it was and near the middle of the instrument's low octave. */
export class BassHand {
  readonly #home: number;
  #last: number;

  constructor(readonly low: number, readonly high: number) {
    this.#home = low + 11;
    this.#last = this.#home;
  }

  near(pitchClass: number): number {
    let best = this.low + mod12(pitchClass - this.low);
    let bestCost = Infinity;
    for (let pitch = best; pitch <= this.high; pitch += 12) {
      const cost = 0.6 * Math.abs(pitch - this.#last) + 0.4 * Math.abs(pitch - this.#home);
      if (cost < bestCost) [bestCost, best] = [cost, pitch];
    }
    this.#last = best;
    return best;
  }

  moveTo(pitch: number): number {
    this.#last = pitch;
    return pitch;
  }

  /** A tone above the given pitch, or below it where the instrument ends. */
  above(pitch: number, interval: number): number {
    if (pitch + interval <= this.high) return pitch + interval;
    return pitch + interval - 12 >= this.low ? pitch + interval - 12 : pitch;
  }
}
