import * as Y from "yjs";
import type { Db, Sql } from "../../db/client.ts";
import { insertDocClients, listDocClients } from "../../db/doc_clients.ts";
import type { Log } from "../../services/log.ts";
import type { Doer } from "./activity.ts";

/**
 * Whose a document's client ids are. Every letter carries the id of the client that typed it; kept
 * here, the id leads to its author however often the log is folded.
 */
export class Authors {
  readonly #sql: Sql;
  readonly #log: Log;
  readonly #known = new Map<string, Set<number>>();

  constructor(sql: Sql, log: Log) {
    this.#sql = sql;
    this.#log = log;
  }

  /**
   * The clients in an update are `doer`'s, but for those that are somebody's already.
   * @returns when that is written, which never fails; undefined when it was known.
   */
  learn(projectId: string, update: Uint8Array, doer: Doer): Promise<void> | undefined {
    let known = this.#known.get(projectId);
    if (!known) this.#known.set(projectId, known = new Set());
    const unknown = clientsIn(update).filter((client) => !known.has(client));
    if (unknown.length === 0) return undefined;
    for (const client of unknown) known.add(client);
    return this.#write(projectId, known, unknown, doer);
  }

  /** The room has closed: what was known of it can be asked for again. */
  forget(projectId: string): void {
    this.#known.delete(projectId);
  }

  async #write(
    projectId: string,
    known: Set<number>,
    unknown: readonly number[],
    doer: Doer,
  ): Promise<void> {
    try {
      const author = { user_id: doer.userId, job_id: doer.jobId };
      await insertDocClients(this.#sql, projectId, unknown, author);
    } catch (error) {
      for (const client of unknown) known.delete(client);
      this.#log.warn("an author could not be written", { project_id: projectId, error });
    }
  }
}

export async function authorsOf(db: Db, projectId: string): Promise<ReadonlyMap<number, Doer>> {
  const rows = await listDocClients(db, projectId);
  return new Map(rows.map(({ client_id, user_id, job_id }) => {
    return [client_id, { userId: user_id, jobId: job_id }];
  }));
}

/** The clients whose structs are in an update (format V1). Most have one, which stands at the front. */
export function clientsIn(update: Uint8Array): readonly number[] {
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let scale = 1; at < update.length; scale *= 128) {
      const byte = update[at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) break;
    }
    return value;
  };
  const clients = number();
  if (clients === 0) return [];
  if (clients > 1) return [...Y.parseUpdateMeta(update).from.keys()];
  number(); // how many structs
  return [number()];
}
