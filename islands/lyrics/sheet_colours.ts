import { type EditorState, RangeSetBuilder } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import { headingOf } from "../../services/lyrics/lines.ts";
import { carets, showCarets } from "./carets.ts";
import { lastWord } from "./insert_words.ts";
import { schemeOf } from "./line_marks.ts";
import { bringsNotes, pigmentOf, setSung, sheet, sung } from "./sheet_state.ts";

/** Headings with their schemes, rhymes, drafts, who writes where, what is sung: classes on lines and words. */
export const sheetColours = ViewPlugin.define(
  (view) => ({
    decorations: decorate(view),
    update(update: ViewUpdate) {
      const news = update.transactions.some(({ effects }) =>
        effects.some((effect) => effect.is(setSung) || effect.is(showCarets))
      );
      if (news || bringsNotes(update) || update.docChanged || update.viewportChanged) {
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
    const attributes = { "data-note": headingNote(state, number), ...directionOf(text) };
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
  const attributes = directionOf(text);
  if (classes.length > 0 || attributes.dir) {
    builder.add(from, from, Decoration.line({ class: classes.join(" "), attributes }));
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

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** A line with letters that run from right to left begins where its first letter says. */
function directionOf(text: string): { readonly dir?: string } {
  return RIGHT_TO_LEFT.test(text) ? { dir: "auto" } : {};
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
