import type { Lexicon } from "./lexicon.ts";
import { RHYME_KINDS, type RhymeKind, rhymeKind, rhymeTail } from "./rhyme_tail.ts";
import { dictionarySpelling, wordsOf } from "./spelling.ts";

type Spoken = Pick<Lexicon, "pronounce">;

/**
 * The rhyme scheme of lines by their last words: a letter each, lines of one letter rhyme, an empty
 * string where a line has no words. A line takes the letter of the nearest line above that it
 * rhymes with perfectly or within a family of consonants, or whose last word it repeats.
 */
export function rhymeScheme(lexicon: Spoken, lines: readonly string[]): string[] {
  const letters: string[] = [];
  const lasts: (string | null)[] = [];
  let next = 0;
  for (const line of lines) {
    const last = wordsOf(line).at(-1)?.text ?? null;
    let letter = "";
    if (last !== null) {
      for (let i = lasts.length - 1; i >= 0 && !letter; i--) {
        const above = lasts[i];
        if (above != null && rhymesInVerse(lexicon, above, last)) letter = letters[i]!;
      }
      letter ||= letterOf(next++);
    }
    lasts.push(last);
    letters.push(letter);
  }
  return letters;
}

/** The closest way in which two words rhyme, over all their pronunciations; null for none. */
export function howTheyRhyme(lexicon: Spoken, a: string, b: string): RhymeKind | "same" | null {
  if (dictionarySpelling(a) === dictionarySpelling(b)) return "same";
  let best: RhymeKind | null = null;
  for (const one of lexicon.pronounce(a)) {
    for (const other of lexicon.pronounce(b)) {
      const [x, y] = [rhymeTail(one.phones), rhymeTail(other.phones)];
      const kind = x && y && rhymeKind(x, y);
      if (kind && (best === null || RHYME_KINDS.indexOf(kind) < RHYME_KINDS.indexOf(best))) {
        best = kind;
      }
    }
  }
  return best;
}

/** Do two words rhyme as lines of a verse do: perfectly, within a family of consonants, or as one word? */
export function rhymesInVerse(lexicon: Spoken, a: string, b: string): boolean {
  const kind = howTheyRhyme(lexicon, a, b);
  return kind === "same" || kind === "perfect" || kind === "family";
}

/** A … Z, then A2 … */
function letterOf(index: number): string {
  const round = Math.floor(index / 26);
  return String.fromCharCode(65 + index % 26) + (round ? String(round + 1) : "");
}
