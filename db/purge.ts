import type { AssetRow } from "./assets.ts";
import type { Db, Tx } from "./client.ts";
import { RESTORE_DAYS } from "./projects.ts";

/** A day more than a deleted project can be restored, so that none goes while somebody does. */
const PURGE_DAYS = RESTORE_DAYS + 1;

/** @returns whether nobody else purges, until the transaction ends. */
export async function lockPurge(tx: Tx): Promise<boolean> {
  const [row] = await tx<{ locked: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtextextended('purge', 0)) as locked`;
  return row!.locked;
}

export interface ExpiredProject {
  readonly id: string;
  readonly files: readonly Pick<AssetRow, "bucket" | "storage_key">[];
}

/** The project that was deleted longest ago, if that is too long ago to restore it. */
export async function findExpiredProject(db: Db): Promise<ExpiredProject | undefined> {
  const [project] = await db<{ id: string }[]>`
    select id from projects where deleted_at < now() - ${PURGE_DAYS} * interval '1 day'
    order by deleted_at limit 1`;
  if (!project) return undefined;
  const files = await db<Pick<AssetRow, "bucket" | "storage_key">[]>`
    select bucket, storage_key from assets where project_id = ${project.id}`;
  return { id: project.id, files };
}

/** The row, and with it everything that belongs to the project. */
export async function deleteProjectForGood(db: Db, id: string): Promise<void> {
  await db`delete from projects where id = ${id}`;
}
