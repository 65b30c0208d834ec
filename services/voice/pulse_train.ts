import type { Contour } from "./contour.ts";
import type { Take } from "./take.ts";

export const RATE = 44_100;

/**
 * A voice reduced to what pitch marks look for: damped oscillations at an even rate between 0.1 s of
 * silence, with noise in that silence where it is asked for, and the contour that a perfect tracker
 * would find. For tests.
 */
export function pulseTrain(hz: number, seconds: number, noise = 0): Voice {
  const samples = new Float32Array(Math.round(seconds * RATE));
  for (let at = 0.1; at < seconds - 0.1; at += 1 / hz) {
    for (let i = Math.ceil(at * RATE); i < Math.min(samples.length, (at + 0.015) * RATE); i++) {
      const t = i / RATE - at;
      samples[i]! += 0.4 * Math.exp(-500 * t) * Math.cos(2 * Math.PI * 700 * t) *
        Math.min(1, 5e3 * t);
    }
  }
  let state = 1;
  for (let i = 0; i < samples.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    if (i < 0.09 * RATE) samples[i]! += noise * (state / 2 ** 31 - 1);
  }
  const frames = Math.round(seconds * 100) + 1;
  const f0Hz = new Float32Array(frames).fill(hz, 11, frames - 11);
  const flat = new Float32Array(frames);
  return {
    take: { sampleRate: RATE, channels: [samples] },
    contour: { hopSeconds: 0.01, f0Hz, periodicity: flat, levelDb: flat },
  };
}

interface Voice {
  readonly take: Take;
  readonly contour: Contour;
}
