import { CAPITALISED } from "./capitalised.ts";

/**
 * How common words are in spoken American English: SUBTLEXus (Brysbaert & New 2009, 51 million words
 * of film subtitles), which also tells names: it keeps the case a word mostly has.
 */
export interface Frequencies {
  /** 0 is the most common word; undefined for one that nobody says, or that is a name. */
  rank(word: string): number | undefined;
  /** Does the word mostly begin with a capital: a name of a person or a place? */
  isName(word: string): boolean;
  /** Common words, the most common first, without names. */
  readonly common: readonly string[];
}

export interface FrequencyEntry {
  readonly word: string;
  readonly count: number;
}

/** `entries` are in falling order of their counts. */
export function createFrequencies(entries: readonly FrequencyEntry[]): Frequencies {
  const ranks = new Map<string, number>();
  const names = new Set<string>();
  const common: string[] = [];
  for (const { word } of entries) {
    const lower = word.toLowerCase();
    if (word !== lower && lower !== "i" && !CAPITALISED.has(lower)) {
      names.add(lower);
    } else if (!ranks.has(lower)) {
      ranks.set(lower, common.length);
      common.push(lower);
    }
  }
  return {
    rank: (word) => ranks.get(word.toLowerCase()),
    isName: (word) => names.has(word.toLowerCase()),
    common,
  };
}
