import type { Sql } from "../db/client.ts";
import { lockCompaction, readDocParts, replaceWithSnapshot } from "../db/doc_snapshots.ts";
import { transaction } from "../db/transaction.ts";
import type { Log } from "../services/log.ts";
import { Folder } from "./folder.ts";

/**
 * Turns the log of a document into its snapshot, in one transaction: whoever loads meanwhile sees the
 * old form or the new one. Exactly the rows that were folded are deleted, so that a row that is
 * committed in between stays.
 * @returns how many rows went.
 */
export async function compact(
  sql: Sql,
  projectId: string,
  folder: Pick<Folder, "fold">,
): Promise<number> {
  return await transaction(sql, async (tx) => {
    await lockCompaction(tx, projectId);
    const parts = await readDocParts(tx, projectId);
    if (parts.every(({ seq }) => seq === null)) return 0;
    const { state, refused } = await folder.fold(parts.map(({ payload }) => payload));
    if (refused.some((at) => parts[at]!.seq === null)) {
      throw new Error(`the snapshot of project ${projectId} cannot be applied`);
    }
    const seqs = parts.filter((_, at) => !refused.includes(at)).map(({ seq }) => seq)
      .filter((seq) => seq !== null);
    await replaceWithSnapshot(tx, projectId, state, seqs);
    return seqs.length;
  });
}

/** Compacts what it is asked to, one document at a time. A failure costs nothing but a longer log. */
export class Compactor {
  readonly #sql: Sql;
  readonly #log: Log;
  readonly #folder = new Folder();
  readonly #asked = new Set<string>();
  #running: Promise<void> | undefined;

  constructor(sql: Sql, log: Log) {
    this.#sql = sql;
    this.#log = log;
  }

  request(projectId: string): void {
    this.#asked.add(projectId);
    this.#running ??= this.#run().finally(() => this.#running = undefined);
  }

  async idle(): Promise<void> {
    await this.#running;
  }

  /** What is still asked for waits for the next time; what runs is rolled back with its connection. */
  close(): void {
    this.#asked.clear();
    this.#folder.close();
  }

  async #run(): Promise<void> {
    for (const projectId of this.#asked) {
      this.#asked.delete(projectId);
      try {
        const rows = await compact(this.#sql, projectId, this.#folder);
        this.#log.debug("log compacted", { project_id: projectId, rows });
      } catch (error) {
        this.#log.warn("a log could not be compacted", { project_id: projectId, error });
      }
    }
  }
}
