import type { Db } from "./client.ts";

export interface DocClientRow {
  readonly client_id: number;
  readonly user_id: string | null;
  readonly job_id: string | null;
}

/** Whoever used a client id first keeps it. */
export async function insertDocClients(
  db: Db,
  projectId: string,
  clientIds: readonly number[],
  author: { readonly user_id: string | null; readonly job_id: string | null },
): Promise<void> {
  await db`
    insert into doc_clients (project_id, client_id, user_id, job_id)
    select id, client_id, ${author.user_id}, ${author.job_id}
    from projects, unnest(${[...clientIds]}::bigint[]) as clients (client_id)
    where id = ${projectId}
    on conflict do nothing`;
}

export async function listDocClients(
  db: Db,
  projectId: string,
): Promise<readonly DocClientRow[]> {
  return await db<DocClientRow[]>`
    select client_id, user_id, job_id from doc_clients where project_id = ${projectId}`;
}
