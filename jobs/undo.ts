import { patchJob } from "../collab/document/edits.ts";
import {
  type Effect,
  isEmptyEffect,
  type Kept,
  type StandIn,
  withEffect,
  withOrigins,
} from "../collab/document/effect.ts";
import { roots } from "../collab/document/schema.ts";
import { undoEffect, type Undone } from "../collab/document/undo_effect.ts";
import { authorsOf } from "../collab/history/authors.ts";
import { findJobEffect, listStandIns, turnJobEffect } from "../db/job_effects.ts";
import type { JobRow } from "../db/jobs.ts";
import { ApiError } from "../services/api_error.ts";
import type { JobDeps } from "./job_kind.ts";

export type Way = "undo" | "redo";

/**
 * Undoes a job's result, or redoes what was undone, as one edit of `userId`: exactly what the job's
 * edit did, and nothing that anybody changed since.
 *
 * @returns places that stay as they are because somebody changed them since.
 * @throws ApiError 409 when it is as asked already, or the job has changed nothing.
 */
export async function turnJob(
  { sql, rooms }: Pick<JobDeps, "sql" | "rooms">,
  job: JobRow,
  userId: string,
  way: Way,
): Promise<readonly Kept[]> {
  const wanted = way === "undo";
  const row = await findJobEffect(sql, job.id);
  if (!row || isEmptyEffect(row.effect as Effect)) throw nothingToUndo();
  if (row.is_undone === wanted) throw already(way);
  const authors = await authorsOf(sql, job.project_id);
  const isOwn = (client: number) => {
    const author = authors.get(client);
    return author?.userId === userId && author.jobId === null;
  };
  const standIns = await listStandIns(sql, job.project_id) as readonly StandIn[];
  let undone: Undone | undefined;
  let turned: Effect | undefined;
  await rooms.edit(job.project_id, { kind: "rest", userId }, (doc) => {
    const entry = roots(doc).jobs.get(job.id);
    if (entry && (entry.get("undone") === true) === wanted) throw already(way);
    withEffect(doc, () => {
      undone = undoEffect(doc, row.effect as Effect, { isOwn, standIns });
      patchJob(doc, job.id, { undone: wanted });
    }, (effect) => turned = effect);
  });
  const { kept, returned, taken } = undone!;
  const effect = { ...withOrigins(turned!, standIns), returned, taken };
  const saved = { job_id: job.id, effect, is_undone: wanted, changed_by: userId };
  if (!await turnJobEffect(sql, saved)) throw already(way);
  return kept;
}

function already(way: Way): ApiError {
  return way === "undo"
    ? new ApiError("JOB_UNDONE", 409, "What this job did has been undone already.")
    : new ApiError("JOB_NOT_UNDONE", 409, "What this job did has not been undone.");
}

function nothingToUndo(): ApiError {
  return new ApiError("NOTHING_TO_UNDO", 409, "This job has changed nothing that can be undone.");
}
