import type { Attention, Doing } from "../../collab/document/presence.ts";
import type { JobView } from "../../collab/document/schema.ts";
import type { Studio } from "../studio/studio.ts";
import { bestTab } from "./follow.ts";

/** One person in the room, whatever number of tabs they have open. */
export interface Present {
  readonly id: string;
  readonly name: string;
  readonly color: number;
  readonly doing: string;
  readonly attention: Attention;
  readonly you: boolean;
}

/** Everybody here, this person last, as the bar shows them. */
export function presentPeople(studio: Studio): readonly Present[] {
  const { user, presence, document } = studio.room;
  const people = presence.others.value;
  const ids = new Set(people.map((person) => person.user.id));
  ids.delete(user.id);
  const others = [...ids].map((id): Present => {
    const { user: { name, color }, attention, doing, cursor, take } = bestTab(people, id)!;
    const job = document.jobs.value.find((each) => each.by === id && isUnderWay(each));
    return {
      id,
      name,
      color,
      attention,
      doing: doingWords({ doing, attention, job, at: take ? "a take" : cursor && "the sheet" }),
      you: false,
    };
  });
  const self: Present = {
    id: user.id,
    name: user.username,
    color: user.color,
    attention: "here",
    doing: "you",
    you: true,
  };
  return [...others, self];
}

export interface Activity {
  readonly doing: Doing | null;
  readonly attention: Attention;
  /** What the machine does for them now. */
  readonly job: Pick<JobView, "kind"> | undefined;
  /** What is in front of them: "the sheet", "a take". */
  readonly at: string | null;
}

/** "painting", "writing, composing", "away". */
export function doingWords({ doing, attention, job, at }: Activity): string {
  const working = job ? WORKING[job.kind.split(".")[0]!] ?? "working" : "";
  if (attention === "away") return ["away", working].filter(Boolean).join(", ");
  const hands = doing ? DOING_WORDS[doing] : attention === "idle" ? "resting" : "";
  return [hands, working].filter(Boolean).join(", ") || (at ? `at ${at}` : "here");
}

const DOING_WORDS: Readonly<Record<Doing, string>> = {
  recording: "recording",
  drawing: "painting",
  typing: "writing",
  listening: "listening",
};

const WORKING: Readonly<Record<string, string>> = {
  analyse: "reading the picture",
  compose: "composing",
  voice: "working on a take",
};

function isUnderWay({ status }: JobView): boolean {
  return status === "queued" || status === "running";
}
