import type { Draft } from "./draft.ts";
import { mod12 } from "./keys.ts";
import type { Onset } from "./melody_rhythm.ts";
import type { MelodySlot } from "./melody_search.ts";
import { scaleOf } from "./mood.ts";
import type { Stream } from "./random.ts";

/** Bar 3 takes X by sequence, repetition or inversion, or goes its own way. */
export function transform(
  draft: Draft,
  chunk: readonly MelodySlot[],
  onsets: readonly Onset[],
  offset: number,
  bar: number,
  rng: Stream,
): MelodySlot[] {
  const kind = rng.weighted(["sequence", "repeat", "invert", "free"] as const, (k) => {
    return k === "sequence" ? 4 : k === "repeat" ? 2 : k === "invert" ? 1.2 : 0.6;
  });
  const isFirst = (i: number) => onsets[offset + i]!.bar === bar;
  if (bar !== 2) return [...chunk];
  if (kind === "repeat") return [...chunk];
  if (kind === "free") return chunk.map((slot) => ({ ...slot, target: undefined }));
  const scale = scaleOf(draft.plan.key, draft.plan.family);
  const targets = chunk.filter((slot, i) => isFirst(i) && slot.target !== undefined);
  const pivot = targets[0]?.target ?? draft.plan.register;
  const shift = kind === "sequence" ? bestShift(targets, scale) : 0;
  return chunk.map((slot, i) => {
    if (!isFirst(i) || slot.target === undefined) return slot;
    const target = kind === "invert"
      ? 2 * pivot - slot.target
      : shiftByDegrees(slot.target, shift, scale);
    return { ...slot, target };
  });
}

/** The transposition, downward favoured, whose strong notes fit the new chords best. */
function bestShift(slots: readonly MelodySlot[], scale: readonly number[]): number {
  let best = 0;
  let bestCost = Infinity;
  for (const shift of [-1, -2, 1, -3, 2, -4, 3]) {
    const cost = slots.reduce((sum, slot) => {
      const pitch = shiftByDegrees(slot.target!, shift, scale);
      const fits = slot.chord.pcs.includes(mod12(pitch));
      return sum + (fits ? 0 : slot.strength) + 0.02 * Math.abs(pitch - slot.contour);
    }, shift > 0 ? 0.25 : 0);
    if (cost < bestCost) [bestCost, best] = [cost, shift];
  }
  return best;
}

function shiftByDegrees(pitch: number, degrees: number, scale: readonly number[]): number {
  const tonic = scale[0]!;
  const steps = scale.map((pc) => mod12(pc - tonic));
  const octave = Math.floor((pitch - tonic) / 12);
  const within = pitch - tonic - 12 * octave;
  const degree = steps.findLastIndex((step) => step <= within);
  const raised = within - steps[degree]!;
  const moved = degree + degrees;
  const octaveShift = Math.floor(moved / 7);
  return tonic + 12 * (octave + octaveShift) + steps[moved - 7 * octaveShift]! + raised;
}
