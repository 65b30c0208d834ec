import { effect, untracked } from "@preact/signals";
import { bestTab } from "../people/follow.ts";
import type { Studio } from "../studio/studio.ts";
import type { Voice } from "./voice.ts";

/**
 * Tells the others which take this person looks at, and brings who follows somebody to the take that they look
 * at; when they leave it, back to where one came from. Only changes lead: a follower may turn to another panel.
 *
 * @returns ends it.
 */
export function followTake(
  studio: Studio,
  { chosen, look }: Pick<Voice, "chosen" | "look">,
): () => void {
  const { presence } = studio.room;
  const { view, sideTab, follow } = studio;
  let last: string | null = null;
  let cameFrom: { readonly view: typeof view.value; readonly tab: typeof sideTab.value } | null =
    null;
  const goTo = (take: string | null) => {
    if (studio.recording.peek() !== "off") return;
    if (take === null) {
      if (cameFrom && view.peek() === "voice") {
        view.value = cameFrom.view;
        sideTab.value = cameFrom.tab;
      }
      cameFrom = null;
      return;
    }
    if (view.peek() !== "voice") {
      cameFrom = { view: view.peek(), tab: sideTab.peek() };
      studio.showSide("voice");
    }
    look(take);
  };
  const ends = [
    effect(() => {
      const take = view.value === "voice" ? chosen.value?.take.id ?? null : null;
      presence.tell({ take });
    }),
    effect(() => {
      const user = follow.whom.value;
      if (!user) return void (last = cameFrom = null); // where one is then is one's own place
      const take = bestTab(presence.others.value, user.id)?.take ?? null;
      if (take === last) return;
      last = take;
      untracked(() => goTo(take));
    }),
  ];
  return () => ends.forEach((end) => end());
}
