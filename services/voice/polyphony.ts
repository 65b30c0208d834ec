import type { Contour } from "./contour.ts";

export interface Polyphony {
  readonly polyphonic: boolean;
  /** 0 … 1; polyphonic from 0.5 on. */
  readonly score: number;
}

/** Whether several voices sound at once, which no tracker of one voice can follow. */
export function polyphony(_samples16k: Float32Array, contour: Contour): Polyphony {
  const { f0Hz, periodicity } = contour;
  let voiced = 0;
  let rough = 0;
  for (let i = 0; i < f0Hz.length; i++) {
    if (f0Hz[i]! === 0) continue;
    voiced++;
    if (periodicity[i]! < 0.8) rough++;
  }
  const score = voiced > 0 ? rough / voiced : 0;
  return { polyphonic: score >= 0.5, score };
}
