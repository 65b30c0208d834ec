/** A word as somebody typed it, and where it stands in its line. */
export interface TypedWord {
  readonly text: string;
  /** Offsets in the line: `line.slice(from, to) === text`. */
  readonly from: number;
  readonly to: number;
}

/** `1,000,000` and `3.5`; other figures are spelt like words. */
const FIGURE = String
  .raw`(?<![\p{L}\p{N}]|\d[.,])(?:\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,9})?|\d{1,12}\.\d{1,9})(?![\p{L}\p{N}]|[.,]\d)`;
const LETTERS = String.raw`[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*['’]?`;
const WORD = new RegExp(`${FIGURE}|${LETTERS}|&`, "gu");
const LEADING_APOSTROPHE = /['’]/;

/**
 * The words of a line. Apostrophes inside or at the end belong to a word (`don't`, `singin'`), at its
 * beginning too where something was left out (`'cause`); hyphens divide (`heart-shaped` is two). A
 * figure is one word with its commas (`1,000,000`), and so is an `&`.
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

/** As the dictionary spells: lower case, straight apostrophes, no accents, no ligatures. */
export function dictionarySpelling(word: string): string {
  return word.normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("’", "'").toLowerCase();
}
