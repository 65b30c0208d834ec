import type { LyricTime } from "../../collab/document/lyric_edits.ts";

/** What is being sung: a line of the text, and how much of it has sounded. */
export interface SungNow {
  readonly line: number;
  /** Characters of the line that have sounded, up to the end of the word that sounds. */
  readonly upTo: number;
}

/** A line goes on being the one that is sung until the next begins, but no longer than this. */
const LINGER_SECONDS = 1.5;

/** @param times per line of the text, as `timesOfLines` gives them. */
export function sungAt(
  times: readonly (LyricTime | null)[],
  seconds: number,
  lines: readonly string[],
): SungNow | null {
  let line = -1;
  let start = -Infinity;
  times.forEach((time, i) => {
    if (time && time.start_seconds <= seconds && time.start_seconds > start) {
      line = i;
      start = time.start_seconds;
    }
  });
  const time = times[line];
  if (!time || seconds > time.end_seconds + LINGER_SECONDS) return null;
  const begun = time.words.filter(({ start_seconds }) => start_seconds <= seconds).length;
  return { line, upTo: endOfWord(lines[line] ?? "", time.words.map(({ word }) => word), begun) };
}

/** Where the `count`th word of a line ends; words that are not found are passed over. */
function endOfWord(line: string, words: readonly string[], count: number): number {
  const small = line.toLowerCase();
  let end = 0;
  for (const word of words.slice(0, count)) {
    const at = small.indexOf(word.toLowerCase(), end);
    if (at >= 0) end = at + word.length;
  }
  return end;
}
