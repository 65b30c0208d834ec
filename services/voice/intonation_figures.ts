import { type Contour, midiOf } from "./contour.ts";

/** A stretch of a take and the pitch it is meant to have there. */
export interface MeantNote {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly targetMidi: number;
}

/** How well in tune a voice is. */
export interface IntonationFigures {
  /** Distance of a note's mean pitch from its target, over notes. */
  readonly medianAbsCents: number;
  readonly p95AbsCents: number;
  /**
   * Part of the notes' voiced frames within 50 cents of the target, vibrato included; the glides from
   * and to them, which are meant to lie between two targets, are not.
   */
  readonly framesIn50Cents: number;
}

/** Left and right of a note's centre, where its pitch comes and goes. */
const GLIDE_SECONDS = 0.06;

/** @param contour measured, not planned. */
export function intonationFigures(
  contour: Contour,
  notes: readonly MeantNote[],
): IntonationFigures {
  const strays: number[] = [];
  let near = 0;
  let frames = 0;
  for (const { startSeconds, endSeconds, targetMidi } of notes) {
    const glide = Math.min(GLIDE_SECONDS, (endSeconds - startSeconds) / 4);
    let [sum, count] = [0, 0];
    for (
      let i = Math.ceil(startSeconds / contour.hopSeconds);
      i < Math.min(contour.f0Hz.length, endSeconds / contour.hopSeconds);
      i++
    ) {
      const at = i * contour.hopSeconds;
      if (contour.f0Hz[i] === 0 || at < startSeconds + glide || at > endSeconds - glide) continue;
      const cents = 100 * (midiOf(contour.f0Hz[i]!) - targetMidi);
      if (Math.abs(cents) <= 50) near++;
      sum += cents;
      count++;
    }
    if (count > 0) strays.push(Math.abs(sum / count));
    frames += count;
  }
  strays.sort((one, other) => one - other);
  return {
    medianAbsCents: strays[strays.length >> 1] ?? 0,
    p95AbsCents: strays[Math.floor(0.95 * (strays.length - 1))] ?? 0,
    framesIn50Cents: frames > 0 ? near / frames : 0,
  };
}
