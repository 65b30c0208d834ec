import { Icon, type IconName } from "../parts/icon.tsx";
import { type SaveState, saveWords, shortSaveWords } from "../room/save_state.ts";
import type { Studio } from "./studio.ts";

/** What is true about your work right now; on every screen, never hidden. */
export function SavePill({ studio }: { readonly studio: Studio }) {
  const state = studio.room.save.value;
  return (
    <span class={`pill ${CLASSES[state.kind]}`} role="status" data-save={state.kind}>
      <Icon name={ICONS[state.kind]} />
      <span class="long">{saveWords(state)}</span>
      <span class="short" aria-hidden="true">{shortSaveWords(state)}</span>
    </span>
  );
}

const ICONS: Readonly<Record<SaveState["kind"], IconName>> = {
  opening: "sync",
  saved: "check",
  saving: "sync",
  readonly: "eye",
  reconnecting: "sync",
  offline: "cloudoff",
  failed: "alert",
  refused: "alert",
};

const CLASSES: Readonly<Record<SaveState["kind"], string>> = {
  opening: "reconnecting",
  saved: "saved",
  saving: "saving",
  readonly: "readonly",
  reconnecting: "reconnecting",
  offline: "offline",
  failed: "failed",
  refused: "failed",
};
