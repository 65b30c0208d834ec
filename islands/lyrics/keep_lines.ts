import { type LyricTime, timesOfLines } from "../../collab/document/lyric_edits.ts";
import { commonLines } from "../../collab/document/text_diff.ts";
import { parseLyrics } from "../../services/lyrics/lines.ts";
import { type LineEdits, mergeLines } from "../../services/lyrics/merge_lines.ts";
import type { AskedAbout, FitChange, FitLine } from "./lyric_answers.ts";

/** What alternates were asked for: a line, the lines of a section, or all, of a text as it was. */
export type AskedFor = Pick<AskedAbout, "text" | "of" | "index">;

export interface Kept {
  readonly text: string;
  /** Numbers of lines (of the text that was asked about) that somebody has changed since; they stay. */
  readonly leftAlone: readonly number[];
}

/**
 * Puts an alternate in the place of what was asked about, but for lines that have changed since. All of
 * a text is replaced where nobody has changed any of it.
 */
export function keepAlternate(asked: AskedFor, now: string, lines: readonly string[]): Kept {
  const old = numbers(asked);
  if (asked.of === "all") {
    const same = asked.text === now;
    return { text: same ? lines.join("\n") : now, leftAlone: same ? [] : old };
  }
  const replace = new Map<number, string | null>(
    old.map((line, i) => [line, lines[i] ?? null]),
  );
  const more = lines.slice(old.length);
  const last = old.at(-1);
  const insert = new Map(more.length > 0 && last !== undefined ? [[last, more]] : []);
  return merge(asked.text, now, { replace, insert });
}

/** Whether anything of what was asked about still stands as it was. */
export function canKeep(asked: AskedFor, now: string): boolean {
  if (asked.text === now) return true;
  if (asked.of === "all") return false;
  const here = new Map(commonLines(asked.text.split("\n"), now.split("\n")));
  return numbers(asked).some((line) => here.has(line));
}

/** Makes changes that a match has suggested; each only where its line still says what it was found for. */
export function keepChanges(now: string, changes: readonly FitChange[]): Kept {
  const lines = now.split("\n");
  const leftAlone: number[] = [];
  const changed = [...lines];
  for (const { line, from, to } of changes) {
    const at = changed[line] === from ? line : changed.indexOf(from);
    if (at < 0) leftAlone.push(line);
    else changed[at] = to;
  }
  return { text: changed.join("\n"), leftAlone };
}

/** The suggestions that can still be made: not those that have been, and none for lines that are gone. */
export function openChanges(
  changes: readonly FitChange[],
  now: readonly string[],
): readonly FitChange[] {
  return changes.filter(({ line, from, to }) =>
    now[line] === from || (now[line] !== to && now.includes(from))
  );
}

/** The times of a text after such changes: a changed line takes the time that was found for its new words. */
export function timesAfter(
  times: readonly LyricTime[],
  changes: readonly FitChange[],
  lines: readonly FitLine[],
): readonly LyricTime[] {
  const renamed = new Map<LyricTime, LyricTime>();
  const places = timesOfLines(changes.map(({ from }) => from), times);
  changes.forEach(({ line, to }, i) => {
    const words = lines.find((one) => one.line === line)?.words;
    const time = places[i];
    if (time && words) {
      renamed.set(time, {
        text: to.trim(),
        start_seconds: time.start_seconds,
        end_seconds: time.end_seconds,
        words: words.map(({ word, start_seconds, end_seconds, syllable_seconds }) => ({
          word,
          start_seconds,
          end_seconds,
          ...(syllable_seconds ? { syllable_seconds } : {}),
        })),
      });
    }
  });
  return times.map((time) => renamed.get(time) ?? time);
}

function numbers({ text, of, index }: AskedFor): readonly number[] {
  if (of === "line") return [index];
  if (of === "all") return [...text.split("\n").keys()];
  return parseLyrics(text)[index]?.lines.map((line) => line.index) ?? [];
}

function merge(before: string, now: string, edits: LineEdits): Kept {
  const [read, lines] = [before.split("\n"), now.split("\n")];
  return mergeLines(read, lines, commonLines(read, lines), edits);
}
