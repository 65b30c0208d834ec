import type { JSONValue } from "postgres";
import type { Db } from "./client.ts";

/** What one person or job did in a project between two moments. */
export interface ActivityRow {
  readonly user_id: string | null;
  readonly job_id: string | null;
  readonly from_at: Date;
  readonly until_at: Date;
  readonly deeds: unknown;
}

export interface NewActivity {
  readonly project_id: string;
  readonly user_id: string | null;
  readonly job_id: string | null;
  /** How long ago it began. */
  readonly agoMs: number;
  readonly deeds: unknown;
}

/** Until now, by the database's clock, as are the moments of versions. */
export async function insertActivity(db: Db, rows: readonly NewActivity[]): Promise<void> {
  for (const { project_id, user_id, job_id, agoMs, deeds } of rows) {
    await db`
      insert into activity (project_id, user_id, job_id, from_at, until_at, deeds)
      select ${project_id}, ${user_id}, ${job_id},
        clock_timestamp() - ${agoMs} * interval '1 millisecond', clock_timestamp(),
        ${db.json(deeds as JSONValue)}
      where exists (select 1 from projects where id = ${project_id})`;
  }
}

/** Oldest first. @param since null for all that is kept. */
export async function listActivity(
  db: Db,
  projectId: string,
  since: Date | null,
): Promise<readonly ActivityRow[]> {
  return await db<ActivityRow[]>`
    select user_id, job_id, from_at, until_at, deeds from activity
    where project_id = ${projectId} ${since ? db`and until_at > ${since}` : db``}
    order by until_at, id`;
}

export async function deleteActivityBefore(
  db: Db,
  projectId: string,
  days: number,
): Promise<void> {
  await db`
    delete from activity
    where project_id = ${projectId} and until_at < now() - ${days} * interval '1 day'`;
}
