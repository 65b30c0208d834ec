import { isVowel } from "./phones.ts";

const LONGEST = 6;
const SHORTEST = 2;
/** Rarer words teach nothing that these do not. */
const COMMONEST = 15_000;

/**
 * How the ending of an unlisted word sounds: as in the commonest word whose last letters are the
 * same, the more letters the better; from the vowel on that those letters spell. Empty when no known
 * word ends like it.
 */
export function endingOf(
  word: string,
  common: readonly string[],
  say: (word: string) => { readonly phones: readonly string[] } | undefined,
): readonly string[] {
  for (let letters = Math.min(LONGEST, word.length); letters >= SHORTEST; letters--) {
    const ending = word.slice(-letters);
    const groups = vowelGroups(ending);
    if (groups === 0) return [];
    for (let i = 0; i < Math.min(COMMONEST, common.length); i++) {
      const known = common[i]!;
      if (!known.endsWith(ending) || known === word) continue;
      const phones = say(known)?.phones;
      if (!phones) continue;
      const from = vowelFromEnd(phones, groups);
      if (from >= 0) return phones.slice(from);
    }
  }
  return [];
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
