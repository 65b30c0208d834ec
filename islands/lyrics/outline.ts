import { parseLyrics, type SectionKind } from "../../services/lyrics/lines.ts";
import type { LineReading } from "../../services/lyrics/read_lines.ts";
import { marksOf, schemeOf } from "./line_marks.ts";

/** A section as the outline shows it. */
export interface OutlineEntry {
  /** Its number among the sections. */
  readonly section: number;
  /** The number of its heading's line, or of its first. */
  readonly line: number;
  /** Where it ends. */
  readonly lastLine: number;
  readonly title: string;
  readonly kind: SectionKind;
  readonly lines: number;
  /** "ABAB"; empty while it is not known. */
  readonly scheme: string;
  /** Per line with words; null while one is not known. */
  readonly syllables: readonly number[] | null;
}

export function outlineOf(text: string, read: readonly LineReading[]): readonly OutlineEntry[] {
  const lines = text.split("\n");
  const marks = marksOf(lines, read);
  return parseLyrics(text).map(({ title, kind, index, lines: sung }, section) => {
    const own = sung.map((line) => marks[line.index] ?? null);
    const counted = own.flatMap((mark) => mark?.counted ? [mark.syllables] : []);
    return {
      section,
      line: index,
      lastLine: sung.at(-1)?.index ?? index,
      title: title ?? "Opening lines",
      kind,
      lines: sung.length,
      scheme: schemeOf(own),
      syllables: counted.length === sung.length ? counted.filter((count) => count > 0) : null,
    };
  });
}

/** The section that a line stands in: the last that begins at or above it. */
export function sectionAt(outline: readonly OutlineEntry[], line: number): OutlineEntry | null {
  return outline.findLast((entry) => entry.line <= line) ?? null;
}

/** What an entry says beside its title and scheme: "4 lines, syllables 8, 7, 8, 7". */
export function outlineWords({ lines, syllables }: OutlineEntry): string {
  const count = lines === 1 ? "1 line" : `${lines} lines`;
  return syllables?.length ? `${count}, syllables ${syllables.join(", ")}` : count;
}
