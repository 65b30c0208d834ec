import { keyName, scaleName } from "../composer/keys.ts";
import type { Family, PitchClass } from "../composer/score.ts";
import type { SungNote } from "./sung_note.ts";

export interface KeySuggestion {
  /** "F#", as `keyName` writes it. */
  readonly key: string;
  /** "major" or "minor". */
  readonly scale: string;
  /** 0 … 1: the key's probability among all 24, given what was sung. */
  readonly confidence: number;
}

/**
 * How often each degree of a key is sung in the folk songs of the Essen collection: D. Temperley,
 * "Music and Probability", 2007, chapter 4.
 */
const DEGREES: readonly (readonly [Family, readonly number[]])[] = [
  ["maj", [.184, .001, .155, .003, .191, .109, .005, .214, .001, .078, .004, .055]],
  ["min", [.192, .005, .149, .179, .002, .144, .002, .201, .038, .012, .053, .022]],
];

/** Chance that a note is none of the key's, or none at all. */
const STRAY = 0.05;
/** The profiles' contrast is lessened: not every tune is as plain in its key as a folk song. */
const TONALITY = 0.5;
/** Standard deviation of a singer's pitch around the degree that is meant. */
const MISTUNING_SEMITONES = 0.3;
/** A note this long is one piece of evidence; notes of a tune depend on each other, so not a whole. */
const LONG_SECONDS = 0.4;
const EVIDENCE = 0.4;
/** Tunes end on the tonic more often than not. */
const LAST_IS_TONIC = 0.6;

/**
 * The most probable key by Bayes' rule: a tune's notes are drawn from the degrees of its key and sung
 * with some mistuning. With nothing sung all keys are alike, and the confidence is 1/24.
 */
export function suggestKey(notes: readonly SungNote[]): KeySuggestion {
  const ranked = DEGREES.flatMap(([family, degrees]) =>
    Array.from({ length: 12 }, (_, tonic) => ({
      tonic,
      family,
      evidence: evidenceFor(tonic, degrees, notes),
    }))
  ).sort((a, b) => b.evidence - a.evidence);
  const best = ranked[0]!;
  const total = ranked.reduce((sum, { evidence }) => sum + Math.exp(evidence - best.evidence), 0);
  return {
    key: keyName(best.tonic, best.family),
    scale: scaleName(best.family),
    confidence: 1 / total,
  };
}

/** Log likelihood of the notes, each counted by its length and its confidence. */
function evidenceFor(
  tonic: PitchClass,
  degrees: readonly number[],
  notes: readonly SungNote[],
): number {
  let sum = 0;
  for (const { midi, startSeconds, endSeconds, confidence } of notes) {
    const weight = EVIDENCE * confidence * Math.min(1, (endSeconds - startSeconds) / LONG_SECONDS);
    sum += weight * Math.log(likelihood(midi - tonic, degrees));
  }
  const last = notes.at(-1);
  if (!last) return 0;
  const isTonic = LAST_IS_TONIC * bell(distance(last.midi - tonic, 0));
  return sum + last.confidence * Math.log(isTonic + 1 - LAST_IS_TONIC);
}

/** @param above the tonic, in semitones, of any octave. */
function likelihood(above: number, degrees: readonly number[]): number {
  let sum = STRAY / 12;
  for (let degree = 0; degree < 12; degree++) {
    sum += (1 - STRAY) * degrees[degree]! ** TONALITY * bell(distance(above, degree));
  }
  return sum;
}

/** Semitones between two pitches when octaves do not count. */
function distance(a: number, b: number): number {
  const apart = (((a - b) % 12) + 12) % 12;
  return Math.min(apart, 12 - apart);
}

function bell(semitones: number): number {
  return Math.exp(-0.5 * (semitones / MISTUNING_SEMITONES) ** 2);
}
