import { useRef } from "preact/hooks";
import type { JobView } from "../../collab/document/schema.ts";
import { MachineFace } from "../parts/face.tsx";
import type { Studio } from "../studio/studio.ts";
import { progressOf, stageOf, stageWords } from "./jobs.ts";

export interface JobCardProps {
  readonly studio: Studio;
  readonly job: JobView;
  /** Said while the job has no stages of its own. */
  readonly title?: string;
}

/** A running job in the panel that asked for it: stage, how far, who asked, a way to stop it. */
export function JobCard({ studio, job, title }: JobCardProps) {
  const stage = stageOf(studio, job);
  const progress = progressOf(studio, job);
  const words = title && job.status === "running" ? title : stageWords(stage, job.status);
  const stages = useStages(stage);
  const asked = job.by === studio.room.user.id
    ? "You asked"
    : `${studio.nameOf(job.by) || "Someone"} asked`;
  const percent = Math.round(progress * 100);
  const cancel = () =>
    void studio.attempt(
      "It could not be stopped.",
      () => studio.api.post(`/jobs/${job.id}/cancel`),
    );
  return (
    <div class="job p-lapis" role="group" aria-label={`${words}, ${percent} percent`}>
      <div class="row">
        <MachineFace size="sm" />
        <p class="grow">
          <b>{words}</b>
        </p>
        <span class="value">{percent} %</span>
      </div>
      {stages.length > 1 && !title
        ? (
          <ol class="steps" aria-hidden="true">
            {stages.map((name) => (
              <li
                key={name}
                aria-current={name === stage ? "step" : undefined}
                style={{ "--v": name === stage ? .5 : 1 }}
              >
                <span>{name}</span>
              </li>
            ))}
          </ol>
        )
        : null}
      <div class="progress" style={{ "--v": progress }} role="presentation">
        <i />
      </div>
      <div class="row between">
        <span class="small muted">{asked}. Keep painting.</span>
        <button type="button" class="btn" disabled={studio.room.readOnly.value} onClick={cancel}>
          Cancel
        </button>
      </div>
    </div>
  );
}

const BEFORE = new Set(["starting", "waiting", "queued"]);

/** The stages seen so far, in order; at most the last six fit. */
function useStages(stage: string): readonly string[] {
  const seen = useRef<string[]>([]);
  if (stage && !BEFORE.has(stage) && !seen.current.includes(stage)) seen.current.push(stage);
  return seen.current.slice(-5);
}
