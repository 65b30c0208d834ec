import type { JobView } from "../../collab/document/schema.ts";
import { progressOf, stageOf } from "../music/jobs.ts";
import type { Studio } from "../studio/studio.ts";

/** The jobs of a take, oldest first; everyone in the room sees the same ones. */
export function jobsOf(studio: Studio, takeId: string): readonly JobView[] {
  return studio.room.document.jobs.value.filter((job) =>
    job.recording === takeId && job.kind.startsWith("voice.")
  );
}

export function underWay(jobs: readonly JobView[], kind?: string): JobView | null {
  return jobs.findLast((job) =>
    (job.status === "queued" || job.status === "running") && (!kind || job.kind === kind)
  ) ?? null;
}

/** "Tuning, 41 %". */
export function jobWords(studio: Studio, job: JobView): string {
  if (job.status === "queued") return "Waiting for its turn";
  const stage = stageOf(studio, job);
  const words = stage === "" || stage === "starting" ? "beginning" : stage;
  const percent = Math.round(progressOf(studio, job) * 100);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}, ${percent} %`;
}
