import { type LineEdits } from "../services/lyrics/merge_lines.ts";
import { type LyricSection, parseLyrics, type SectionKind } from "../services/lyrics/lines.ts";
import { JobError } from "./job_kind.ts";

/** What part of the lyrics is written: a line or a section by its number, else all of it. */
export interface Scope {
  readonly section?: number;
  readonly line?: number;
}

/** The part of the text as it was when it was asked for. */
export type Part =
  | { readonly of: "all"; readonly sections: readonly LyricSection[] }
  | { readonly of: "section"; readonly section: LyricSection }
  | { readonly of: "line"; readonly section: LyricSection; readonly index: number };

export interface DraftSection {
  readonly title: string;
  readonly lines: readonly string[];
}

/** @throws {JobError} where the text has no such line or section. */
export function partOf(text: string, { section, line }: Scope): Part {
  const sections = parseLyrics(text);
  if (line !== undefined) {
    const within = sections.find(({ lines }) => lines.some(({ index }) => index === line));
    if (!within) throw new JobError("LINE_GONE", `Line ${line + 1} has no words to write anew.`);
    return { of: "line", section: within, index: line };
  }
  if (section !== undefined) {
    const found = sections[section];
    if (!found) throw new JobError("SECTION_GONE", `The lyrics have no section ${section + 1}.`);
    return { of: "section", section: found };
  }
  return { of: "all", sections };
}

/** Lines of a section, and sections, that are written in one go: everybody's words wait meanwhile. */
const MOST = { lines: 24, sections: 24 };

/** @throws {JobError} where more is asked than is written in one go. */
export function requireShort(part: Part): void {
  if (part.of === "section" && part.section.lines.length > MOST.lines) {
    throw new JobError(
      "SECTION_TOO_LONG",
      `This section has ${part.section.lines.length} lines; at most ${MOST.lines} are written at ` +
        "once. A heading in its midst makes two of it.",
    );
  }
  if (part.of === "all" && part.sections.length > MOST.sections) {
    throw new JobError(
      "SONG_TOO_LONG",
      `The lyrics have ${part.sections.length} sections; at most ${MOST.sections} are written at ` +
        "once. Choose one of them.",
    );
  }
}

/** The structure of a text, or of a song where there is none yet. */
export function structureOf(sections: readonly LyricSection[]): readonly SectionKind[] {
  if (sections.length > 0) return sections.map(({ kind }) => kind);
  return ["verse", "chorus", "verse", "chorus", "bridge", "chorus"];
}

/** New sections after `after` (−1: before everything): a heading each, an empty line between. */
export function insertSections(
  read: readonly string[],
  drafts: readonly DraftSection[],
  after: number,
): LineEdits {
  if (read.every((line) => line.trim() === "")) {
    const song = drafts.flatMap(({ title, lines }, i) => [
      ...(i > 0 ? [""] : []),
      `[${title}]`,
      ...lines,
    ]);
    return { replace: new Map(read.map((_, i) => [i, null])), insert: new Map([[-1, song]]) };
  }
  const block = drafts.flatMap(({ title, lines }, i) => [
    ...(i > 0 || read[after]?.trim() ? [""] : []),
    `[${title}]`,
    ...lines,
  ]);
  const next = read[after + 1];
  const tail = next !== undefined && next.trim() !== "" ? [""] : [];
  return { replace: new Map(), insert: new Map([[after, [...block, ...tail]]]) };
}

/** The lines of a section as others; its heading and its empty lines stay. */
export function replaceLines(section: LyricSection, lines: readonly string[]): LineEdits {
  const replace = new Map<number, string | null>(
    section.lines.map(({ index }, i) => [index, lines[i] ?? null]),
  );
  const more = lines.slice(section.lines.length);
  const last = section.lines.at(-1)?.index ?? section.index;
  return { replace, insert: new Map(more.length > 0 ? [[last, more]] : []) };
}

export function together(all: readonly LineEdits[]): LineEdits {
  return {
    replace: new Map(all.flatMap(({ replace }) => [...replace])),
    insert: new Map(all.flatMap(({ insert }) => [...insert])),
  };
}
