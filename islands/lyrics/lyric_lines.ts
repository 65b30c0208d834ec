/** A section's name where a line is a heading like `[Verse 1]`, else null. */
export function sectionOf(line: string): string | null {
  return /^\s*\[([^\[\]]{1,60})\]\s*$/.exec(line)?.[1]?.trim() || null;
}

/** Words that are sung: headings do not count, "don't" and "half-light" are one each. */
export function countWords(text: string): number {
  return text.split("\n")
    .filter((line) => sectionOf(line) === null)
    .reduce((sum, line) => sum + (line.match(WORD)?.length ?? 0), 0);
}

const WORD = /[\p{L}\p{N}]+(?:['’\-][\p{L}\p{N}]+)*/gu;
