import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { sheetColours } from "./sheet_colours.ts";
import { rhymeMargin, syllableMargin } from "./sheet_margins.ts";
import { sheet, sung } from "./sheet_state.ts";

/**
 * Margins and colours of the words: syllables on the left, rhyme letters on the right, headings with
 * their scheme, what is being sung. Classes and margins only: nothing is put into the text.
 */
export function lyricSheet(): Extension {
  return [
    sheet,
    sung,
    sheetColours,
    syllableMargin,
    rhymeMargin,
    EditorView.perLineTextDirection.of(true),
  ];
}
