/** A word as somebody typed it, and where it stands in its line. */
export interface TypedWord {
  readonly text: string;
  /** Offsets in the line: `line.slice(from, to) === text`. */
  readonly from: number;
  readonly to: number;
}

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*['’]?/gu;
const LEADING_APOSTROPHE = /['’]/;

/**
 * The words of a line. Apostrophes inside or at the end belong to a word (`don't`, `singin'`), at its
 * beginning too where something was left out (`'cause`); hyphens divide (`heart-shaped` is two).
 */
export function wordsOf(line: string): TypedWord[] {
  return [...line.matchAll(WORD)].map((match) => {
    const [text] = match;
    const quoted = LEADING_APOSTROPHE.test(line[match.index - 1] ?? "");
    const elided = quoted && ELIDED.has(text.toLowerCase());
    const closes = quoted && !elided && LEADING_APOSTROPHE.test(text.at(-1)!);
    const from = elided ? match.index - 1 : match.index;
    const to = match.index + text.length - (closes ? 1 : 0);
    return { text: line.slice(from, to), from, to };
  });
}

/** What is written with an apostrophe first, and not merely quoted. */
const ELIDED = new Set([
  "bout",
  "cause",
  "em",
  "gain",
  "neath",
  "round",
  "til",
  "tis",
  "twas",
  "n",
]);

/** As the dictionary spells: lower case, straight apostrophes, no accents. */
export function dictionarySpelling(word: string): string {
  return word.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("’", "'").toLowerCase();
}
