import {
  type ChangeDesc,
  type EditorState,
  type Extension,
  RangeSetBuilder,
  StateEffect,
  StateField,
  type Text,
} from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  gutter,
  GutterMarker,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import { headingOf } from "../../services/lyrics/lines.ts";
import type { LineReading } from "../../services/lyrics/read_lines.ts";
import { carets, showCarets } from "./carets.ts";
import { lastWord } from "./insert_words.ts";
import { type LineMark, type Marks, marksOf, schemeOf } from "./line_marks.ts";
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

/**
 * Margins and colours of the words: syllables on the left, rhyme letters on the right, headings with
 * their scheme, what is being sung. Classes and margins only: nothing is put into the text.
 */
export function lyricSheet(): Extension {
  return [sheet, sung, colours, syllableMargin, rhymeMargin];
}

/** Pigments of the letters, A first; the letter itself stands in the margin. */
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

interface Sheet extends SheetNotes {
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

const sheet = StateField.define<Sheet>({
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

const sung = StateField.define<SungNow | null>({
  create: () => null,
  update(now, { effects, docChanged }) {
    for (const effect of effects) if (effect.is(setSung)) return effect.value;
    return docChanged ? null : now;
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

const colours = ViewPlugin.define(
  (view) => ({
    decorations: decorate(view),
    update(update: ViewUpdate) {
      const news = update.transactions.some(({ effects }) =>
        effects.some((effect) => effect.is(setNotes) || effect.is(setSung) || effect.is(showCarets))
      );
      if (news || update.docChanged || update.viewportChanged) {
        this.decorations = decorate(update.view);
      }
    },
  }),
  { decorations: (plugin) => plugin.decorations },
);

function decorate(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const { state } = view;
  const held = new Map(
    state.field(carets).map(({ user, head }) =>
      [state.doc.lineAt(Math.min(head, state.doc.length)).number, user.color] as const
    ),
  );
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to;) {
      const line = state.doc.lineAt(at);
      decorateLine(builder, state, line, held.get(line.number));
      at = line.to + 1;
    }
  }
  return builder.finish();
}

function decorateLine(
  builder: RangeSetBuilder<Decoration>,
  state: EditorState,
  { number, from, to, text }: { number: number; from: number; to: number; text: string },
  holder: number | undefined,
): void {
  if (headingOf(text) !== null) {
    const note = headingNote(state, number);
    const attributes = { "data-note": note };
    builder.add(from, from, Decoration.line({ class: "lyric-section", attributes }));
    return;
  }
  const { marks, drafted, offered } = state.field(sheet);
  const now = state.field(sung);
  const mark = marks[number - 1];
  const singing = now?.line === number - 1;
  const classes = [
    ...(holder === undefined ? [] : [`lyric-held c-${holder}`]),
    ...(singing ? ["lyric-now"] : []),
    ...(offered.has(text) ? ["lyric-offered"] : []),
    ...(drafted.has(text) ? ["lyric-drafted"] : []),
  ];
  if (classes.length > 0) {
    builder.add(from, from, Decoration.line({ class: classes.join(" ") }));
  }
  const marked: { from: number; to: number; class: string }[] = [];
  const upTo = singing ? Math.min(to, from + now.upTo) : from;
  if (upTo > from) marked.push({ from, to: upTo, class: "lyric-sung" });
  const rhyme = mark?.shared ? lastWord(text) : null;
  if (rhyme) {
    const faded = mark!.rhymed ? "" : " lyric-old";
    marked.push({
      from: from + rhyme.from,
      to: from + rhyme.to,
      class: `lyric-rhyme p-${pigmentOf(mark!.rhyme)}${faded}`,
    });
  }
  for (const { from: begin, to: end, class: name } of marked.toSorted((a, b) => a.from - b.from)) {
    builder.add(begin, end, Decoration.mark({ class: name }));
  }
}

/** "ABAB", and how many of its lines fit the melody. */
function headingNote(state: EditorState, heading: number): string {
  const { marks, notes } = state.field(sheet);
  let last = heading;
  let [fitting, matched] = [0, 0];
  while (last < state.doc.lines) {
    const { text } = state.doc.line(last + 1);
    if (headingOf(text) !== null) break;
    const [mark, count] = [marks[last], notes[last]];
    if (mark?.counted && count != null) {
      matched++;
      if (mark.syllables <= count) fitting++;
    }
    last++;
  }
  const fit = matched > 0 ? `${fitting} of ${matched} fit` : "";
  return [schemeOf(marks.slice(heading, last)), fit].filter(Boolean).join(" · ");
}

function pigmentOf(letter: string): string {
  const at = letter.charCodeAt(0) - 65;
  return LETTER_PIGMENTS[(at + LETTER_PIGMENTS.length) % LETTER_PIGMENTS.length] ?? "lapis";
}

class MarginMarker extends GutterMarker {
  constructor(readonly text: string, readonly looks: string, readonly title: string) {
    super();
  }

  override eq(other: GutterMarker): boolean {
    return other instanceof MarginMarker && other.text === this.text &&
      other.looks === this.looks && other.title === this.title;
  }

  override toDOM(): Node {
    const mark = document.createElement("span");
    mark.textContent = this.text;
    mark.className = this.looks;
    if (this.title) mark.title = this.title;
    return mark;
  }
}

function hasNews({ transactions }: ViewUpdate): boolean {
  return transactions.some(({ effects }) => effects.some((effect) => effect.is(setNotes)));
}

const syllableMargin = gutter({
  class: "lyric-syllables",
  lineMarker(view, { from }) {
    const { marks, notes } = view.state.field(sheet);
    const line = view.state.doc.lineAt(from);
    const mark = marks[line.number - 1];
    if (!mark) return null;
    const looks = mark.counted ? "" : "lyric-old";
    const count = mark.syllables === 1 ? "1 syllable" : `${mark.syllables} syllables`;
    const wanted = mark.counted ? notes[line.number - 1] ?? null : null;
    if (wanted === null) {
      return new MarginMarker(String(mark.syllables), looks, mark.counted ? count : "");
    }
    const spare = mark.syllables - wanted;
    const words = wanted === 1 ? `${count} for 1 note` : `${count} for ${wanted} notes`;
    return spare > 0
      ? new MarginMarker(`${wanted}+${spare}`, "off", words)
      : new MarginMarker(String(mark.syllables), "", words);
  },
  lineMarkerChange: hasNews,
  initialSpacer: () => new MarginMarker("00", "", ""),
});

const rhymeMargin = gutter({
  class: "lyric-rhymes",
  side: "after",
  lineMarker(view, { from }) {
    const line = view.state.doc.lineAt(from);
    const mark = view.state.field(sheet).marks[line.number - 1];
    if (!mark?.rhyme) return null;
    const looks = mark.shared ? `p-${pigmentOf(mark.rhyme)}` : "alone";
    return new MarginMarker(mark.rhyme, mark.rhymed ? looks : `${looks} lyric-old`, "");
  },
  lineMarkerChange: hasNews,
  initialSpacer: () => new MarginMarker("A", "alone", ""),
});
