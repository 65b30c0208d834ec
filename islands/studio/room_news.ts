import { effect } from "@preact/signals";
import type { SaveState } from "../room/save_state.ts";
import type { Studio } from "./studio.ts";

/**
 * Says what happens to the room around the person: work made offline that has joined, a role that has changed.
 * @returns ends it.
 */
export function announceRoom(studio: Studio): () => void {
  const { room, toasts } = studio;
  let waiting = 0;
  let readOnly: boolean | null = null;
  const ends = [
    effect(() => {
      const state = room.save.value;
      if (isAway(state)) waiting = state.waiting;
      else if (state.kind === "saved" && waiting > 0) {
        toasts.show(joinedWords(waiting), {
          label: "See history",
          run: () => studio.showSide("history"),
        });
        waiting = 0;
      }
    }),
    effect(() => {
      const now = room.readOnly.value;
      if (readOnly !== null && now !== readOnly) {
        toasts.show(
          now
            ? "The owner changed your role: you can look, listen and follow"
            : "The owner changed your role: you can edit now",
        );
        void studio.members.load();
      }
      if (room.ready.value) readOnly = now;
    }),
  ];
  return () => ends.forEach((end) => end());
}

function isAway(
  state: SaveState,
): state is Extract<SaveState, { readonly kind: "offline" | "reconnecting" | "failed" }> {
  return state.kind === "offline" || state.kind === "reconnecting" || state.kind === "failed";
}

function joinedWords(count: number): string {
  return count === 1
    ? "Back online. Your change has joined the song; nothing was overwritten"
    : `Back online. Your ${count} changes have joined the song; nothing was overwritten`;
}
