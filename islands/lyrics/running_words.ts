import type { JobView } from "../../collab/document/schema.ts";
import { becauseOf } from "./lyric_answers.ts";

/** What a job on the words does now. */
export function runningWords(
  { status, kind, settled }: Pick<JobView, "status" | "kind" | "settled">,
  stage: string,
): string {
  if (status === "queued") return "Waiting for its turn";
  if (kind === "lyrics.match") return MATCHING[stage] ?? "Fitting the words";
  if (stage === "asking") return "Gemini is writing";
  return settled === null ? "Looking for others to choose from" : "Writing words";
}

/** Why the local engine writes now that Gemini was asked; null where it was not, or still writes. */
export function insteadWords(stage: string): string | null {
  return stage.startsWith(INSTEAD) ? `Gemini ${becauseOf(stage.slice(INSTEAD.length))}.` : null;
}

/** The name of that stage, before the reason. */
const INSTEAD = "instead:";

const MATCHING: Readonly<Record<string, string>> = {
  listening: "Listening to the melody",
  matching: "Laying words on notes",
  suggesting: "Gemini looks for other words",
  saving: "Writing it down",
};
