import * as Y from "yjs";
import {
  type Effect,
  effectOf,
  isEmptyEffect,
  type StandIn,
  withEffect,
  withOrigins,
} from "../collab/document/effect.ts";
import { openVersion } from "../collab/history/stored_version.ts";
import { readJobLog } from "../db/doc_updates.ts";
import { findJobEffect, insertJobEffect, listStandIns } from "../db/job_effects.ts";
import type { JobRow } from "../db/jobs.ts";
import { findVersionBeforeJob } from "../db/versions.ts";
import { isApplied, markApplied, originOf } from "./job_entry.ts";
import type { JobDeps } from "./job_kind.ts";

/**
 * Makes a job's edit, once, however often the job runs: the same edit marks it as succeeded. The
 * document is put aside before, and what the edit did is kept, so that it can be undone.
 */
export async function applyJob(
  { sql, rooms }: Pick<JobDeps, "sql" | "rooms">,
  job: JobRow,
  edit: (doc: Y.Doc) => void,
): Promise<void> {
  const { id, project_id, created_by } = job;
  const wish = { reason: "before_job", jobId: id, userId: created_by } as const;
  await rooms.history.take(project_id, wish);
  let effect: Effect | undefined;
  await rooms.edit(project_id, originOf(job), (doc) => {
    if (isApplied(doc, id)) return;
    withEffect(doc, () => {
      edit(doc);
      markApplied(doc, job);
    }, (found) => effect = found);
  });
  if (!effect && !await findJobEffect(sql, id)) effect = await effectInLog({ sql }, job);
  if (!effect) return;
  const traced = withOrigins(effect, await listStandIns(sql, project_id) as readonly StandIn[]);
  await insertJobEffect(sql, { job_id: id, project_id, effect: traced });
}

/** An attempt that was killed has edited and not kept what it did: the log has it, if it is not folded. */
async function effectInLog(
  { sql }: Pick<JobDeps, "sql">,
  job: JobRow,
): Promise<Effect | undefined> {
  const before = await findVersionBeforeJob(sql, job.id);
  const doc = before && await openVersion(sql, before.id);
  if (!doc) return undefined;
  let found: Effect | undefined;
  for (const row of await readJobLog(sql, job.project_id, before.upto_seq)) {
    const look = (transaction: Y.Transaction) => {
      const { afterState, beforeState } = transaction;
      const client = [...afterState].find(([id, clock]) => beforeState.get(id) !== clock)?.[0];
      const effect = client === undefined ? undefined : effectOf(transaction, client);
      if (effect && !isEmptyEffect({ ...effect, to: effect.from })) found = effect;
    };
    if (row.job_id === job.id && row.origin === "job") doc.once("afterTransaction", look);
    Y.applyUpdate(doc, row.payload);
  }
  doc.destroy();
  return found;
}
