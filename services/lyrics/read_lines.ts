import { headingOf, kindOf, type SectionKind } from "./lines.ts";
import type { Words } from "./words/words.ts";

/** A line of the text as the lyrics' readers see it: the gutter, REST, the rhyme colours. */
export interface LineReading {
  /** Counted from 0 over every line of the text. */
  readonly line: number;
  readonly text: string;
  /** The title of the section it stands in; null before any heading. */
  readonly section: string | null;
  readonly kind: SectionKind | null;
  /** A heading is not sung. */
  readonly heading: boolean;
  /** 0 for headings and empty lines. `fewest` and `most` are what a singer may make of it. */
  readonly syllables: number;
  readonly fewest: number;
  readonly most: number;
  /** One digit per syllable of the usual pronunciation: 1 stressed, 2 half, 0 not. */
  readonly stresses: string;
  /** A letter that rhyming lines of the section share; empty where there is nothing to rhyme. */
  readonly rhyme: string;
}

/** Reads every line of a text. Rhyme letters begin anew in every section. */
export function readLines(words: Words, text: string): LineReading[] {
  const readings: LineReading[] = [];
  let section: { title: string | null; kind: SectionKind | null } = { title: null, kind: null };
  let open: string[] = [];
  const closeSection = () => {
    const letters = words.rhymeScheme(open);
    const first = readings.length - open.length;
    letters.forEach((rhyme, i) => readings[first + i] = { ...readings[first + i]!, rhyme });
    open = [];
  };
  text.split("\n").forEach((line, index) => {
    const title = headingOf(line);
    if (title !== null) {
      closeSection();
      section = { title, kind: kindOf(title) };
    }
    const { count, min, max, words: spoken } = words.syllables(title === null ? line : "");
    readings.push({
      line: index,
      text: line,
      section: section.title,
      kind: section.kind,
      heading: title !== null,
      syllables: count,
      fewest: min,
      most: max,
      stresses: spoken.map(({ stresses }) => stresses).join(""),
      rhyme: "",
    });
    if (title === null) open.push(line);
  });
  closeSection();
  return readings;
}
