/**
 * ARPABET, as the CMU Pronouncing Dictionary writes it: vowels carry their stress as a last digit
 * (0 none, 1 primary, 2 secondary), consonants carry none.
 */

/** A vowel's sound without its stress: `AY1` → `AY`; a consonant as it is. */
export function sound(phone: string): string {
  return isVowel(phone) ? phone.slice(0, -1) : phone;
}

export function isVowel(phone: string): boolean {
  const last = phone.charCodeAt(phone.length - 1);
  return last >= 48 && last <= 50;
}

/** `0`, `1` or `2` of a vowel. */
export function stressOf(vowel: string): string {
  return vowel.slice(-1);
}

/**
 * Families of consonants that sound alike because one part of the mouth makes them in one manner
 * (Pat Pattison, Writing Better Lyrics): within a family, rhymes are near.
 */
const FAMILIES: readonly (readonly string[])[] = [
  ["B", "D", "G"],
  ["P", "T", "K"],
  ["V", "DH", "Z", "ZH", "JH"],
  ["F", "TH", "S", "SH", "CH"],
  ["M", "N", "NG"],
  ["L", "R"],
];

const FAMILY_OF: ReadonlyMap<string, number> = new Map(
  FAMILIES.flatMap((family, index) => family.map((phone) => [phone, index] as const)),
);

export function sameFamily(a: string, b: string): boolean {
  if (a === b) return true;
  const family = FAMILY_OF.get(a);
  return family !== undefined && family === FAMILY_OF.get(b);
}
