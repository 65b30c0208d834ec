import * as Y from "yjs";
import { patchJob, pruneJobs, putJob } from "../collab/document/edits.ts";
import { type JobView, roots } from "../collab/document/schema.ts";
import type { EditOrigin } from "../collab/rooms.ts";
import type { JobRow } from "../db/jobs.ts";
import type { JobDeps } from "./job_kind.ts";

/** A job's entry in the room's `jobs` map: what everybody sees of it while it runs, and for a day. */

export function originOf(job: JobRow): EditOrigin {
  return { kind: "job", jobId: job.id, userId: job.created_by };
}

/**
 * Brings the entry up to the row. The row is the truth: a room that cannot be written to is logged,
 * and does not stop the job.
 *
 * @param options.unlessThere for a job that was just started and that a worker may have taken already.
 */
export async function postEntry(
  { rooms, log }: Pick<JobDeps, "rooms" | "log">,
  job: JobRow,
  options: { readonly unlessThere?: boolean } = {},
): Promise<void> {
  try {
    await rooms.edit(job.project_id, originOf(job), (doc) => {
      pruneJobs(doc, Date.now());
      if (options.unlessThere && roots(doc).jobs.has(job.id)) return;
      // A job that runs again after its edit was saved must find its mark.
      if (!isApplied(doc, job.id)) putJob(doc, viewOf(job));
    });
  } catch (error) {
    log.warn("the room was not told of a job", { job: job.id, project: job.project_id, error });
  }
}

/** Whether the job's edit is in the document: the same update carried this mark. */
export function isApplied(doc: Y.Doc, jobId: string): boolean {
  const entry = roots(doc).jobs.get(jobId);
  return entry instanceof Y.Map && entry.get("status") === "succeeded";
}

/** Sets that mark. */
export function markApplied(doc: Y.Doc, job: JobRow): void {
  const done = {
    status: "succeeded",
    stage: "done",
    finished_at: Date.now(),
    error: null,
  } as const;
  if (!patchJob(doc, job.id, done)) putJob(doc, { ...viewOf(job), ...done });
}

function viewOf(job: JobRow): JobView {
  return {
    id: job.id,
    kind: job.kind,
    canvas: job.canvas_id,
    ...recordingOf(job.input),
    status: job.status,
    stage: job.stage,
    by: job.created_by ?? "",
    at: job.created_at.getTime(),
    finished_at: job.finished_at?.getTime() ?? null,
    error: job.status === "failed" ? job.error?.message ?? null : null,
    ...(fieldOf(job.input, "mode") === "alternates" ? { settled: null } : {}),
  };
}

/** Jobs on takes say which one they are about. */
function recordingOf(input: unknown): { readonly recording?: string } {
  const id = fieldOf(input, "recording_id");
  return typeof id === "string" ? { recording: id } : {};
}

function fieldOf(input: unknown, name: string): unknown {
  return typeof input === "object" && input !== null ? Reflect.get(input, name) : undefined;
}
