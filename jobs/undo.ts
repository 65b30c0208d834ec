import * as Y from "yjs";
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
import { openVersion } from "../collab/history/stored_version.ts";
import type { Sql } from "../db/client.ts";
import { readJobLog } from "../db/doc_updates.ts";
import {
  findJobEffect,
  type JobEffectRow,
  listStandIns,
  turnJobEffect,
} from "../db/job_effects.ts";
import type { JobRow } from "../db/jobs.ts";
import { findVersionBeforeJob } from "../db/versions.ts";
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
  const row = await settled({ sql, rooms }, job);
  if (!row || isEmptyEffect(row.effect as Effect)) throw nothingToUndo();
  if (row.is_undone === wanted) throw already(way);
  const turn = await preparedTurn(sql, job, row, userId);
  let turned: (() => Turned) | undefined;
  const origin = { kind: "rest", userId, jobId: job.id } as const;
  await rooms.edit(job.project_id, origin, (doc) => {
    const entry = roots(doc).jobs.get(job.id);
    if (entry && (entry.get("undone") === true) === wanted) throw already(way);
    turned = turn(doc, wanted);
  });
  const { effect, kept } = turned!();
  const saved = { job_id: job.id, effect, is_undone: wanted, changed_by: userId };
  if (await turnJobEffect(sql, saved)) return kept;
  // Whoever came between the edit and its row has written the row.
  const now = await findJobEffect(sql, job.id);
  const { client, from } = (now?.effect ?? {}) as Partial<Effect>;
  if (client !== effect.client || from !== effect.from) throw already(way);
  return kept;
}

interface Turned {
  readonly effect: Effect;
  readonly kept: readonly Kept[];
}

/** Turns the job back in a document, or on again; what that did is known when its transaction is over. */
async function preparedTurn(
  sql: Sql,
  job: JobRow,
  row: JobEffectRow,
  userId: string | null,
): Promise<(doc: Y.Doc, wanted: boolean) => () => Turned> {
  const authors = await authorsOf(sql, job.project_id);
  const isOwn = (client: number) => {
    const author = authors.get(client);
    return author !== undefined && author.userId === userId && author.jobId === null;
  };
  const standIns = await listStandIns(sql, job.project_id) as readonly StandIn[];
  return (doc, wanted) => {
    let undone: Undone | undefined;
    let effect: Effect | undefined;
    withEffect(doc, () => {
      undone = undoEffect(doc, row.effect as Effect, { isOwn, standIns });
      patchJob(doc, job.id, { undone: wanted });
    }, (found) => effect = found);
    return () => {
      const { kept, returned, taken } = undone!;
      return { effect: { ...withOrigins(effect!, standIns), returned, taken }, kept };
    };
  };
}

/**
 * What the job did last. A turn that ended between its edit and its row, with its process or with the
 * database, is in the document and not in the row: the row follows.
 */
async function settled(
  { sql, rooms }: Pick<JobDeps, "sql" | "rooms">,
  job: JobRow,
): Promise<JobEffectRow | undefined> {
  const row = await findJobEffect(sql, job.id);
  if (!row) return undefined;
  const isUndone = await rooms.read(job.project_id, (doc) => {
    const entry = roots(doc).jobs.get(job.id);
    return entry ? entry.get("undone") === true : row.is_undone;
  });
  if (isUndone === row.is_undone) return row;
  const found = await turnInLog(sql, job, row, isUndone);
  await turnJobEffect(sql, {
    job_id: job.id,
    effect: found?.effect ?? NOTHING,
    is_undone: isUndone,
    changed_by: found?.by ?? null,
  });
  return await findJobEffect(sql, job.id);
}

/** Makes the last turn again, on the document as it was before it; undefined when the log is folded. */
async function turnInLog(
  sql: Sql,
  job: JobRow,
  row: JobEffectRow,
  wanted: boolean,
): Promise<{ readonly effect: Effect; readonly by: string | null } | undefined> {
  const before = await findVersionBeforeJob(sql, job.id);
  const log = before ? await readJobLog(sql, job.project_id, before.upto_seq) : [];
  const at = log.findLastIndex(({ job_id, origin }) => job_id === job.id && origin === "rest");
  const doc = before && at >= 0 && await openVersion(sql, before.id);
  if (!doc) return undefined;
  for (const { payload } of log.slice(0, at)) Y.applyUpdate(doc, payload);
  const { payload, actor_id } = log[at]!;
  const [[client, clock]] = [...Y.parseUpdateMeta(payload).from] as [[number, number]];
  doc.clientID = client;
  const isWhole = doc.store.pendingStructs === null && Y.getState(doc.store, client) === clock;
  const turned = isWhole ? (await preparedTurn(sql, job, row, actor_id))(doc, wanted)() : undefined;
  doc.destroy();
  return turned && { effect: turned.effect, by: actor_id };
}

/** Of a turn that nobody can tell any more. */
const NOTHING: Effect = { client: 0, from: 0, to: 0, places: [], deletedText: [] };

function already(way: Way): ApiError {
  return way === "undo"
    ? new ApiError("JOB_UNDONE", 409, "What this job did has been undone already.")
    : new ApiError("JOB_NOT_UNDONE", 409, "What this job did has not been undone.");
}

function nothingToUndo(): ApiError {
  return new ApiError("NOTHING_TO_UNDO", 409, "This job has changed nothing that can be undone.");
}
