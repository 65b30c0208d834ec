import type { Doing } from "../../collab/document/presence.ts";
import type { Person } from "../room/presence.ts";
import type { Studio } from "../studio/studio.ts";

/** One person in the room, whatever number of tabs they have open. */
export interface Present {
  readonly id: string;
  readonly name: string;
  readonly color: number;
  readonly doing: string;
  readonly you: boolean;
}

/** Everybody here, this person last, as the bar shows them. */
export function presentPeople(studio: Studio): readonly Present[] {
  const { user, presence } = studio.room;
  const byId = new Map<string, Person>();
  for (const person of presence.others.value) {
    const known = byId.get(person.user.id);
    if (!known || (!known.doing && person.doing)) byId.set(person.user.id, person);
  }
  byId.delete(user.id);
  const others = [...byId.values()].map(({ user: { id, name, color }, doing, cursor }) => ({
    id,
    name,
    color,
    doing: doingWords(doing, cursor !== null),
    you: false,
  }));
  const self = { id: user.id, name: user.username, color: user.color, doing: "you", you: true };
  return [...others, self];
}

export function doingWords(doing: Doing | null, onSheet: boolean): string {
  switch (doing) {
    case "drawing":
      return "painting";
    case "typing":
      return "writing";
    case "listening":
      return "listening";
    default:
      return onSheet ? "at the sheet" : "here";
  }
}
