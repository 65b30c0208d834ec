import type { Extension } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import { sectionOf } from "./lyric_lines.ts";

/** `[Section]` lines look like headings. Classes on lines only: nothing is put into the text. */
export function sectionLines(): Extension {
  return ViewPlugin.define(
    (view) => ({
      decorations: decorate(view),
      update(update: ViewUpdate) {
        if (update.docChanged || update.viewportChanged) this.decorations = decorate(update.view);
      },
    }),
    { decorations: (plugin) => plugin.decorations },
  );
}

const HEADING = Decoration.line({ class: "lyric-section" });

function decorate(view: EditorView): DecorationSet {
  const found = [];
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to;) {
      const line = view.state.doc.lineAt(at);
      if (sectionOf(line.text) !== null) found.push(HEADING.range(line.from));
      at = line.to + 1;
    }
  }
  return Decoration.set(found);
}
