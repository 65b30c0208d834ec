import { parseLyrics } from "../lines.ts";
import { dictionarySpelling, wordsOf } from "../words/spelling.ts";
import { stressesOf, sungWith, type SungWord } from "../words/sung_syllables.ts";
import type { Words } from "../words/words.ts";
import { distribute } from "./distribute.ts";
import { lineEdits } from "./line_edits.ts";
import type { MelodyNote } from "./melody.ts";
import { setSyllables, type Setting } from "./set_syllables.ts";

/** A word of a line in time. */
export interface TimedWord {
  readonly word: string;
  readonly start_seconds: number;
  readonly end_seconds: number;
  readonly syllables: number;
  /** When each syllable begins; those that share a note divide it evenly. */
  readonly syllable_seconds: readonly number[];
  /** More than the syllables: it is drawn over several notes. */
  readonly notes: number;
}

/** How a line lies on the melody after the match. */
export interface MatchedLine {
  /** The line's number in the text, counted from 0. */
  readonly line: number;
  /** As it is to be sung, edits included. */
  readonly text: string;
  readonly syllables: number;
  readonly notes: number;
  /** Notes beyond the first of a syllable, and notes that are sung twice: syllables + melisma − shared = notes. */
  readonly melisma: number;
  readonly shared: number;
  /** Share of stressed syllables that fall on strong notes; null where the line has no stress. */
  readonly stress_on_strong: number | null;
  /** 0 … 1. */
  readonly fit: number;
  /** Silence before the line, in seconds: how long the singer waits. */
  readonly rest_before_seconds: number;
  readonly words: readonly TimedWord[];
}

/** A change of the text, and why. */
export interface LyricChange {
  readonly line: number;
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

export interface LyricMatch {
  readonly lines: readonly MatchedLine[];
  readonly changes: readonly LyricChange[];
  /** Lines for which the melody has no notes. */
  readonly unsung: readonly number[];
  readonly report: {
    readonly lines: number;
    readonly syllables_fit: number;
    readonly stress_on_strong: number;
  };
}

/** At most so many small changes to a line, tried from so many best ones. */
const MOST_EDITS = 3;
const BEAM = 6;
const GOOD_STRESS = 0.8;
/** A line that is still further from its notes than that is sung as somebody wrote it. */
const MOST_OFF = 2;
/** A syllable without a note (or the other way) weighs as much as this many small changes. */
const COUNT_WEIGHT = 2.2;

interface Sung {
  readonly text: string;
  readonly setting: Setting;
  readonly chosen: readonly SungWord[];
  readonly edits: readonly string[];
  readonly cost: number;
}

/**
 * Lays a text on a melody. Lines keep their order, their last words and so their rhymes; each is
 * changed as little as makes its syllables as many as its notes and brings stresses onto strong
 * notes. What remains is explicit: syllables drawn over notes, notes sung twice, rests.
 *
 * @param keep numbers of lines whose words may not change (somebody is writing there)
 */
export function matchLyrics(
  words: Words,
  text: string,
  melody: readonly MelodyNote[],
  keep: ReadonlySet<number> = new Set(),
): LyricMatch {
  const lines = parseLyrics(text).flatMap((section) => section.lines)
    .filter((line) => wordsOf(line.text).length > 0);
  const shares = distribute(lines.map((line) => words.syllables(line.text)), melody);
  const matched: MatchedLine[] = [];
  const changes: LyricChange[] = [];
  const unsung: number[] = [];
  lines.forEach((line, i) => {
    const share = shares[i]!;
    const notes = melody.slice(share.from, share.to);
    const found = bestLine(words, line.text.trim(), notes, keep.has(line.index));
    if (!found) {
      unsung.push(line.index);
      return;
    }
    if (found.edits.length > 0) {
      changes.push({
        line: line.index,
        from: line.text,
        to: found.text,
        why: why(words, line.text, found, notes),
      });
    }
    const before = melody[share.from - 1];
    matched.push(lineOf(line.index, found, notes, before));
  });
  return { lines: matched, changes, unsung, report: reportOn(matched) };
}

function bestLine(
  words: Words,
  text: string,
  notes: readonly MelodyNote[],
  kept: boolean,
): Sung | null {
  const asItIs = sing(words, text, notes, []);
  if (!asItIs || kept || isGood(asItIs) || !isEnglish(words, text)) return asItIs;
  let best = asItIs;
  let beam = [{ sung: asItIs, cost: 0 }];
  const tried = new Set([text]);
  for (let depth = 0; depth < MOST_EDITS; depth++) {
    const next: typeof beam = [];
    for (const { sung, cost } of beam) {
      for (const edit of lineEdits(sung.text)) {
        if (tried.has(edit.text)) continue;
        tried.add(edit.text);
        const changed = sing(words, edit.text, notes, [...sung.edits, edit.what], cost + edit.cost);
        if (!changed) continue;
        next.push({ sung: changed, cost: cost + edit.cost });
        if (changed.cost < best.cost - 1e-9) best = changed;
      }
    }
    beam = next.toSorted((a, b) => a.sung.cost - b.sung.cost).slice(0, BEAM);
    if (isGood(best)) break;
  }
  return off(best) <= MOST_OFF ? best : asItIs;
}

/** English words are put in and left out of English lines alone. */
function isEnglish(words: Words, text: string): boolean {
  const typed = wordsOf(text);
  const known = typed.filter((word) => words.rank(dictionarySpelling(word.text)) !== undefined);
  return known.length * 2 > typed.length;
}

function isGood(sung: Sung): boolean {
  const { onStrong, stressed } = sung.setting;
  return off(sung) === 0 && onStrong >= GOOD_STRESS * stressed;
}

/** By how many its syllables and its notes differ. */
function off({ setting }: Pick<Sung, "setting">): number {
  return setting.melisma + setting.shared;
}

/** A line on its notes with the pronunciations that suit them best; null where it has none or no notes. */
function sing(
  words: Words,
  text: string,
  notes: readonly MelodyNote[],
  edits: readonly string[],
  editCost = 0,
): Sung | null {
  const chosen = sungWith(words.syllables(text), notes.length);
  const setting = setSyllables(chosen.flatMap(stressesOf), notes);
  if (!setting) return null;
  const cost = setting.cost + COUNT_WEIGHT * off({ setting }) + editCost;
  return { text, setting, chosen, edits, cost };
}

function lineOf(
  line: number,
  { text, setting, chosen, cost }: Sung,
  notes: readonly MelodyNote[],
  before: MelodyNote | undefined,
): MatchedLine {
  let syllable = 0;
  const begins = syllableStarts(setting, notes);
  const timed = chosen.map(({ word, count }): TimedWord => {
    const own = setting.notes.slice(syllable, syllable + count);
    const starts = begins.slice(syllable, syllable + count);
    syllable += count;
    const [first, last] = [own[0]!, own.at(-1)!];
    return {
      word: word.text,
      start_seconds: round(notes[first.from]!.startSeconds),
      end_seconds: round(notes[last.to - 1]!.endSeconds),
      syllables: count,
      syllable_seconds: starts.map(round),
      notes: last.to - first.from,
    };
  });
  return {
    line,
    text,
    syllables: syllable,
    notes: notes.length,
    melisma: setting.melisma,
    shared: setting.shared,
    stress_on_strong: setting.stressed === 0 ? null : setting.onStrong / setting.stressed,
    fit: Math.max(0, 1 - cost / Math.max(1, syllable)),
    rest_before_seconds: round(
      Math.max(0, notes[0]!.startSeconds - (before?.endSeconds ?? 0)),
    ),
    words: timed,
  };
}

function syllableStarts({ notes: spans }: Setting, notes: readonly MelodyNote[]): number[] {
  const onNote = Map.groupBy(spans.keys(), (i) => spans[i]!.from);
  return spans.map(({ from }, i) => {
    const { startSeconds, endSeconds } = notes[from]!;
    const sharing = onNote.get(from)!;
    return startSeconds + (i - sharing[0]!) / sharing.length * (endSeconds - startSeconds);
  });
}

function why(
  words: Words,
  from: string,
  { edits, setting }: Sung,
  notes: readonly MelodyNote[],
): string {
  const { count } = words.syllables(from);
  const reason = count === notes.length
    ? `so that ${setting.onStrong} of ${setting.stressed} stresses fall on strong beats`
    : `${count} ${count === 1 ? "syllable" : "syllables"} for ${notes.length} notes`;
  return `${edits.join(", ")}: ${reason}`;
}

function reportOn(lines: readonly MatchedLine[]): LyricMatch["report"] {
  const share = (of: (line: MatchedLine) => number) =>
    lines.length === 0 ? 0 : lines.reduce((sum, line) => sum + of(line), 0) / lines.length;
  return {
    lines: lines.length,
    syllables_fit: share((line) => line.syllables === line.notes ? 1 : 0),
    stress_on_strong: share((line) => line.stress_on_strong ?? 1),
  };
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
