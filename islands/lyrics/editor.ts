import { defaultKeymap } from "@codemirror/commands";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap, placeholder } from "@codemirror/view";
import { effect, type ReadonlySignal } from "@preact/signals";
import { ySync, ySyncAnnotation, YSyncConfig, ySyncFacet } from "y-codemirror.next";
import { roots } from "../../collab/document/schema.ts";
import type { Room } from "../room/room.ts";
import { adoptEditorStyles } from "./adopted_styles.ts";
import { caretOf, placeOf, remoteCarets, showCarets } from "./carets.ts";
import { sectionLines } from "./sections.ts";

export interface LyricsEditorOptions {
  readonly parent: HTMLElement;
  readonly room: Room;
  readonly canEdit: ReadonlySignal<boolean>;
}

/** Hands that rest this long are no longer typing. */
const TYPING_MS = 2500;

/**
 * The song's one text, shared letter by letter. Undo is the room's: the editor has no history of its own.
 * @returns ends it.
 */
export function openLyricsEditor({ parent, room, canEdit }: LyricsEditorOptions): () => void {
  adoptEditorStyles();
  const text = roots(room.doc).lyrics;
  const sync = new YSyncConfig(text, null);
  const writable = new Compartment();
  let resting: ReturnType<typeof setTimeout> | undefined;
  const rest = () => {
    clearTimeout(resting);
    room.presence.doing("typing", false);
  };
  const untype = room.steps.typing("Words", sync);
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text.toString(),
      extensions: [
        ySyncFacet.of(sync),
        ySync,
        remoteCarets(),
        sectionLines(),
        keymap.of(defaultKeymap.filter(({ key }) => key !== "Escape")),
        placeholder("[Verse 1]\nWrite together here."),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          "aria-label": "Lyrics",
          "aria-multiline": "true",
          spellcheck: "true",
          autocapitalize: "sentences",
        }),
        EditorView.domEventHandlers({
          // Undo from a menu or a phone's shake: the same history as everywhere.
          beforeinput: (event) => {
            if (event.inputType === "historyUndo") room.steps.undo();
            else if (event.inputType === "historyRedo") room.steps.redo();
            else return false;
            event.preventDefault();
            return true;
          },
        }),
        writable.of(access(canEdit.peek())),
        EditorView.updateListener.of((update) => {
          const fromRoom = update.transactions.some((each) => each.annotation(ySyncAnnotation));
          if (update.docChanged && !fromRoom) {
            room.presence.doing("typing", true);
            clearTimeout(resting);
            resting = setTimeout(rest, TYPING_MS);
          }
          if (update.selectionSet || update.docChanged || update.focusChanged) tellCaret();
        }),
      ],
    }),
  });
  const tellCaret = () => {
    const { anchor, head } = view.state.selection.main;
    room.presence.tell({ caret: view.hasFocus ? caretOf(text, anchor, head) : null });
  };
  const ends = [
    effect(() => {
      const others = room.presence.others.value;
      const shown = others.flatMap(({ user, caret, attention }) => {
        const place = caret && attention !== "away" ? placeOf(text, caret) : null;
        return place ? [{ user, ...place }] : [];
      });
      view.dispatch({ effects: showCarets.of(shown) });
    }),
    effect(() => view.dispatch({ effects: writable.reconfigure(access(canEdit.value)) })),
  ];
  return () => {
    for (const end of ends) end();
    rest();
    room.presence.tell({ caret: null });
    untype();
    view.destroy();
  };
}

/** Who may not write can still read, choose and copy. */
function access(canEdit: boolean): Extension {
  return [EditorState.readOnly.of(!canEdit), EditorView.editable.of(canEdit)];
}
