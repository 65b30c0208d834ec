import type { JobView } from "../../collab/document/schema.ts";
import { progressOf } from "../music/jobs.ts";
import { MachineFace } from "../parts/face.tsx";
import type { Studio } from "../studio/studio.ts";
import { jobWords } from "./voice_jobs.ts";

/** What the Alchemist does with the take, in the panel that asked; the lane shows it too. */
export function VoiceJobCard({ studio, job }: { readonly studio: Studio; readonly job: JobView }) {
  const words = jobWords(studio, job);
  const asker = job.by === studio.room.user.id ? "You" : studio.nameOf(job.by) || "Somebody";
  const cancel = () =>
    void studio.attempt(
      "It could not be stopped.",
      () => studio.api.post(`/jobs/${job.id}/cancel`),
    );
  return (
    <div class="job p-vermilion" role="group" aria-label={words}>
      <div class="row">
        <MachineFace size="sm" />
        <p class="grow">
          <b>{words}</b>
        </p>
        <button
          type="button"
          class="btn flush"
          disabled={studio.room.readOnly.value}
          onClick={cancel}
        >
          Cancel
        </button>
      </div>
      <div class="progress" style={{ "--v": progressOf(studio, job) }} role="presentation">
        <i />
      </div>
      <span class="small muted">{asker} asked. Keep singing.</span>
    </div>
  );
}
