/**
 * Syllables of a word that is not written in Latin letters. Exact where a script shows them (Hangul,
 * Chinese characters, kana as the morae that are sung, Cyrillic and Greek by their vowels); of scripts
 * that leave vowels out or hang them on consonants, half the letters is what most words come to.
 *
 * @returns at least 1; null for a word with a Latin letter, or without any.
 */
export function syllablesInScript(word: string): number | null {
  const text = word.normalize("NFC").toLowerCase();
  if (/\p{Script=Latin}/u.test(text) || !/\p{L}/u.test(text)) return null;
  let count = 0;
  let letters = 0;
  for (const [match] of plainGreek(text).matchAll(/[αεηιουω]+/g)) count += greekVowels(match);
  for (const letter of text) {
    if (EACH_IS_ONE.test(letter) || CYRILLIC_VOWELS.includes(letter)) count++;
    else if (IS_ABOUT_HALF.test(letter)) letters++;
  }
  return Math.max(1, count + Math.ceil(letters / 2));
}

/** Hangul blocks, Chinese characters, and kana but for the small ones that colour the one before. */
const EACH_IS_ONE =
  /(?![ぁぃぅぇぉゃゅょゎァィゥェォャュョヮ])[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u;
const CYRILLIC_VOWELS = "аеёиоуыэюяіїєѣ";
const IS_ABOUT_HALF =
  /(?!\p{Script=Cyrillic}|\p{Script=Greek}|\p{Script=Hangul}|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana})\p{L}/u;

function plainGreek(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "");
}

/** Two letters that are one vowel in Greek. */
function greekVowels(vowels: string): number {
  return vowels.replace(/ου|αι|ει|οι|υι|αυ|ευ|ηυ/g, "α").length;
}
