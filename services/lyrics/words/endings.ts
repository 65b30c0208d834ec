import { isVowel } from "./phones.ts";

const LONGEST = 6;
const SHORTEST = 2;
/** Rarer words teach nothing that these do not. */
const COMMONEST = 15_000;

/** How the ending of a word nobody listed sounds. */
export type SayEnding = (word: string) => readonly string[];

/**
 * An unlisted word ends as the commonest word whose last letters are the same, the more letters the
 * better; from the vowel on that those letters spell. Empty when no known word ends like it.
 */
export function createEndings(
  common: readonly string[],
  say: (word: string) => { readonly phones: readonly string[] } | undefined,
): SayEnding {
  const byEnding = indexOf(common.slice(0, COMMONEST));
  return (word) => {
    for (let letters = Math.min(LONGEST, word.length); letters >= SHORTEST; letters--) {
      const ending = word.slice(-letters);
      const groups = vowelGroups(ending);
      if (groups === 0) return [];
      for (const known of byEnding.get(ending) ?? []) {
        const phones = known === word ? undefined : say(known)?.phones;
        const from = phones ? vowelFromEnd(phones, groups) : -1;
        if (from >= 0) return phones!.slice(from);
      }
    }
    return [];
  };
}

/** The words of each ending, the commonest first. */
function indexOf(common: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const word of common) {
    for (let letters = SHORTEST; letters <= Math.min(LONGEST, word.length); letters++) {
      const ending = word.slice(-letters);
      const words = index.get(ending);
      if (words) words.push(word);
      else index.set(ending, [word]);
    }
  }
  return index;
}

/** Groups of vowel letters that sound; a silent final e is none. */
function vowelGroups(ending: string): number {
  return ending.replace(/(?<=[aeiouy][^aeiouy]+)e$/, "").match(/[aeiouy]+/g)?.length ?? 0;
}

function vowelFromEnd(phones: readonly string[], count: number): number {
  let left = count;
  for (let i = phones.length - 1; i >= 0; i--) {
    if (isVowel(phones[i]!) && --left === 0) return i;
  }
  return -1;
}
