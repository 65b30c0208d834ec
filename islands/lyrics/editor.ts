import { defaultKeymap } from "@codemirror/commands";
import { Compartment, EditorState, type Extension, type StateEffect } from "@codemirror/state";
import { EditorView, keymap, placeholder } from "@codemirror/view";
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { ySync, ySyncAnnotation, YSyncConfig, ySyncFacet } from "y-codemirror.next";
import { roots } from "../../collab/document/schema.ts";
import type { Room } from "../room/room.ts";
import { adoptEditorStyles } from "./adopted_styles.ts";
import { caretOf, placeOf, remoteCarets, showCarets } from "./carets.ts";
import { spaced, wordAt } from "./insert_words.ts";
import { lyricSheet } from "./lyric_sheet.ts";
import { setNotes, setSung, type SheetNotes } from "./sheet_state.ts";
import type { SungNow } from "./sung_now.ts";

export interface LyricsEditorOptions {
  readonly parent: HTMLElement;
  readonly room: Room;
  readonly canEdit: ReadonlySignal<boolean>;
  /** What the margins show. */
  readonly notes: ReadonlySignal<SheetNotes>;
  /** What sounds now; null while nothing does. */
  readonly sung: ReadonlySignal<SungNow | null>;
}

/** Where this person writes. */
export interface CaretPlace {
  /** The line's number, from 0. */
  readonly line: number;
  readonly text: string;
  /** The word at the caret, or the last before it. */
  readonly word: string | null;
  readonly focused: boolean;
  /** It was put there by a hand: at first it stands where the text begins. */
  readonly placed: boolean;
}

export interface LyricsEditor {
  readonly caret: ReadonlySignal<CaretPlace>;
  /** Puts words at the caret, or in the place of what is chosen, as one step. */
  insert(words: string, label: string): void;
  /** Puts the caret at the end of a line, and the line in sight. */
  goTo(line: number): void;
  /** Puts a line in sight of whoever is not writing. */
  reveal(line: number): void;
  focus(): void;
  close(): void;
}

/** Hands that rest this long are no longer typing. */
const TYPING_MS = 2500;

/** The song's one text, shared letter by letter. Undo is the room's: the editor has no history of its own. */
export function openLyricsEditor(
  { parent, room, canEdit, notes, sung }: LyricsEditorOptions,
): LyricsEditor {
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
        lyricSheet(),
        keymap.of(defaultKeymap.filter(({ key }) => key !== "Escape")),
        placeholder("[Verse 1]\nWrite together here."),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          "aria-label": "Lyrics",
          "aria-multiline": "true",
          "aria-describedby": "lyrics-keys",
          tabindex: "0",
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
          if (update.selectionSet || update.docChanged || update.focusChanged) {
            tellCaret();
            caret.value = caretPlace(update.view, caret.peek().placed);
          }
        }),
      ],
    }),
  });
  const caret = signal<CaretPlace>(caretPlace(view, false));
  const tellCaret = () => {
    const { anchor, head } = view.state.selection.main;
    room.presence.tell({ caret: view.hasFocus ? caretOf(text, anchor, head) : null });
  };
  let closed = false;
  /** What changes while the editor changes (a line loses its time as it is written) is shown after that. */
  const show = (effects: StateEffect<unknown>) =>
    queueMicrotask(() => {
      if (!closed) view.dispatch({ effects });
    });
  const ends = [
    effect(() => {
      const others = room.presence.others.value;
      const shown = others.flatMap(({ user, caret, attention }) => {
        const place = caret && attention !== "away" ? placeOf(text, caret) : null;
        return place ? [{ user, ...place }] : [];
      });
      show(showCarets.of(shown));
    }),
    effect(() => show(writable.reconfigure(access(canEdit.value)))),
    effect(() => show(setNotes.of(notes.value))),
    followSong(view, sung, show),
  ];
  return {
    caret,
    insert: (words, label) => {
      const { from, to } = view.state.selection.main;
      const change = spaced(view.state.doc.toString(), from, to, words);
      room.steps.edit(label, () => {
        if (change.to > change.from) text.delete(change.from, change.to - change.from);
        text.insert(change.from, change.insert);
      });
      const end = change.from + change.insert.length;
      view.dispatch({ selection: { anchor: Math.min(end, view.state.doc.length) } });
    },
    goTo: (number) => {
      const line = view.state.doc.line(Math.min(number + 1, view.state.doc.lines));
      view.dispatch({
        selection: { anchor: line.to },
        effects: EditorView.scrollIntoView(line.from, { y: "start", yMargin: 12 }),
      });
      view.focus();
    },
    reveal: (number) => {
      if (view.hasFocus || number >= view.state.doc.lines) return;
      const { from } = view.state.doc.line(Math.max(0, number) + 1);
      show(EditorView.scrollIntoView(from, { y: "start", yMargin: 12 }));
    },
    focus: () => view.focus(),
    close: () => {
      closed = true;
      for (const end of ends) end();
      rest();
      room.presence.tell({ caret: null });
      untype();
      view.destroy();
    },
  };
}

/** The line that sounds is marked, and kept in sight of whoever is not writing. */
function followSong(
  view: EditorView,
  sung: ReadonlySignal<SungNow | null>,
  show: (effects: StateEffect<unknown>) => void,
): () => void {
  let line = -1;
  return effect(() => {
    const now = sung.value;
    const fits = now && now.line < view.state.doc.lines ? now : null;
    show(setSung.of(fits));
    if (!fits || fits.line === line) return;
    line = fits.line;
    if (view.hasFocus) return;
    const { from } = view.state.doc.line(line + 1);
    show(EditorView.scrollIntoView(from, { y: "center" }));
  });
}

function caretPlace({ state, hasFocus }: EditorView, placed: boolean): CaretPlace {
  const { head } = state.selection.main;
  const line = state.doc.lineAt(head);
  return {
    line: line.number - 1,
    text: line.text,
    word: wordAt(line.text, head - line.from),
    focused: hasFocus,
    placed: placed || hasFocus,
  };
}

/** Who may not write can still read, choose and copy. */
function access(canEdit: boolean): Extension {
  return [EditorState.readOnly.of(!canEdit), EditorView.editable.of(canEdit)];
}
