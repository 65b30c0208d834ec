import { type ChangeDesc, StateEffect, StateField, type Text } from "@codemirror/state";
import type { ViewUpdate } from "@codemirror/view";
import type { LineReading } from "../../services/lyrics/read_lines.ts";
import { type LineMark, type Marks, marksOf } from "./line_marks.ts";
import type { SungNow } from "./sung_now.ts";

/** What the sheet shows beside the words themselves. */
export interface SheetNotes {
  readonly read: readonly LineReading[];
  /** What a match has found, in the order of the song: lines, and how many notes each has. */
  readonly matched: readonly { readonly text: string; readonly notes: number }[];
  /** Lines the Alchemist has written a while ago and nobody has changed. */
  readonly drafted: ReadonlySet<string>;
  /** Lines that something is offered for. */
  readonly offered: ReadonlySet<string>;
}

export const setNotes = StateEffect.define<SheetNotes>();
export const setSung = StateEffect.define<SungNow | null>();

/** What is known of the lines as they stand, beside the words. */
export interface Sheet extends SheetNotes {
  readonly marks: Marks;
  /** Notes per line, where the line still has the words that they were found for. */
  readonly notes: readonly (number | null)[];
}

const NOTHING: Sheet = {
  read: [],
  matched: [],
  drafted: new Set(),
  offered: new Set(),
  marks: [],
  notes: [],
};

export const sheet = StateField.define<Sheet>({
  create: () => NOTHING,
  update(now, { docChanged, state, startState, changes, effects }) {
    let next: SheetNotes = now;
    for (const effect of effects) if (effect.is(setNotes)) next = effect.value;
    if (next === now && !docChanged) return now;
    const before = docChanged ? moved(now.marks, startState.doc, state.doc, changes) : now.marks;
    const lines = linesOf(state.doc);
    return {
      ...next,
      marks: marksOf(lines, next.read, before),
      notes: notesOf(lines, next.matched),
    };
  },
});

export const sung = StateField.define<SungNow | null>({
  create: () => null,
  update(now, { effects }) {
    for (const effect of effects) if (effect.is(setSung)) return effect.value;
    return now;
  },
});

function linesOf(doc: Text): readonly string[] {
  return doc.toString().split("\n");
}

/** Each line takes the next count that was found for its words. */
function notesOf(
  lines: readonly string[],
  matched: SheetNotes["matched"],
): readonly (number | null)[] {
  const left = new Map<string, number[]>();
  for (const { text, notes } of matched) left.set(text, [...left.get(text) ?? [], notes]);
  return lines.map((line) => left.get(line.trim())?.shift() ?? null);
}

/** Marks at the places their lines have gone to. */
function moved(marks: Marks, before: Text, now: Text, changes: ChangeDesc): Marks {
  const placed: (LineMark | null)[] = Array.from({ length: now.lines }, () => null);
  marks.forEach((mark, i) => {
    if (!mark || i >= before.lines) return;
    const { from, to } = before.line(i + 1);
    const at = changes.mapPos(from, 1);
    if (changes.mapPos(to, -1) < at) return; // the line is gone
    placed[now.lineAt(at).number - 1] ??= mark;
  });
  return placed;
}

/** Whether an update brings something new to show beside the words. */
export function bringsNotes({ transactions }: ViewUpdate): boolean {
  return transactions.some(({ effects }) => effects.some((effect) => effect.is(setNotes)));
}

/** The colour of a rhyme letter, A first; the letter itself stands in the margin. */
export function pigmentOf(letter: string): string {
  const at = (letter.charCodeAt(0) - 65 + LETTER_PIGMENTS.length) % LETTER_PIGMENTS.length;
  return LETTER_PIGMENTS[at] ?? LETTER_PIGMENTS[0];
}

const LETTER_PIGMENTS = [
  "lapis",
  "madder",
  "orpiment",
  "malachite",
  "murex",
  "verdigris",
  "vermilion",
  "indigo",
] as const;
