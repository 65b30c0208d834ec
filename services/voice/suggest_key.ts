import { keyName, mod12, scaleName } from "../composer/keys.ts";
import type { Family } from "../composer/score.ts";
import type { SungNote } from "./sung_note.ts";

export interface KeySuggestion {
  /** "F#", as `keyName` writes it. */
  readonly key: string;
  /** "major" or "minor". */
  readonly scale: string;
  /** 0 … 1: how far the key stands before every other. */
  readonly confidence: number;
}

/**
 * How long each degree sounds in a key: C. L. Krumhansl, "Cognitive Foundations of Musical Pitch",
 * 1990.
 */
const PROFILES: readonly (readonly [Family, readonly number[]])[] = [
  ["maj", [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88]],
  ["min", [6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17]],
];

/** The key whose profile is most like the time that is sung on each pitch class. */
export function suggestKey(notes: readonly SungNote[]): KeySuggestion {
  const chroma = new Float64Array(12);
  for (const { midi, startSeconds, endSeconds, confidence } of notes) {
    const weight = (endSeconds - startSeconds) * confidence;
    const below = Math.floor(midi);
    chroma[mod12(below)]! += weight * (below + 1 - midi);
    chroma[mod12(below + 1)]! += weight * (midi - below);
  }
  const ranked = PROFILES.flatMap(([family, profile]) =>
    Array.from({ length: 12 }, (_, tonic) => ({
      tonic,
      family,
      likeness: correlation(chroma, profile, tonic),
    }))
  ).sort((a, b) => b.likeness - a.likeness);
  const [best, second] = ranked;
  return {
    key: keyName(best!.tonic, best!.family),
    scale: scaleName(best!.family),
    confidence: Math.min(1, Math.max(0, 5 * (best!.likeness - second!.likeness))),
  };
}

/** Pearson's r of the chroma, read from `tonic` on, with a profile; 0 when nothing is sung. */
function correlation(chroma: Float64Array, profile: readonly number[], tonic: number): number {
  const meanOf = (values: ArrayLike<number>) =>
    Array.from(values).reduce((sum, value) => sum + value, 0) / 12;
  const [meanSung, meanProfile] = [meanOf(chroma), meanOf(profile)];
  let both = 0;
  let sungPower = 0;
  let profilePower = 0;
  for (let degree = 0; degree < 12; degree++) {
    const sung = chroma[mod12(tonic + degree)]! - meanSung;
    const expected = profile[degree]! - meanProfile;
    both += sung * expected;
    sungPower += sung * sung;
    profilePower += expected * expected;
  }
  return sungPower > 0 ? both / Math.sqrt(sungPower * profilePower) : 0;
}
