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
  #position: LogPosition | null = null;
  #lookedAtMs = -Infinity;
  /** Rows since the position that were seen. */
  #seen: ReadonlySet<number> = new Set();
  /** Rooms that were looked at since they opened. */
  readonly #known = new Set<string>();

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

  /** A room is opened anew: its next look reads all there is of it. */
  forget(projectId: string): void {
    this.#known.delete(projectId);
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
    const { position, rows } = await readTail(this.#sql, projectIds, this.#position);
    const late = this.#position === null || now - this.#lookedAtMs > TOO_LONG_MS;
    const whole = new Set(projectIds.filter((id) => late || this.#hasMissed(id)));
    for (const projectId of whole) await this.#readWhole(projectId);
    const news = rows.filter(({ seq, project_id }) =>
      !this.#seen.has(seq) && !whole.has(project_id)
    );
    this.#apply(await readPayloads(this.#sql, news));
    for (const projectId of projectIds) this.#known.add(projectId);
    const seen = rows.map(({ seq }) => seq);
    if (!all) {
      this.#seen = new Set([...this.#seen, ...seen]);
      return;
    }
    this.#seen = new Set(seen);
    this.#position = position;
    this.#lookedAtMs = now;
  }

  /**
   * Rows may be behind the position: those that came while a room was being loaded, when it was not yet
   * one of ours; and what a document waits for that has a part without the one before it.
   */
  #hasMissed(projectId: string): boolean {
    const document = this.#rooms.document(projectId);
    return !this.#known.has(projectId) || (document?.store.pendingStructs ?? null) !== null;
  }

  async #readWhole(projectId: string): Promise<void> {
    const { parts } = await readStored(this.#sql, projectId);
    this.#apply(parts.map(({ seq, payload }) => ({ project_id: projectId, seq, payload })));
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

interface LoggedUpdate {
  readonly seq: number | null;
  readonly payload: Uint8Array;
}
