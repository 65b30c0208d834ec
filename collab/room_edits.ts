import * as Y from "yjs";
import type { Sql } from "../db/client.ts";
import { ApiError } from "../services/api_error.ts";
import type { Log } from "../services/log.ts";
import { DocumentBudget } from "./budget.ts";
import type { Doer } from "./history/activity.ts";
import type { History } from "./history/history.ts";
import { Tally, tallyOf } from "./history/tally.ts";
import type { RoomLimits } from "./limits.ts";
import { applyStored, readStored, STORED } from "./load.ts";
import type { OpenRoom } from "./open_room.ts";
import { FROM_SHADOW } from "./shadow.ts";
import { NotSaved, type UpdateLog } from "./update_log.ts";

/** On whose behalf the server edits. */
export type EditOrigin =
  /** `jobId` where it turns back what a job did. */
  | { readonly kind: "rest"; readonly userId: string; readonly jobId?: string }
  | { readonly kind: "job"; readonly jobId: string; readonly userId: string | null }
  | { readonly kind: "server" };

/** The rooms that are open in this process. */
export interface OpenRooms {
  find(projectId: string): OpenRoom | undefined;
  /** The same, after a room that is being loaded has been. */
  settled(projectId: string): Promise<OpenRoom | undefined>;
  /** A closed room's log has grown. */
  grown(projectId: string, log: { readonly rows: number; readonly bytes: number }): void;
}

/** An edit that was made away from the room, from what was in the log. */
export interface ApartEdit<T> {
  readonly value: T;
  /** By clients that are nobody else's; undefined when it changes nothing. */
  readonly update: Uint8Array | undefined;
  readonly tally: Tally;
  /** Size of the document with it. */
  readonly documentBytes: number;
}

interface EditDeps {
  readonly sql: Sql;
  readonly log: Log;
  readonly updates: UpdateLog;
  readonly rooms: OpenRooms;
  readonly history: History;
  readonly limits: RoomLimits;
}

/**
 * The only door for edits by the server. An edit is made in a copy, committed to the log, and only then
 * applied to the room, if it is open: what is seen is saved. Edits of one room come one after the other.
 */
export class RoomEdits {
  readonly #deps: EditDeps;
  readonly #queues = new Map<string, Promise<unknown>>();
  readonly #making = new Set<Promise<unknown>>();
  /** Rooms whose last append failed: the log may hold an edit that the room does not. */
  readonly #doubtful = new Set<string>();
  /** Each person and each job edits as a client of its own, so that what they write leads to them. */
  readonly #clientIds = new Map<string, number>();

  constructor(deps: EditDeps) {
    this.#deps = deps;
  }

  /**
   * @throws what `fn` throws, and nothing has changed then.
   * @throws ApiError NOT_SAVED 503, DOCUMENT_TOO_LARGE 413.
   */
  edit<T>(projectId: string, origin: EditOrigin, fn: (doc: Y.Doc) => T): Promise<T> {
    return this.#inTurn(projectId, () => this.#edit(projectId, origin, fn));
  }

  /**
   * The same for an edit that would hold up everybody: `make` makes it elsewhere, and others go on
   * editing meanwhile. It merges with what they do.
   */
  async editApart<T>(
    projectId: string,
    origin: EditOrigin,
    make: () => Promise<ApartEdit<T>>,
  ): Promise<T> {
    const making = make();
    const made: Promise<unknown> = making.catch(() => {}).then(() => this.#making.delete(made));
    this.#making.add(made);
    const edit = await making;
    if (edit.update) {
      await this.#inTurn(projectId, () => this.#takeIn(projectId, origin, edit.update!, edit));
    }
    return edit.value;
  }

  #inTurn<T>(projectId: string, work: () => Promise<T>): Promise<T> {
    const before = this.#queues.get(projectId) ?? Promise.resolve();
    const edit = before.then(work);
    const settled = edit.catch(() => {}).then(() => {
      if (this.#queues.get(projectId) === settled) this.#queues.delete(projectId);
    });
    this.#queues.set(projectId, settled);
    return edit;
  }

  async idle(): Promise<void> {
    while (this.#queues.size + this.#making.size > 0) {
      await Promise.all([...this.#queues.values(), ...this.#making]);
    }
  }

  async #edit<T>(projectId: string, origin: EditOrigin, fn: (doc: Y.Doc) => T): Promise<T> {
    if (this.#doubtful.has(projectId)) await this.#reconcile(projectId);
    const copy = await this.#copy(projectId, this.#clientIdOf(origin));
    let result: Captured<T>;
    try {
      result = capture(copy.doc, fn);
      if (result.update && !copy.budget.admits(result.update)) {
        throw tooLarge();
      }
    } catch (error) {
      copy.spoilt();
      throw error;
    }
    const { value, update, tally } = result;
    if (update) {
      await this.#save(projectId, origin, update).catch((error) => {
        copy.spoilt();
        throw error;
      });
      const room = await this.#deps.rooms.settled(projectId);
      if (room) Y.applyUpdate(room.document, update, FROM_SHADOW);
      this.#deps.history.record(projectId, doerOf(origin), tally);
    }
    copy.done(update);
    return value;
  }

  async #takeIn(
    projectId: string,
    origin: EditOrigin,
    update: Uint8Array,
    { tally, documentBytes }: Omit<ApartEdit<unknown>, "value">,
  ): Promise<void> {
    const { rooms, limits, history } = this.#deps;
    const open = await rooms.settled(projectId);
    const budget = open?.budget ??
      new DocumentBudget(documentBytes, limits.documentBytes, () => documentBytes);
    if (!budget.admits(update)) throw tooLarge();
    await this.#save(projectId, origin, update);
    const room = await rooms.settled(projectId);
    if (room) Y.applyUpdate(room.document, update, STORED);
    else rooms.grown(projectId, { rows: 1, bytes: update.byteLength });
    history.record(projectId, doerOf(origin), tally);
  }

  async #save(projectId: string, origin: EditOrigin, update: Uint8Array): Promise<void> {
    const known = this.#deps.history.authors.learn(projectId, update, doerOf(origin));
    try {
      await this.#deps.updates.append({
        project_id: projectId,
        payload: update,
        actor_id: origin.kind === "server" ? null : origin.userId,
        origin: origin.kind,
        job_id: origin.kind === "server" ? null : origin.jobId ?? null,
      });
      await known;
    } catch (error) {
      this.#doubtful.add(projectId);
      // It may be in the log all the same: its clock must never be given to another edit.
      this.#clientIds.delete(keyOf(origin));
      const isCertain = error instanceof NotSaved && error.isCertain;
      const message = isCertain
        ? "The edit could not be saved. Nothing has changed; try again."
        : "It is not known whether the edit was saved. Look whether it is there before you try again.";
      throw new ApiError("NOT_SAVED", 503, message, {}, { cause: error });
    }
  }

  /** A copy of the room to edit: its shadow when it is open, else a document of its own. */
  async #copy(projectId: string, clientId: number): Promise<EditCopy> {
    const { rooms, sql, log, limits } = this.#deps;
    const room = await rooms.settled(projectId);
    if (room) {
      const { shadow, budget } = room;
      const doc = shadow.current(clientId);
      return { doc, budget, spoilt: () => shadow.drop(), done: () => {} };
    }
    const stored = await readStored(sql, projectId);
    const doc = new Y.Doc();
    applyStored(doc, stored, log);
    doc.clientID = clientId;
    const bytes = stored.parts.reduce((sum, { payload }) => sum + payload.byteLength, 0);
    const measure = () => Y.encodeStateAsUpdate(doc).byteLength;
    return {
      doc,
      budget: new DocumentBudget(bytes, limits.documentBytes, measure),
      spoilt: () => doc.destroy(),
      done: (update) => {
        doc.destroy();
        if (!update) return;
        const bytes = stored.logBytes + update.byteLength;
        rooms.grown(projectId, { rows: stored.logRows + 1, bytes });
      },
    };
  }

  #clientIdOf(origin: EditOrigin): number {
    const key = keyOf(origin);
    const clientId = this.#clientIds.get(key) ?? newClientId();
    this.#clientIds.delete(key); // the least recently used stand first
    this.#clientIds.set(key, clientId);
    if (this.#clientIds.size > MAX_CLIENT_IDS) {
      this.#clientIds.delete(this.#clientIds.keys().next().value!);
    }
    return clientId;
  }

  /** Brings what the log may hold into the open room. */
  async #reconcile(projectId: string): Promise<void> {
    const stored = await readStored(this.#deps.sql, projectId);
    const room = this.#deps.rooms.find(projectId);
    if (room) applyStored(room.document, stored, this.#deps.log);
    this.#doubtful.delete(projectId);
  }
}

interface EditCopy {
  readonly doc: Y.Doc;
  readonly budget: DocumentBudget;
  /** The copy holds an edit that is not in the log. */
  spoilt(): void;
  done(update: Uint8Array | undefined): void;
}

const MAX_CLIENT_IDS = 1000;

interface Captured<T> {
  readonly value: T;
  /** What it changed, if anything. */
  readonly update: Uint8Array | undefined;
  readonly tally: Tally;
}

/** Runs `fn` as one transaction. */
function capture<T>(doc: Y.Doc, fn: (doc: Y.Doc) => T): Captured<T> {
  const updates: Uint8Array[] = [];
  const tally = new Tally();
  const collect = (update: Uint8Array) => updates.push(update);
  const count = (transaction: Y.Transaction) => tally.add(tallyOf(transaction).deeds());
  doc.on("update", collect);
  doc.on("afterTransaction", count);
  try {
    const value = doc.transact(() => fn(doc));
    if (value instanceof Promise) {
      throw new TypeError("an edit is synchronous: prepare what it needs before");
    }
    const update = updates.length > 1 ? Y.mergeUpdates(updates) : updates[0];
    return { value, update, tally };
  } finally {
    doc.off("update", collect);
    doc.off("afterTransaction", count);
  }
}

function tooLarge(): ApiError {
  return new ApiError("DOCUMENT_TOO_LARGE", 413, "The project's document is full.");
}

function keyOf(origin: EditOrigin): string {
  if (origin.kind === "server") return "server";
  return origin.kind === "job" ? `job ${origin.jobId}` : `user ${origin.userId}`;
}

function doerOf(origin: EditOrigin): Doer {
  if (origin.kind === "server") return { userId: null, jobId: null };
  return { userId: origin.userId, jobId: origin.kind === "job" ? origin.jobId : null };
}

function newClientId(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]!;
}
