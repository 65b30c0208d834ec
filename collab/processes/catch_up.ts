import * as Y from "yjs";
import type { Sql } from "../../db/client.ts";
import { type LogPosition, readPayloads, readTail, type TailRow } from "../../db/doc_tail.ts";
import type { Log } from "../../services/log.ts";
import { readStored } from "../load.ts";
import { ELSEWHERE } from "./elsewhere.ts";

/** The rooms that are open here. */
export interface RoomsHere {
  ids(): readonly string[];
  document(projectId: string): Y.Doc | undefined;
}

/** Where the log was looked at when a room began to be read: all before it is in what was read. */
export interface Beginning {
  readonly position: LogPosition;
  readonly atMs: number;
}

/** How long rows stay in the log at least when several processes read it. */
export const KEEP_ROWS_MS = 60_000;
/** After so long without a look, rows may have been folded that were never seen. */
const TOO_LONG_MS = KEEP_ROWS_MS / 2;

/**
 * Brings what other processes have logged into the rooms that are open here, from the log itself: all
 * of them every few seconds, one of them when there is reason to.
 */
export class CatchUp {
  readonly #sql: Sql;
  readonly #log: Log;
  readonly #rooms: RoomsHere;
  readonly #asked = new Set<string>();
  #all = false;
  #running: Promise<void> | undefined;
  /** Where all rooms that are known were looked at last. */
  #reached: Beginning | null = null;
  /** Rows since then that were seen. */
  #seen: ReadonlySet<number> = new Set();
  /** Rooms that were looked at since they opened. */
  readonly #known = new Set<string>();
  /** Where the others began, and the rows that they began with. */
  readonly #begun = new Map<string, { readonly from: Beginning; readonly seqs: Set<number> }>();
  /** What each room was still waiting for after all that the log has was read. */
  readonly #missing = new Map<string, string>();

  constructor(deps: { readonly sql: Sql; readonly log: Log; readonly rooms: RoomsHere }) {
    this.#sql = deps.sql;
    this.#log = deps.log;
    this.#rooms = deps.rooms;
  }

  /** Looks at one room, or at all, after what is under way. Never throws. */
  look(projectId?: string): Promise<void> {
    if (projectId === undefined) this.#all = true;
    else this.#asked.add(projectId);
    return this.#running ??= this.#run().finally(() => this.#running = undefined);
  }

  /** For a room that is about to be read from the database. Null: nobody knows how far the log is. */
  beginning(): Beginning | null {
    return this.#reached;
  }

  /**
   * A room is opened anew. Its next look reads what came since it began to be read.
   * @param seqs the rows it was read with.
   */
  opened(projectId: string, from: Beginning | null, seqs: Iterable<number>): void {
    this.forget(projectId);
    if (from) this.#begun.set(projectId, { from, seqs: new Set(seqs) });
  }

  forget(projectId: string): void {
    this.#known.delete(projectId);
    this.#begun.delete(projectId);
    this.#missing.delete(projectId);
  }

  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#all || this.#asked.size > 0) {
      const all = this.#all;
      const asked = all ? this.#rooms.ids() : [...this.#asked];
      this.#all = false;
      this.#asked.clear();
      try {
        await this.#read(asked, all);
      } catch (error) {
        this.#log.warn("rooms could not be compared with the log", { error });
      }
    }
  }

  async #read(projectIds: readonly string[], all: boolean): Promise<void> {
    const now = performance.now();
    const wishes = projectIds.map((id) => {
      const from = this.#from(id);
      const isLate = from === null || now - from.atMs > TOO_LONG_MS;
      return { project_id: id, since: isLate ? null : from.position };
    });
    const { position, rows } = await readTail(this.#sql, wishes);
    const whole = new Set(
      wishes.filter(({ project_id, since }) => since === null || this.#waitsForMore(project_id))
        .map(({ project_id }) => project_id),
    );
    for (const projectId of whole) await this.#readWhole(projectId);
    const news = rows.filter(({ seq, project_id }) =>
      !whole.has(project_id) && !this.#seen.has(seq) && !this.#begun.get(project_id)?.seqs.has(seq)
    );
    this.#apply(await readPayloads(this.#sql, news));
    for (const projectId of projectIds) {
      this.#known.add(projectId);
      this.#begun.delete(projectId);
    }
    const seen = rows.map(({ seq }) => seq);
    this.#seen = new Set(all ? seen : [...this.#seen, ...seen]);
    if (all) this.#reached = { position, atMs: now };
  }

  /**
   * From where a room's rows have to be read. Rows may be behind where the others were looked at last:
   * those that came while the room was being loaded, when it was not yet one of ours.
   */
  #from(projectId: string): Beginning | null {
    if (this.#known.has(projectId)) return this.#reached;
    return this.#begun.get(projectId)?.from ?? null;
  }

  /**
   * Whether a document waits for a part of which it has what comes after. The log may have it, behind
   * where it was looked at; where it has not, the part may never come, and is not looked for again.
   */
  #waitsForMore(projectId: string): boolean {
    const missing = missingIn(this.#rooms.document(projectId));
    if (missing === undefined) this.#missing.delete(projectId);
    return missing !== undefined && missing !== this.#missing.get(projectId);
  }

  async #readWhole(projectId: string): Promise<void> {
    const { parts } = await readStored(this.#sql, projectId);
    this.#apply(parts.map(({ seq, payload }) => ({ project_id: projectId, seq, payload })));
    const missing = missingIn(this.#rooms.document(projectId));
    if (missing === undefined) this.#missing.delete(projectId);
    else this.#missing.set(projectId, missing);
  }

  #apply(rows: readonly (Omit<TailRow, "seq"> & LoggedUpdate)[]): void {
    for (const [projectId, updates] of Map.groupBy(rows, ({ project_id }) => project_id)) {
      const document = this.#rooms.document(projectId);
      document?.transact(() => {
        for (const { seq, payload } of updates) this.#applyOne(document, projectId, seq, payload);
      }, ELSEWHERE);
    }
  }

  #applyOne(document: Y.Doc, projectId: string, seq: number | null, payload: Uint8Array): void {
    try {
      Y.applyUpdate(document, payload, ELSEWHERE);
    } catch (error) {
      this.#log.error("a row of the log cannot be applied", { project_id: projectId, seq, error });
    }
  }
}

/** The clocks that a document waits for; undefined when it waits for none. */
function missingIn(document: Y.Doc | undefined): string | undefined {
  const pending = document?.store.pendingStructs;
  return pending ? JSON.stringify([...pending.missing].sort()) : undefined;
}

interface LoggedUpdate {
  readonly seq: number | null;
  readonly payload: Uint8Array;
}
