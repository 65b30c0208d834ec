/**
 * Where a word is divided when it is sung on several notes: "win", "dow". By rules of English
 * spelling, after Liang's remark that a consonant opens the next syllable; what the rules cannot
 * bring to `count` syllables stays whole.
 *
 * @returns `count` parts that make up the word, or the word alone.
 */
export function divideWord(word: string, count: number): readonly string[] {
  if (count < 2) return [word];
  const small = word.toLowerCase();
  const nuclei = nucleiOf(small, count);
  if (nuclei.length !== count) return [word];
  const cuts = nuclei.slice(1).map((next, i) => cut(small, nuclei[i]!.to, next.from));
  return [0, ...cuts].map((from, i) => word.slice(from, cuts[i] ?? word.length));
}

interface Nucleus {
  readonly from: number;
  readonly to: number;
}

const VOWELS = /[aeiouyàáâäæèéêëìíîïòóôöœùúûü]+/g;
/** A y that opens a syllable, and a u that belongs to its q, are consonants. */
const NO_VOWELS = /^y(?=[aeiou])|(?<=[aeiou])y(?=[aeiou])|(?<=q)u/g;
/** Two vowels that are often two syllables: li-on, po-em, qui-et, ru-in. */
const PARTED = /i[aou]|e[ou]|o[eai]|u[aei]|ie(?=t|n|r)|y[aei]|a[oi](?=c|s)/;

/** The vowels that sound, as many as wanted where that can be had. */
function nucleiOf(word: string, count: number): readonly Nucleus[] {
  const read = word.replace(NO_VOWELS, (found) => "x".repeat(found.length));
  const found = [...read.matchAll(VOWELS)].map((match): Nucleus => ({
    from: match.index,
    to: match.index + match[0].length,
  }));
  for (let i = found.length - 1; i > 0 && found.length > count; i--) {
    if (isSilent(word, found[i]!)) found.splice(i, 1);
  }
  for (let i = 0; i < found.length && found.length < count; i++) {
    const { from, to } = found[i]!;
    const parted = PARTED.exec(word.slice(from, to + 1));
    if (!parted || from + parted.index + 1 >= to) continue;
    const middle = from + parted.index + 1;
    found.splice(i, 1, { from, to: middle }, { from: middle, to });
  }
  return found;
}

/** The e of "home", "homes", "called", "lonely", "something". */
function isSilent(word: string, { from, to }: Nucleus): boolean {
  return to - from === 1 && word[from] === "e" && /^e(?:$|[^aeiouy])/.test(word.slice(from));
}

const DIGRAPHS = ["ch", "gh", "ph", "sh", "th", "wh"];
const ONSETS = new Set([
  ...["bl", "br", "cl", "cr", "dr", "fl", "fr", "gl", "gr", "pl", "pr", "tr", "tw", "qu"],
  ...["chr", "shr", "thr", "scr", "spl", "spr", "str", "squ"],
]);

/** Where a word is divided between two vowels, the first of which ends at `from`. */
function cut(word: string, from: number, to: number): number {
  const between = word.slice(from, to);
  if (between.length === 0) return to;
  const silent = between.indexOf("e"); // lone-ly, some-thing
  if (silent >= 0) return from + silent + 1;
  const ending = word.slice(to);
  const doubled = /^([a-z])\1$/.test(between);
  if (/^(?:ing|ings)$/.test(ending)) return doubled && !/[lsfz]/.test(between) ? from + 1 : to;
  if (/^e[sd]?$/.test(ending) && between.endsWith("l") && between.length > 1) return to - 2;
  if (/^e[sd]$/.test(ending) && between.length > 1 && !ONSETS.has(between.slice(1))) return to;
  if (between.startsWith("ck")) return from + 2;
  if (between.length === 1 || DIGRAPHS.includes(between)) return between === "x" ? to : from;
  if (ONSETS.has(between)) return from;
  if (ONSETS.has(between.slice(1))) return from + 1;
  if (between.length > 2) return DIGRAPHS.includes(between.slice(-2)) ? to - 2 : to - 1;
  return from + 1;
}
