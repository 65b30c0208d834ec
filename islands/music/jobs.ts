import type { JobView } from "../../collab/document/schema.ts";
import { asProblem, type Problem } from "../session/problem.ts";
import type { Studio } from "../studio/studio.ts";

/** Kinds of jobs that a canvas starts. */
export type JobKind = "analyse" | "compose";

/** The job of a kind that this canvas waits for, or null. Everyone in the room sees the same one. */
export function activeJob(studio: Studio, kind: JobKind): JobView | null {
  const job = lastJob(studio, kind);
  return job && (job.status === "queued" || job.status === "running") ? job : null;
}

export function lastJob(studio: Studio, kind: JobKind): JobView | null {
  const canvas = studio.canvas.value?.id;
  const jobs = studio.room.document.jobs.value.filter((job) =>
    job.kind === kind && (job.canvas === null || job.canvas === canvas)
  );
  return jobs.at(-1) ?? null;
}

/** 0 … 1, the finest that is known. */
export function progressOf(studio: Studio, job: JobView): number {
  return studio.room.progress.value.get(job.id)?.progress ?? 0;
}

export function stageOf(studio: Studio, job: JobView): string {
  return studio.room.progress.value.get(job.id)?.stage ?? job.stage;
}

/** What a stage is called while it lasts: "Playing in the cello". */
export function stageWords(stage: string, status: JobView["status"]): string {
  if (status === "queued") return "Waiting for its turn";
  switch (stage) {
    case "":
    case "starting":
      return "Beginning";
    case "mood":
    case "read":
    case "decode":
      return "Reading the picture";
    case "score":
      return "Writing the score";
    case "mix":
      return "Mixing";
    case "mp3":
    case "save":
    case "done":
      return "Putting it on disk";
    default:
      return `Playing in the ${stage.toLowerCase()}`;
  }
}

/** Starts a job over REST; the room then shows it. @returns what went wrong, or null. */
export async function startJob(
  studio: Studio,
  path: string,
  body: Readonly<Record<string, unknown>>,
): Promise<Problem | null> {
  try {
    await studio.api.post(path, body);
    return null;
  } catch (error) {
    return asProblem(error);
  }
}
