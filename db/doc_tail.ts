import type { Db } from "./client.ts";

/** Where a reader of the log stands: every transaction before this one has ended. */
export type LogPosition = number;

export interface TailRow {
  readonly project_id: string;
  readonly seq: number;
}

/** A project, and from where its rows are wanted. Null: none of them, only the position. */
export interface TailWish {
  readonly project_id: string;
  readonly since: LogPosition | null;
}

/**
 * The rows that were committed since a position, and the position that is now. Rows are told by the
 * transaction that wrote them: their own numbers are given before commits, so that a lower one can
 * appear later. A row may be told again, and none is left out but those that a compaction took.
 */
export async function readTail(
  db: Db,
  wishes: readonly TailWish[],
): Promise<{ readonly position: LogPosition; readonly rows: readonly TailRow[] }> {
  const found = await db<(TailRow & { position: number })[]>`
    select position, project_id, seq
    from (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as position) as now
    left join (
      select project_id, seq
      from unnest(
        ${wishes.map(({ project_id }) => project_id)}::uuid[],
        ${wishes.map(({ since }) => since)}::bigint[]
      ) as wishes (project_id, since)
      join doc_updates using (project_id)
      -- a row has the last 32 bits of its transaction's number
      where ((doc_updates.xmin::text::bigint - since) & 4294967295) < 2147483648
    ) as rows on true`;
  const position = found[0]!.position;
  const rows = found.filter(({ seq }) => seq !== null);
  return { position, rows: rows.map(({ project_id, seq }) => ({ project_id, seq })) };
}

export async function readPayloads(
  db: Db,
  rows: readonly TailRow[],
): Promise<readonly (TailRow & { readonly payload: Uint8Array })[]> {
  if (rows.length === 0) return [];
  return await db<(TailRow & { payload: Uint8Array })[]>`
    select project_id, seq, payload
    from unnest(
      ${rows.map(({ project_id }) => project_id)}::uuid[],
      ${rows.map(({ seq }) => seq)}::bigint[]
    ) as wanted (project_id, seq)
    join doc_updates using (project_id, seq)
    order by seq`;
}
