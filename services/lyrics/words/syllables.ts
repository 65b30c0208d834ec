import type { Lexicon, Pronunciation } from "./lexicon.ts";
import { isVowel } from "./phones.ts";
import { wordsOf } from "./spelling.ts";

/** A word of a line, as sung. */
export interface WordSyllables {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** How many syllables it may have, the usual count first: `fire` is [2, 1]. */
  readonly counts: readonly number[];
  /** The stresses of the usual pronunciation, one digit per syllable. */
  readonly stresses: string;
}

/** The syllables of a line: `min` and `max` are what a singer may make of it. */
export interface LineSyllables {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly words: readonly WordSyllables[];
}

export function lineSyllables(lexicon: Lexicon, line: string): LineSyllables {
  const words = wordsOf(line).map(({ text, from, to }) => {
    const pronunciations = lexicon.pronounce(text);
    return {
      text,
      from,
      to,
      counts: syllableCounts(pronunciations),
      stresses: pronunciations[0]!.stresses,
    };
  });
  const sum = (of: (counts: readonly number[]) => number) =>
    words.reduce((total, { counts }) => total + of(counts), 0);
  return {
    count: sum((counts) => counts[0]!),
    min: sum((counts) => Math.min(...counts)),
    max: sum((counts) => Math.max(...counts)),
    words,
  };
}

/**
 * The dictionary's counts, and one less where two vowels run together in singing: `hour`, `fire`
 * (a diphthong before r), `memory`, `reverie` (a murmured vowel between consonant and r).
 */
function syllableCounts(pronunciations: readonly Pronunciation[]): number[] {
  const counts = new Set<number>();
  for (const { stresses } of pronunciations) counts.add(stresses.length);
  for (const { phones, stresses } of pronunciations) {
    if (phones.filter(isVowel).length === stresses.length && runsTogether(phones)) {
      counts.add(stresses.length - 1);
    }
  }
  return [...counts];
}

function runsTogether(phones: readonly string[]): boolean {
  return phones.some((phone, i) => {
    const next = phones[i + 1];
    if (phone.startsWith("AY") || phone.startsWith("AW")) return next === "ER0";
    return phone === "ER0" && i > 1 && next !== undefined && isVowel(next) && next.endsWith("0");
  });
}
