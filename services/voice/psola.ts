import type { Contour } from "./contour.ts";
import { type Grain, layGrains, type Plan } from "./grains.ts";
import { overlapAdd } from "./overlap_add.ts";
import { pitchMarks } from "./pitch_marks.ts";
import { lengthOf, mono, offsetOf, type Take } from "./take.ts";

export type { Plan } from "./grains.ts";

/**
 * Moves the pitch and the time of a voice and keeps its formants: time-domain pitch-synchronous
 * overlap-add (Moulines & Charpentier 1990, Speech Communication 9). What the plan does not move
 * comes out sample for sample as it went in, so does all that is unvoiced, and all channels share one
 * set of marks.
 *
 * @param contour of this take.
 * @returns as many samples as the take has, unless the plan's time map moves its end.
 */
export function psola(take: Take, contour: Contour, plan: Plan): Take {
  const length = lengthOf(take);
  if (length === 0) return take;
  const marks = pitchMarks(mono(take), take.sampleRate, contour);
  const grains = layGrains(marks, take.sampleRate, plan);
  const outLength = Math.round(grains.at(-1)!.to + grains.at(-1)!.shift);
  return {
    sampleRate: take.sampleRate,
    channels: take.channels.map((channel) => {
      const moved = overlapAdd(channel, grains, outLength);
      levelOffset(moved, offsetOf(channel), grains, length);
      return moved;
    }),
  };
}

/** Grains that come nearer to each other lift an offset in the rhythm of the pitch: it is laid flat again. */
function levelOffset(
  moved: Float32Array,
  offset: number,
  grains: readonly Grain[],
  length: number,
): void {
  if (offset === 0) return;
  const lifted = overlapAdd(new Float32Array(length).fill(1), grains, moved.length);
  for (let i = 0; i < moved.length; i++) moved[i]! -= offset * (lifted[i]! - 1);
}
