import { failStrandedJobs, type JobRow } from "../db/jobs.ts";
import { stranded } from "./failure.ts";
import { discardFiles } from "./files.ts";
import { postEntry } from "./job_entry.ts";
import type { JobDeps } from "./job_kind.ts";

export interface FollowOptions {
  readonly deps: JobDeps;
  /** Tells workers that a job may have become due. */
  readonly ring: (jobId: string) => void;
}

/** What follows from a row that has just changed: for its room, its files and the jobs that wait for it. */
export async function follow({ deps, ring }: FollowOptions, row: JobRow): Promise<void> {
  await postEntry(deps, row);
  if (row.status === "queued" || row.status === "running") return;
  deps.rooms.tell(row.project_id, { type: "job.done", job: row.id, status: row.status });
  if (row.status === "succeeded") return ring(row.id);
  if (row.status === "cancelled") await discardFiles(deps, row);
  for (const dependent of await failStrandedJobs(deps.sql, stranded)) {
    await follow({ deps, ring }, dependent);
  }
}
