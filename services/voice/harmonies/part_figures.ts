import { mod12 } from "../../composer/keys.ts";
import { type HarmonyKey, scaleUnder } from "./harmony_key.ts";
import type { LeadStep } from "./lead_line.ts";
import { isParallel } from "./voice_leading.ts";

/** How well written parts are, counted on the notes. */
export interface PartFigures {
  /** Share of the notes in the key's scale (or in the chord's own tones). */
  readonly in_scale: number;
  readonly chord_tones_on_strong_beats: number;
  /** Steps at which any two voices, the lead among them, stand the wrong way round or on one pitch. */
  readonly crossings: number;
  readonly parallel_fifths_and_octaves: number;
  /** Semitones within a phrase. */
  readonly largest_leap: number;
  readonly mean_move: number;
}

/** @param voices per step, from the highest part to the lowest. */
export function partFigures(
  steps: readonly LeadStep[],
  voices: readonly (readonly number[])[],
  key: HarmonyKey,
): PartFigures {
  let notes = 0, inScale = 0, strong = 0, chordTones = 0, crossings = 0, parallels = 0;
  let largest = 0, moves = 0, moved = 0;
  steps.forEach((step, s) => {
    const all = [...voices[s]!, step.pitch].sort((a, b) => b - a);
    const placed = voices[s]!.map((pitch) => Math.sign(pitch - step.pitch));
    const wrong = voices[s]!.some((pitch, p) => p > 0 && pitch >= voices[s]![p - 1]!) ||
      new Set(all).size < all.length || placed.some((side, p) => side !== sideOf(voices, steps, p));
    if (wrong) crossings++;
    const before = step.opensPhrase ? undefined : voices[s - 1];
    voices[s]!.forEach((pitch, p) => {
      notes++;
      if (scaleUnder(key, step.chord).includes(mod12(pitch))) inScale++;
      if (step.strong) {
        strong++;
        if (step.chord.pitchClasses.map(mod12).includes(mod12(pitch))) chordTones++;
      }
      if (!before) return;
      const move = Math.abs(pitch - before[p]!);
      largest = Math.max(largest, move);
      moved += move;
      moves++;
      const others = [
        [steps[s - 1]!.pitch, step.pitch],
        ...voices[s]!.slice(0, p)
          .map((to, q) => [before[q]!, to]),
      ];
      for (const [from, to] of others) {
        if (isParallel(before[p]!, pitch, from!, to!)) parallels++;
      }
    });
  });
  return {
    in_scale: inScale / Math.max(1, notes),
    chord_tones_on_strong_beats: strong === 0 ? 1 : chordTones / strong,
    crossings,
    parallel_fifths_and_octaves: parallels,
    largest_leap: largest,
    mean_move: Math.round(100 * moved / Math.max(1, moves)) / 100,
  };
}

/** Above (1) or below (−1) the lead: where a part begins it stays. */
function sideOf(voices: readonly (readonly number[])[], steps: readonly LeadStep[], part: number) {
  return Math.sign(voices[0]![part]! - steps[0]!.pitch);
}
