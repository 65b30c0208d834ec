import { headingOf } from "../../services/lyrics/lines.ts";

/** Words that are sung: headings do not count, "don't" and "half-light" are one each. */
export function countWords(text: string): number {
  return text.split("\n")
    .filter((line) => headingOf(line) === null)
    .reduce((sum, line) => sum + (line.match(WORD)?.length ?? 0), 0);
}

const WORD = /[\p{L}\p{N}]+(?:['’\-][\p{L}\p{N}]+)*/gu;
