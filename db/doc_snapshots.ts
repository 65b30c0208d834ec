import type { Db, Tx } from "./client.ts";

export interface DocPartRow {
  /** Null for the snapshot. */
  readonly seq: number | null;
  readonly payload: Uint8Array;
}

/**
 * Everything stored of a project's document: the snapshot, if there is one, then every row of the log.
 * One statement, so that a compaction that commits meanwhile is seen whole or not at all. Rows are
 * never left out by their number: numbers are given before commits, so a lower one can appear later.
 */
export async function readDocParts(db: Db, projectId: string): Promise<DocPartRow[]> {
  return await db<DocPartRow[]>`
    select null::bigint as seq, state as payload from doc_snapshots where project_id = ${projectId}
    union all
    (select seq, payload from doc_updates where project_id = ${projectId} order by seq)`;
}

/** Lets one compaction of a project run at a time, until its transaction ends. */
export async function lockCompaction(tx: Tx, projectId: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${"compaction/" + projectId}, 0))`;
}

/**
 * Puts `state` in the place of the log rows it holds; those younger than `keepMs` stay all the same.
 * @returns how many rows went.
 */
export async function replaceWithSnapshot(
  tx: Tx,
  projectId: string,
  state: Uint8Array,
  { seqs, keepMs }: { readonly seqs: readonly number[]; readonly keepMs: number },
): Promise<number> {
  const upto = seqs.reduce((a, b) => Math.max(a, b), 0);
  await tx`
    insert into doc_snapshots (project_id, state, upto_seq) values (${projectId}, ${state}, ${upto})
    on conflict (project_id) do update set
      state = excluded.state,
      upto_seq = greatest(doc_snapshots.upto_seq, excluded.upto_seq),
      updated_at = now()`;
  const { count } = await tx`
    delete from doc_updates where project_id = ${projectId} and seq = any(${[...seqs]}::bigint[])
    and created_at <= clock_timestamp() - ${keepMs}::int * interval '1 millisecond'`;
  return count;
}
