import type { Sql } from "../db/client.ts";
import { lockCompaction, readDocParts, replaceWithSnapshot } from "../db/doc_snapshots.ts";
import { transaction } from "../db/transaction.ts";
import { fold, type Folded } from "./fold.ts";

/**
 * Turns the log of a document into its snapshot, in one transaction: whoever loads meanwhile sees the
 * old form or the new one. Exactly the rows that were folded are deleted, so that a row that is
 * committed in between stays.
 * @param keepRowsMs rows younger than this stay, too, for other processes to read.
 * @returns how many rows went.
 */
export async function compact(
  sql: Sql,
  projectId: string,
  foldParts: (parts: readonly Uint8Array[]) => Folded | Promise<Folded> = fold,
  keepRowsMs = 0,
): Promise<number> {
  return await transaction(sql, async (tx) => {
    await lockCompaction(tx, projectId);
    const parts = await readDocParts(tx, projectId);
    if (parts.every(({ seq }) => seq === null)) return 0;
    const { state, refused } = await foldParts(parts.map(({ payload }) => payload));
    if (refused.some((at) => parts[at]!.seq === null)) {
      throw new Error(`the snapshot of project ${projectId} cannot be applied`);
    }
    const seqs = parts.filter((_, at) => !refused.includes(at)).map(({ seq }) => seq)
      .filter((seq) => seq !== null);
    return await replaceWithSnapshot(tx, projectId, state, { seqs, keepMs: keepRowsMs });
  });
}
