import type { JSONValue } from "postgres";
import type { Db } from "./client.ts";

/** What a job's edit, or undoing it, did to the document last. */
export interface JobEffectRow {
  readonly job_id: string;
  readonly project_id: string;
  readonly effect: unknown;
  readonly is_undone: boolean;
  readonly changed_by: string | null;
  readonly changed_at: Date;
}

/** A job edits once: what is known of it stays. */
export async function insertJobEffect(
  db: Db,
  row: Pick<JobEffectRow, "job_id" | "project_id" | "effect">,
): Promise<void> {
  await db`
    insert into job_effects (job_id, project_id, effect)
    values (${row.job_id}, ${row.project_id}, ${db.json(row.effect as JSONValue)})
    on conflict do nothing`;
}

export async function findJobEffect(db: Db, jobId: string): Promise<JobEffectRow | undefined> {
  const [row] = await db<JobEffectRow[]>`select * from job_effects where job_id = ${jobId}`;
  return row;
}

/** Which of some jobs are undone. */
export async function listUndoneJobs(
  db: Db,
  jobIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db<{ job_id: string }[]>`
    select job_id from job_effects where job_id = any(${[...jobIds]}::uuid[]) and is_undone`;
  return new Set(rows.map(({ job_id }) => job_id));
}

/** @returns false when somebody else has turned it already. */
export async function turnJobEffect(
  db: Db,
  turned: Pick<JobEffectRow, "job_id" | "effect" | "is_undone" | "changed_by">,
): Promise<boolean> {
  const { count } = await db`
    update job_effects set effect = ${db.json(turned.effect as JSONValue)},
      is_undone = ${turned.is_undone}, changed_by = ${turned.changed_by}, changed_at = now()
    where job_id = ${turned.job_id} and is_undone <> ${turned.is_undone}`;
  return count === 1;
}

/** The edits of undos in a project, with what each put back. */
export async function listStandIns(db: Db, projectId: string): Promise<readonly unknown[]> {
  const rows = await db<{ stand_in: unknown }[]>`
    select effect - 'places' - 'deletedText' as stand_in from job_effects
    where project_id = ${projectId} and effect ? 'returned'`;
  return rows.map(({ stand_in }) => stand_in);
}
