/** Puts words into a text as a hand would: with a space on either side where words would run together. */
export function spaced(
  text: string,
  from: number,
  to: number,
  words: string,
): { readonly from: number; readonly to: number; readonly insert: string } {
  const before = text.slice(0, from).at(-1) ?? "\n";
  const after = text[to] ?? "\n";
  const lead = /[\s(“"'‘—-]/.test(before) ? "" : " ";
  const tail = /[\p{L}\p{N}]/u.test(after) ? " " : "";
  return { from, to, insert: `${lead}${words}${tail}` };
}

/** The word a caret stands in, behind, or last passed in its line; null where there is none. */
export function wordAt(line: string, column: number): string | null {
  let last: string | null = null;
  for (const { 0: word, index } of line.matchAll(WORD)) {
    if (index > column) break;
    last = word;
  }
  return last;
}

/** Where the last word of a line stands, without what follows it. */
export function lastWord(line: string): { readonly from: number; readonly to: number } | null {
  const found = [...line.matchAll(WORD)].at(-1);
  return found ? { from: found.index, to: found.index + found[0].length } : null;
}

const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu;
