import { useSignal } from "@preact/signals";
import type { JobView } from "../../collab/document/schema.ts";
import { MachineFace } from "../parts/face.tsx";
import { Icon } from "../parts/icon.tsx";
import { whenWords } from "../parts/time_words.ts";
import type { Studio } from "../studio/studio.ts";

export interface DoneCardProps {
  readonly studio: Studio;
  readonly job: JobView;
  /** "6 tracks are here" · "Read, and the mood moved". */
  readonly done: string;
  /** "The tracks from before are back". */
  readonly undone: string;
}

/** A finished job is told for this long. */
const TOLD_MS = 20 * 60_000;

/** What a job has done, as one step that whoever asked, or any editor, takes back here. */
export function DoneCard({ studio, job, done, undone }: DoneCardProps) {
  const turning = useSignal(false);
  const closed = useSignal("");
  const finishedAt = job.finished_at ?? job.at;
  if (job.status !== "succeeded" || closed.value === job.id) return null;
  if (Date.now() - finishedAt > TOLD_MS) return null;
  const isUndone = job.undone === true;
  const turn = async () => {
    turning.value = true;
    await studio.attempt(isUndone ? "It was not done again." : "It was not undone.", async () => {
      const way = isUndone ? "redo" : "undo";
      const { kept } = await studio.api.post<{ readonly kept: readonly unknown[] }>(
        `/jobs/${job.id}/${way}`,
      );
      studio.say(isUndone ? "Done again." : "Undone.");
      if (kept.length > 0) {
        studio.toasts.show("What somebody has changed since was left as it is");
      }
    });
    turning.value = false;
  };
  const asker = job.by === studio.room.user.id ? "You" : studio.nameOf(job.by) || "Somebody";
  return (
    <div
      class={isUndone ? "job done undone" : "job done"}
      role="group"
      aria-label={`Alchemist: ${isUndone ? undone : done}`}
    >
      <div class="row">
        <MachineFace size="sm" />
        <p class="grow">
          <b>{isUndone ? undone : done}</b>
        </p>
        <button
          type="button"
          class="btn icon flush"
          aria-label="Close"
          onClick={() => closed.value = job.id}
        >
          <Icon name="x" />
        </button>
      </div>
      <div class="row between">
        <span class="small muted">
          {asker} asked, {whenWords(new Date(finishedAt), new Date())}
        </span>
        <button
          type="button"
          class="btn line"
          disabled={turning.value || !studio.canEdit.value}
          onClick={() => void turn()}
        >
          <Icon name={isUndone ? "redo" : "undo"} />
          {isUndone ? "Redo" : "Undo"}
        </button>
      </div>
    </div>
  );
}
