/**
 * A song's text as lines and sections. A section begins with a heading: a line that is nothing but
 * `[Chorus]`, whatever stands in the brackets. The word "verse" within a line makes no heading.
 */

export const SECTION_KINDS = ["intro", "verse", "chorus", "bridge", "outro"] as const;
export type SectionKind = typeof SECTION_KINDS[number];

/** A line that is sung. */
export interface LyricLine {
  /** Counted from 0 over every line of the text, headings and empty lines too. */
  readonly index: number;
  readonly text: string;
  /** Offsets in the whole text (UTF-16 units): `text.slice(from, to)` is the line. */
  readonly from: number;
  readonly to: number;
}

export interface LyricSection {
  /** What the heading says, as typed; null for lines before any heading. */
  readonly title: string | null;
  /** What kind of section the title names; `verse` where it names none. */
  readonly kind: SectionKind;
  /** The heading's line, or the first line's where there is no heading. */
  readonly index: number;
  readonly from: number;
  /** The end of its last sung line (or of its heading). */
  readonly to: number;
  /** Sung lines only: no heading, no empty line. */
  readonly lines: readonly LyricLine[];
}

const HEADING = /^\s*\[([^\[\]\n]{1,60})\]\s*$/;

/** The heading's title, or null where the line is none. */
export function headingOf(line: string): string | null {
  return HEADING.exec(line)?.[1]?.trim() || null;
}

/** Sections in their order; a text without words has none. */
export function parseLyrics(text: string): LyricSection[] {
  const sections: (Omit<LyricSection, "lines" | "to"> & { to: number; lines: LyricLine[] })[] = [];
  let from = 0;
  text.split("\n").forEach((line, index) => {
    const to = from + line.length;
    const title = headingOf(line);
    if (title !== null) {
      sections.push({ title, kind: kindOf(title), index, from, to, lines: [] });
    } else if (line.trim() !== "") {
      if (sections.length === 0) {
        sections.push({ title: null, kind: "verse", index, from, to, lines: [] });
      }
      const section = sections.at(-1)!;
      section.lines.push({ index, text: line, from, to });
      section.to = to;
    }
    from = to + 1;
  });
  return sections;
}

/** `Pre-Chorus 2` and `Hook` are choruses of a kind; what no word names is a verse. */
export function kindOf(title: string): SectionKind {
  const name = title.toLowerCase();
  if (/\b(chorus|refrain|hook)\b/.test(name)) return "chorus";
  if (/\b(bridge|middle|break)\b/.test(name)) return "bridge";
  if (/\b(intro|opening)\b/.test(name)) return "intro";
  if (/\b(outro|ending|coda|tag)\b/.test(name)) return "outro";
  return "verse";
}

/** Words that are sung: headings do not count, `don't` and `half-light` are one each. */
export function countWords(text: string): number {
  return text.split("\n")
    .filter((line) => headingOf(line) === null)
    .reduce((sum, line) => sum + (line.match(WORD)?.length ?? 0), 0);
}

const WORD = /\d{1,3}(?:,\d{3})+(?!\d)|\d+\.\d+|[\p{L}\p{N}]+(?:['’\-][\p{L}\p{N}]+)*/gu;
