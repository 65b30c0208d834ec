import type { LyricTime } from "../../collab/document/lyric_edits.ts";
import { divideWord } from "../../services/lyrics/words/hyphens.ts";
import { wordsOf } from "../../services/lyrics/words/spelling.ts";

/** A word at the moment it is sung, in seconds of the song. */
export interface SungWord {
  /** As it is written, with what stands around it: "window," */
  readonly text: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** When the note begins that bears it: earlier, where several words share one. */
  readonly noteSeconds: number;
  /** The first of its line. */
  readonly opensLine: boolean;
  /** What of it is sung when, in order; one part where it is not divided. Together they are the text. */
  readonly parts: readonly { readonly text: string; readonly startSeconds: number }[];
}

/**
 * The words of a text that somebody has found times for, as they stand in it.
 *
 * @param times per line, as `timesOfLines` gives them.
 */
export function wordsInTime(
  lines: readonly string[],
  times: readonly (LyricTime | null)[],
): readonly SungWord[] {
  return lines.flatMap((line, i) => {
    const left = [...times[i]?.words ?? []];
    return writtenWords(line).flatMap(({ core, before, after }, place): SungWord[] => {
      const at = left.findIndex(({ word }) => word.toLowerCase() === core.toLowerCase());
      if (at < 0) return [];
      const { start_seconds, end_seconds, syllable_seconds = [] } = left.splice(0, at + 1).at(-1)!;
      const starts = inOrder(syllable_seconds) ? syllable_seconds : [];
      const divided = divideWord(core, starts.length);
      const texts = divided.length === starts.length ? divided : [core];
      return [{
        text: before + core + after,
        startSeconds: starts[0] ?? start_seconds,
        endSeconds: end_seconds,
        noteSeconds: start_seconds,
        opensLine: place === 0,
        parts: texts.map((text, n) => ({
          text: (n === 0 ? before : "") + text + (n === texts.length - 1 ? after : ""),
          startSeconds: starts[n] ?? start_seconds,
        })),
      }];
    });
  }).toSorted((a, b) => a.startSeconds - b.startSeconds);
}

interface Stretch {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** A word may begin this much before or after the note that bears it. */
const NEAR_SECONDS = .2;
/** A note that somebody sings begins so near to where it was found, or is written. */
const ONSET_SECONDS = .12;
/** Of the words within a take, so many have to begin with its notes: else they were found for something else. */
const LEAST_SHARE = .6;

/**
 * The words that are sung in a take: those that lie on its notes. None where most of them do not begin as notes
 * do, since they were found for another melody, or the take has been moved since.
 *
 * @param notes of the take, in seconds of the song.
 */
export function wordsOnNotes(
  words: readonly SungWord[],
  notes: readonly Stretch[],
): readonly SungWord[] {
  const from = notes[0]?.startSeconds ?? Infinity;
  const to = notes.at(-1)?.endSeconds ?? -Infinity;
  const within = words.filter(({ startSeconds }) =>
    startSeconds >= from - NEAR_SECONDS && startSeconds <= to + NEAR_SECONDS
  );
  const begun = within.filter(({ noteSeconds }) =>
    notes.some(({ startSeconds }) => Math.abs(startSeconds - noteSeconds) <= ONSET_SECONDS)
  );
  if (begun.length < LEAST_SHARE * within.length) return [];
  return within.filter(({ startSeconds }) =>
    notes.some((note) =>
      startSeconds >= note.startSeconds - NEAR_SECONDS &&
      startSeconds <= note.endSeconds + NEAR_SECONDS
    )
  );
}

/** Words with what is attached to them: quotes, commas, the hyphen of "heart-shaped". */
function writtenWords(line: string) {
  const words = wordsOf(line);
  return words.map(({ text, from, to }, i) => {
    const gapBefore = line.slice(words[i - 1]?.to ?? 0, from);
    const gapAfter = line.slice(to, words[i + 1]?.from);
    const spaced = /\s/.test(gapBefore) || i === 0;
    return {
      core: text,
      before: spaced ? gapBefore.slice(gapBefore.search(/\S*$/)) : "",
      after: /\s/.test(gapAfter) ? gapAfter.slice(0, gapAfter.search(/\s/)) : gapAfter,
    };
  });
}

function inOrder(seconds: readonly number[]): boolean {
  return seconds.every((each, i) => i === 0 || each >= seconds[i - 1]!);
}
