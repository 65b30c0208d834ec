import * as Y from "yjs";
import { roots } from "./schema.ts";
import { diffText } from "./text_diff.ts";

/** Longer lyrics are refused: three hours of singing. */
export const MAX_LYRICS = 200_000;

/**
 * Makes the lyrics read `wanted` by the fewest and smallest changes, so that what others write and
 * where their cursors stand survives. Runs inside the caller's transaction.
 *
 * @returns whether anything changed.
 */
export function changeLyrics(doc: Y.Doc, wanted: string): boolean {
  const { lyrics } = roots(doc);
  const changes = diffText(lyrics.toString(), wanted);
  for (const { at, remove, insert } of changes) {
    if (remove > 0) lyrics.delete(at, remove);
    if (insert !== "") lyrics.insert(at, insert);
  }
  return changes.length > 0;
}

/** When a line of the lyrics is sung: what a match has found, kept with the words it was found for. */
export interface LyricTime {
  readonly text: string;
  readonly start_seconds: number;
  readonly end_seconds: number;
  readonly words: readonly {
    readonly word: string;
    readonly start_seconds: number;
    readonly end_seconds: number;
    /** When each of its syllables begins, where that is known. */
    readonly syllable_seconds?: readonly number[];
  }[];
}

const MOST_LINES = 1000;
const MOST_WORDS = 100;
const MOST_SYLLABLES = 20;

/** Replaces what the last match has found; an empty list forgets it. */
export function setLyricTimes(doc: Y.Doc, times: readonly LyricTime[]): void {
  const { meta } = roots(doc);
  if (times.length === 0) meta.delete("lyric_times");
  else meta.set("lyric_times", times.slice(0, MOST_LINES));
}

/** The times as they are in the document; anything that is none is left out. */
export function readLyricTimes(meta: Y.Map<unknown>): readonly LyricTime[] {
  const stored = meta.get("lyric_times");
  if (!Array.isArray(stored)) return [];
  return stored.slice(0, MOST_LINES).filter(isLyricTime);
}

/**
 * The times of the lines of a text: each line takes the next time that was found for these words, so
 * that a line somebody has changed loses its own time and no other.
 */
export function timesOfLines(
  lines: readonly string[],
  times: readonly LyricTime[],
): readonly (LyricTime | null)[] {
  const left = new Map<string, LyricTime[]>();
  for (const time of times) left.set(time.text, [...left.get(time.text) ?? [], time]);
  return lines.map((line) => left.get(line.trim())?.shift() ?? null);
}

function isLyricTime(value: unknown): value is LyricTime {
  if (!isSpan(value)) return false;
  const text = Reflect.get(value, "text");
  const words = Reflect.get(value, "words");
  return typeof text === "string" && text.length <= 1000 && Array.isArray(words) &&
    words.length <= MOST_WORDS &&
    words.every((word) =>
      isSpan(word) && typeof Reflect.get(word, "word") === "string" &&
      areSyllables(Reflect.get(word, "syllable_seconds"))
    );
}

function areSyllables(value: unknown): boolean {
  return value === undefined ||
    Array.isArray(value) && value.length <= MOST_SYLLABLES && value.every(Number.isFinite);
}

function isSpan(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const [start, end] = [Reflect.get(value, "start_seconds"), Reflect.get(value, "end_seconds")];
  return Number.isFinite(start) && Number.isFinite(end) && start >= 0 && start <= end;
}
