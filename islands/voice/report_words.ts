/** A job's report in words a singer reads. The figures may lie one level deep ("pitch", "timing", "breaths"). Pure. */
export type Report = Readonly<Record<string, unknown>>;

export interface Fact {
  readonly name: string;
  /** How it was, where that is known. */
  readonly before: string | null;
  readonly after: string;
}

/** At most three facts: how far off pitch and off the beat, and breaths. */
export function factsOf(report: Report): Fact[] {
  const figures = figuresOf(report);
  const facts: Fact[] = [];
  const cents = pairOf(figures, "median_abs_cents");
  if (cents) facts.push(change("Off pitch", cents, "cents"));
  const beat = pairOf(figures, "median_off_grid_ms");
  if (beat) facts.push(change("Off the beat", beat, "ms"));
  const found = figures.get("breaths_found");
  if (found !== undefined && found > 0) {
    const eased = figures.get("breaths_calmed") ?? figures.get("breaths_eased") ?? found;
    facts.push({ name: "Breaths eased", before: null, after: `${eased} of ${found}` });
  }
  return facts;
}

/** What was done, one short sentence each; empty when the report says nothing known. */
export function reportLines(report: Report): string[] {
  const figures = figuresOf(report);
  const text = textsOf(report);
  const number = (name: string) => figures.get(name);
  const lines: string[] = [];
  const cents = pairOf(figures, "median_abs_cents");
  const moved = number("notes_moved");
  const notes = number("notes");
  if (cents) {
    lines.push(
      `Typically ${round(cents.after)} cents off pitch; sung, it was ${round(cents.before)}.`,
    );
  }
  if (moved !== undefined) {
    const of = notes === undefined ? "" : ` of ${notes}`;
    lines.push(moved === 0 ? "Every note was in tune already." : `${moved}${of} notes were tuned.`);
  }
  const onsets = number("onsets_moved");
  if (onsets !== undefined) {
    const left = number("onsets_left") ?? 0;
    lines.push(
      `${plural(onsets, "syllable")} moved to the beat${
        left > 0 ? `; ${left} unsure ${left === 1 ? "one was" : "ones were"} left alone` : ""
      }.`,
    );
  }
  const breaths = number("breaths_found");
  if (breaths !== undefined) {
    lines.push(
      breaths === 0
        ? "No breaths were found."
        : `${plural(breaths, "breath")} turned down, none cut.`,
    );
  }
  const score = number("score");
  if (score !== undefined) {
    const was = number("score_before");
    const before = was === undefined ? "" : `; before, it was ${Math.round(was * 100)} %`;
    lines.push(`${Math.round(score * 100)} % like the reference${before}.`);
  }
  const style = text.get("style");
  if (style) lines.push(`Sung as ${styleWord(style)}.`);
  for (const warning of Array.isArray(report.warnings) ? report.warnings : []) {
    if (typeof warning?.message === "string") lines.push(warning.message);
  }
  return lines;
}

/** "lofi" is read "Lo-fi". */
export function styleWord(style: string): string {
  return style === "lofi" ? "lo-fi" : style;
}

function change(name: string, { before, after }: Pair, unit: string): Fact {
  return { name, before: String(round(before)), after: `${round(after)} ${unit}` };
}

interface Pair {
  readonly before: number;
  readonly after: number;
}

function pairOf(figures: ReadonlyMap<string, number>, name: string): Pair | null {
  const before = figures.get(`${name}_before`);
  const after = figures.get(`${name}_after`);
  return before === undefined || after === undefined ? null : { before, after };
}

function figuresOf(report: Report): ReadonlyMap<string, number> {
  return leavesOf(report, (value) => typeof value === "number" && Number.isFinite(value));
}

function textsOf(report: Report): ReadonlyMap<string, string> {
  return leavesOf(report, (value) => typeof value === "string");
}

function leavesOf<T>(report: Report, wanted: (value: unknown) => boolean): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const [name, value] of Object.entries(report)) {
    if (wanted(value)) found.set(name, value as T);
    else if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      for (const [inner, deep] of Object.entries(value)) {
        if (wanted(deep) && !found.has(inner)) found.set(inner, deep as T);
      }
    }
  }
  return found;
}

function round(value: number): number {
  return Math.abs(value) < 10 ? Math.round(value * 10) / 10 : Math.round(value);
}

function plural(count: number, word: string): string {
  return count === 1 ? `1 ${word}` : `${count} ${word}s`;
}
