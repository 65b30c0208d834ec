import { isVowel, sameFamily, sound, stressOf } from "./phones.ts";

/**
 * What rhymes: a word from its last stressed vowel to its end. Vowels and the consonants after each
 * of them alternate: `ocean` is vowels [OW, AH], codas [[SH], [N]].
 */
export interface RhymeTail {
  readonly vowels: readonly string[];
  /** The consonants after each vowel; as many as there are vowels. */
  readonly codas: readonly (readonly string[])[];
  /** The consonants before the first vowel: perfect rhymes differ here. */
  readonly onset: string;
}

/** How two words rhyme, from the closest to the loosest (Pattison's types of near rhyme). */
export const RHYME_KINDS = [
  "perfect",
  "family",
  "additive",
  "subtractive",
  "assonance",
  "consonance",
] as const;
export type RhymeKind = typeof RHYME_KINDS[number];
export type NearRhymeKind = Exclude<RhymeKind, "perfect">;

/** The tail of a pronunciation; null when it has no vowel. */
export function rhymeTail(phones: readonly string[]): RhymeTail | null {
  const start = lastStressedVowel(phones);
  if (start < 0) return null;
  const vowels: string[] = [];
  const codas: string[][] = [];
  for (let i = start; i < phones.length; i++) {
    const phone = phones[i]!;
    if (isVowel(phone)) {
      vowels.push(sound(phone));
      codas.push([]);
    } else codas.at(-1)!.push(phone);
  }
  let onset = start;
  while (onset > 0 && !isVowel(phones[onset - 1]!)) onset--;
  return { vowels, codas, onset: phones.slice(onset, start).join(" ") };
}

/** Equal for perfect rhymes (and for words that only sound the same). */
export function tailKey({ vowels, codas }: RhymeTail): string {
  return vowels.map((vowel, i) => [vowel, ...codas[i]!].join(" ")).join(" ");
}

/** Equal for words that share their vowels from the last stressed one on. */
export function vowelKey({ vowels }: RhymeTail): string {
  return vowels.join(" ");
}

/** Equal for words that share every consonant after the last stressed vowel; null where there are none. */
export function consonantKey({ vowels, codas }: RhymeTail): string | null {
  if (codas.every((coda) => coda.length === 0)) return null;
  return codas.map((coda, i) => [i === 0 ? "*" : vowels[i]!, ...coda].join(" ")).join(" ");
}

/**
 * How `b` rhymes with `a`; null where it does not, or where both are one sound (`night`, `knight`).
 * *Additive* means that `b` ends in more consonants than `a`, *subtractive* in fewer.
 */
export function rhymeKind(a: RhymeTail, b: RhymeTail): RhymeKind | null {
  if (vowelKey(a) === vowelKey(b)) {
    if (tailKey(a) === tailKey(b)) return a.onset === b.onset ? null : "perfect";
    return sharedVowels(a.codas, b.codas);
  }
  const consonants = consonantKey(a);
  return consonants !== null && consonants === consonantKey(b) ? "consonance" : null;
}

function sharedVowels(
  a: readonly (readonly string[])[],
  b: readonly (readonly string[])[],
): NearRhymeKind {
  const pairs = a.map((coda, i) => [coda, b[i]!] as const);
  if (pairs.every(([x, y]) => x.length === y.length && x.every((c, i) => sameFamily(c, y[i]!)))) {
    return "family";
  }
  if (pairs.every(([x, y]) => x.length <= y.length && within(x, y))) return "additive";
  if (pairs.every(([x, y]) => y.length <= x.length && within(y, x))) return "subtractive";
  return "assonance";
}

/** Are the consonants of `few` found in `many` in their order? */
function within(few: readonly string[], many: readonly string[]): boolean {
  let at = 0;
  for (const consonant of many) if (few[at] === consonant) at++;
  return at === few.length;
}

/** The last vowel with primary stress; else with secondary; else the last vowel. */
function lastStressedVowel(phones: readonly string[]): number {
  for (const wanted of ["1", "2", "0"]) {
    for (let i = phones.length - 1; i >= 0; i--) {
      if (isVowel(phones[i]!) && stressOf(phones[i]!) === wanted) return i;
    }
  }
  return -1;
}
