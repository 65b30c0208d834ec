import type { Contour } from "../contour.ts";
import { layGrains, type Plan } from "../grains.ts";
import { overlapAdd } from "../overlap_add.ts";
import { pitchMarks } from "../pitch_marks.ts";
import { lengthOf, mono, type Take } from "../take.ts";

/** Renders any number of plans of one voice; its pulses are searched once. */
export interface SingerCopies {
  /** One channel, as long as the take. */
  sing(plan: Plan): Float32Array<ArrayBuffer>;
  /** All channels of the take by one set of marks. */
  singAll(plan: Plan): Take;
}

/** @param contour of this take. Both channels are heard as one, except by `singAll`. */
export function singerCopies(take: Take, contour: Contour): SingerCopies {
  const one = mono(take);
  const length = lengthOf(take);
  const marks = length === 0 ? undefined : pitchMarks(one, take.sampleRate, contour);
  const grains = (plan: Plan) => marks && layGrains(marks, take.sampleRate, plan);
  return {
    sing(plan) {
      const laid = grains(plan);
      return laid ? overlapAdd(one, laid, length) : new Float32Array(0);
    },
    singAll(plan) {
      const laid = grains(plan);
      if (!laid) return take;
      return {
        sampleRate: take.sampleRate,
        channels: take.channels.map((channel) => overlapAdd(channel, laid, length)),
      };
    },
  };
}
