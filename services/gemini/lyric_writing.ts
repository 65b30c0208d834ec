import { z } from "zod";
import { headingOf, type SectionKind } from "../lyrics/lines.ts";
import { atMost, oneLine, plainLine } from "./answer_schema.ts";
import type { Question } from "./question.ts";

/** A song, a section or some lines to be written, in every version that is wanted. */
export interface LyricsAsk {
  readonly theme: string;
  readonly emotion?: string | undefined;
  /** −1 … 1. */
  readonly valence: number;
  readonly arousal: number;
  readonly structure: readonly SectionKind[];
  /** For each section the number of its lines; left out: four to eight. */
  readonly lines?: readonly (number | undefined)[] | undefined;
  readonly rhymeScheme?: string | undefined;
  /** Of the lines of each section; one number is for all of them. */
  readonly syllables?: readonly number[] | undefined;
  /** What is written instead of; empty for something new. */
  readonly instead: readonly string[];
  /** The rest of the song. */
  readonly others: readonly string[];
  /** A line that a single line must rhyme with. */
  readonly rhymesWith?: string | undefined;
  readonly versions: number;
}

/** For each version, for each section of the structure, its lines. */
export type WrittenVersions = readonly (readonly (readonly string[])[])[];

const MAX_LINE = 120;
const MAX_LINES = 8;
/** Characters of the song that exists already, of either part: enough to know its voice. */
const MAX_OTHERS = 6000;

const Answer = z.object({
  versions: z.array(z.object({
    sections: z.array(z.object({ kind: oneLine(30), lines: z.array(oneLine(MAX_LINE)) })),
  })),
});

export function lyricsQuestion(ask: LyricsAsk): Question<z.infer<typeof Answer>> {
  const { structure, lines, versions } = ask;
  return {
    task: "lyrics",
    instruction: `Write lyrics: ${versions} version(s), each with exactly the sections of ` +
      "`structure` in that order, each section with as many lines as `lines` says (null: four to " +
      `eight, never more than ${MAX_LINES}). Lines are sung: plain words, no headings, no ` +
      "brackets, no numbering, each on its own, about as many syllables as `syllables` says (one " +
      "number: every line) or as the line it stands for has. Keep to the rhyme scheme; rhyme with `rhymes_with` where there is " +
      "one, never with the same word. The feeling follows valence and arousal. No names of real " +
      "people. Never quote existing songs. What stands in `instead_of` is to be said anew, " +
      "differently each time; `rest_of_the_song` is context that is not repeated.",
    data: {
      theme: plainLine(ask.theme, 300),
      emotion: ask.emotion === undefined ? null : plainLine(ask.emotion, 50),
      valence: ask.valence,
      arousal: ask.arousal,
      structure,
      lines: structure.map((_, i) => lines?.[i] ?? null),
      rhyme_scheme: ask.rhymeScheme ?? null,
      syllables: ask.syllables ?? null,
      rhymes_with: ask.rhymesWith === undefined ? null : plainLine(ask.rhymesWith, MAX_LINE),
      instead_of: upTo(MAX_OTHERS, ask.instead.map((line) => plainLine(line, MAX_LINE))),
      rest_of_the_song: upTo(MAX_OTHERS, ask.others.map((line) => plainLine(line, MAX_LINE))),
    },
    answer: Answer,
    temperature: 1,
    mostTokens: 24_000,
    withinMs: 40_000,
    inPieces: true,
  };
}

/** What the local writer keeps to, too. @returns undefined where the structure asked for is not there. */
export function keptToStructure(
  { structure, lines, instead, versions }: LyricsAsk,
  answer: z.infer<typeof Answer>,
): WrittenVersions | undefined {
  const old = new Set(instead.map(sameness));
  const kept = answer.versions.flatMap(({ sections }) => {
    const written = structure.map((kind, i) => {
      const section = sections[i];
      const sung = section?.kind.toLowerCase().startsWith(kind) ? section.lines.filter(isSung) : [];
      const wanted = lines?.[i];
      const enough = sung.length >= (wanted ?? 2);
      return enough ? sung.slice(0, wanted ?? MAX_LINES) : undefined;
    });
    const whole = written.filter((section) => section !== undefined);
    const repeats = old.size > 0 && whole.flat().every((line) => old.has(sameness(line)));
    return whole.length === structure.length && !repeats ? [whole] : [];
  });
  const different = new Map(
    kept.map((version) => [version.flat().map(sameness).join("\n"), version]),
  );
  return different.size === 0 ? undefined : [...different.values()].slice(0, versions);
}

/** A line that somebody can sing: words, and no heading. */
function isSung(line: string): boolean {
  return /\p{L}/u.test(line) && headingOf(line) === null && !/[\[\]{}<>]/.test(line);
}

function sameness(line: string): string {
  return line.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** Lines until so many characters are reached. */
function upTo(most: number, lines: readonly string[]): string[] {
  let length = 0;
  return lines.filter((line) => (length += line.length) <= most);
}

const SuggestedLines = z.object({
  lines: atMost(z.object({ line: z.number(), text: oneLine(MAX_LINE) }), 60),
});

export interface LineToFit {
  readonly line: number;
  readonly text: string;
  /** How many syllables the melody has notes for. */
  readonly syllables: number;
}

export function matchQuestion(
  lines: readonly LineToFit[],
): Question<z.infer<typeof SuggestedLines>> {
  return {
    task: "match",
    instruction:
      "Each line of a song is to be sung on a melody with room for exactly `syllables` " +
      "syllables. Say each line in other words with exactly that many syllables: the same meaning, " +
      "the same last word if at all possible, few changes. Answer with the same numbers `line`.",
    data: lines.map(({ line, text, syllables }) => ({
      line,
      text: plainLine(text, MAX_LINE),
      syllables,
    })),
    answer: SuggestedLines,
    temperature: 0.6,
    mostTokens: 16_000,
    withinMs: 20_000,
  };
}

const RhymeWords = z.object({ words: atMost(oneLine(40), 24) });

export interface RhymeAsk {
  readonly word: string;
  /** The line that is to end with the rhyme, as far as it is written. */
  readonly line: string;
}

export function rhymesQuestion({ word, line }: RhymeAsk): Question<z.infer<typeof RhymeWords>> {
  return {
    task: "rhymes",
    instruction:
      "Up to sixteen single words that rhyme with `word` and would end `line` well, the " +
      "best first. Common words, no names.",
    data: { word: plainLine(word, 60), line: plainLine(line, MAX_LINE) },
    answer: RhymeWords,
    temperature: 0.7,
    mostTokens: 8192,
    withinMs: 8_000,
  };
}
