import { gutter, GutterMarker } from "@codemirror/view";
import { isWordless } from "./line_marks.ts";
import { bringsNotes, pigmentOf, sheet } from "./sheet_state.ts";

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

/** Syllables of each line; where a match has found too few notes for them, both. */
export const syllableMargin = gutter({
  class: "lyric-syllables",
  lineMarker(view, { from }) {
    const { marks, notes } = view.state.field(sheet);
    const line = view.state.doc.lineAt(from);
    const mark = marks[line.number - 1];
    if (!mark || isWordless(mark)) return null;
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
  lineMarkerChange: bringsNotes,
  initialSpacer: () => new MarginMarker("00", "", ""),
});

/** Rhyme letters: those that stand alone are faint. */
export const rhymeMargin = gutter({
  class: "lyric-rhymes",
  side: "after",
  lineMarker(view, { from }) {
    const line = view.state.doc.lineAt(from);
    const mark = view.state.field(sheet).marks[line.number - 1];
    if (!mark?.rhyme) return null;
    const looks = mark.shared ? `p-${pigmentOf(mark.rhyme)}` : "alone";
    return new MarginMarker(mark.rhyme, mark.rhymed ? looks : `${looks} lyric-old`, "");
  },
  lineMarkerChange: bringsNotes,
  initialSpacer: () => new MarginMarker("A", "alone", ""),
});
