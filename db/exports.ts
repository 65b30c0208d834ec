import type { AssetRow } from "./assets.ts";
import type { Db } from "./client.ts";
import type { JobRow } from "./jobs.ts";

/** An export's job, and the file that came of it. */
export interface ExportRow {
  readonly job: JobRow;
  readonly asset: AssetRow | undefined;
}

/** A project's exports, newest first. */
export async function listExports(
  db: Db,
  projectId: string,
  page: { readonly limit: number; readonly offset: number },
): Promise<{ readonly rows: readonly ExportRow[]; readonly total: number }> {
  const jobs = await db<JobRow[]>`
    select * from jobs where project_id = ${projectId} and kind = 'export'
    order by created_at desc, id desc limit ${page.limit} offset ${page.offset}`;
  const assets = await db<AssetRow[]>`
    select * from assets
    where job_id = any(${jobs.map(({ id }) => id)}::uuid[]) and kind = 'export'
      and deleted_at is null`;
  const [count] = await db<{ total: number }[]>`
    select count(*) as total from jobs where project_id = ${projectId} and kind = 'export'`;
  const files = new Map(assets.map((asset) => [asset.job_id, asset]));
  return { rows: jobs.map((job) => ({ job, asset: files.get(job.id) })), total: count!.total };
}
