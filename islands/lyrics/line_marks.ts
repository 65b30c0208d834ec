import { headingOf } from "../../services/lyrics/lines.ts";
import type { LineReading } from "../../services/lyrics/read_lines.ts";

/** What the margins say of a line. */
export interface LineMark {
  readonly syllables: number;
  /** A digit per syllable. */
  readonly stresses: string;
  /** Empty where nothing is known, or there is nothing to rhyme. */
  readonly rhyme: string;
  /** Whether another line of its section has the same letter. */
  readonly shared: boolean;
  /** The number belongs to these very words. */
  readonly counted: boolean;
  /** The letter belongs to these very lines of the section. */
  readonly rhymed: boolean;
}

export type Marks = readonly (LineMark | null)[];

/**
 * The marks of a text as it stands, from a reading of the text as it was. A number is taken over only
 * where the words are the same, a letter only where the whole section is; what is left of `before`
 * says by its flags that it is old.
 */
export function marksOf(
  lines: readonly string[],
  read: readonly LineReading[],
  before: Marks = [],
): Marks {
  const counts = new Map(read.map((line) => [line.text, line]));
  const schemes = new Map(
    sectionsOf(read.map(({ text }) => text)).map(({ first, last }) => {
      const within = read.slice(first, last);
      return [key(within.map(({ text }) => text)), within.map(({ rhyme }) => rhyme)] as const;
    }),
  );
  const marks: (LineMark | null)[] = lines.map(() => null);
  for (const { first, last } of sectionsOf(lines)) {
    const letters = schemes.get(key(lines.slice(first, last)));
    const known = letters ?? lines.slice(first, last).map((_, i) => before[first + i]?.rhyme ?? "");
    for (let i = first; i < last; i++) {
      const text = lines[i]!;
      const old = before[i] ?? null;
      const count = counts.get(text);
      if (text.trim() === "" || (!count && !old)) continue;
      const rhyme = known[i - first] ?? "";
      marks[i] = {
        syllables: count ? count.syllables : old!.syllables,
        stresses: count ? count.stresses : old!.stresses,
        rhyme,
        shared: rhyme !== "" && known.filter((letter) => letter === rhyme).length > 1,
        counted: count !== undefined,
        rhymed: letters !== undefined,
      };
    }
  }
  return marks;
}

/** Whether a line is nothing but signs: there is nothing to count or to rhyme. */
export function isWordless(mark: LineMark): boolean {
  return mark.counted && mark.syllables === 0;
}

/** "ABAB" for the lines of a section that have words; empty while a letter is missing. */
export function schemeOf(marks: Marks): string {
  const letters = marks.flatMap((mark) =>
    mark && !isWordless(mark) ? [mark.rhymed ? mark.rhyme : ""] : []
  );
  return letters.every((letter) => letter !== "") ? letters.join("") : "";
}

/** "da DUM da DUM": one word per syllable, stressed ones in capitals. */
export function stressWords(stresses: string): string {
  return [...stresses].map((digit) => digit === "1" ? "DUM" : "da").join(" ");
}

/** Runs of lines between headings. */
function sectionsOf(lines: readonly string[]): { first: number; last: number }[] {
  const found: { first: number; last: number }[] = [];
  let first = 0;
  lines.forEach((line, i) => {
    if (headingOf(line) === null) return;
    found.push({ first, last: i });
    first = i + 1;
  });
  found.push({ first, last: lines.length });
  return found.filter((run) => run.last > run.first);
}

function key(lines: readonly string[]): string {
  return lines.filter((line) => line.trim() !== "").join("\n");
}
