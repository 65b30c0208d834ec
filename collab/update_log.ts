import * as Y from "yjs";
import { type Sql, sqlState } from "../db/client.ts";
import { insertUpdates, type NewDocUpdate } from "../db/doc_updates.ts";
import type { Log } from "../services/log.ts";
import type { RoomLimits } from "./limits.ts";

/**
 * The write-ahead log of all rooms. Updates that arrive close together, from whatever room, share one
 * INSERT and so one commit: none waits when little is going on, a few milliseconds when much is.
 */
export interface UpdateLog {
  /**
   * Resolves once the update is committed, with what was: as a rule one update, which may stand for
   * several of its source.
   * @param source updates of one source that share a commit are one row, and their calls give the same
   *   promise; all of a source are of one project, person and origin.
   * @throws NotSaved when it is not known to be. It may be in the log all the same, and sending it
   *   again is harmless: an update applies once.
   */
  append(update: NewDocUpdate, source?: object): Promise<readonly Uint8Array[]>;
  /** Resolves when nothing waits any more, saved or not. */
  idle(): Promise<void>;
}

export class NotSaved extends Error {
  override readonly name = "NotSaved";

  /** @param isCertain whether it is known not to be in the log, and never to come there. */
  constructor(message: string, readonly isCertain: boolean, options?: ErrorOptions) {
    super(message, options);
  }
}

type LogLimits = Pick<RoomLimits, "gatherMs" | "unsavedBytes" | "saveTimeoutMs">;

export function createUpdateLog(deps: {
  readonly sql: Sql;
  readonly log: Log;
  readonly limits: LogLimits;
  /** Told of each update once it is committed. Must not throw. */
  readonly onLogged?: ((projectId: string, update: Uint8Array) => void) | undefined;
  /** Told why updates could not be saved, where they are not the reason. Must not throw. */
  readonly onFailed?: ((error: unknown) => void) | undefined;
}): UpdateLog {
  return new GroupCommit(deps.sql, deps.log, deps.limits, deps.onLogged, deps.onFailed);
}

interface Waiting {
  readonly update: NewDocUpdate;
  /** The update's own, and what its source sent since. */
  payloads: Uint8Array[];
  byteLength: number;
  readonly source: object | undefined;
  readonly since: number;
  readonly saved: Promise<readonly Uint8Array[]>;
  readonly resolve: (payloads: readonly Uint8Array[]) => void;
  readonly reject: (error: NotSaved) => void;
}

/** A commit that takes longer than this no longer holds up the ones behind it. */
const STUCK_MS = 50;
const MAX_COMMITS_AT_ONCE = 4;
const MAX_BATCH_ROWS = 512;
const MAX_BATCH_BYTES = 4 * 1024 * 1024;
/** A row that stands for several updates is not larger: other processes are told it in one message. */
const MAX_MERGED_BYTES = 256 * 1024;
/**
 * With fewer arrivals than this in a window, waiting for more would be for nothing: they share the commits
 * that wait for the one before them. At 250 updates a second and commits of 2.5 ms, waiting from 2 on
 * makes a third fewer commits, and the hundredth slowest of them takes 12 ms instead of 6.
 */
const WORTH_GATHERING = 4;

class GroupCommit implements UpdateLog {
  readonly #sql: Sql;
  readonly #log: Log;
  readonly #limits: LogLimits;
  readonly #onLogged: ((projectId: string, update: Uint8Array) => void) | undefined;
  readonly #onFailed: ((error: unknown) => void) | undefined;
  #waiting: Waiting[] = [];
  /** Those of them that may grow. */
  readonly #bySource = new Map<object, Waiting>();
  #unsavedBytes = 0;
  #commits = 0;
  #commitStarted = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #arrivalsPerMs = 0;
  #lastArrival = 0;
  #idleWaiters: (() => void)[] = [];

  constructor(
    sql: Sql,
    log: Log,
    limits: LogLimits,
    onLogged: ((projectId: string, update: Uint8Array) => void) | undefined,
    onFailed: ((error: unknown) => void) | undefined,
  ) {
    this.#sql = sql;
    this.#log = log;
    this.#limits = limits;
    this.#onLogged = onLogged;
    this.#onFailed = onFailed;
  }

  append(update: NewDocUpdate, source?: object): Promise<readonly Uint8Array[]> {
    const { payload } = update;
    const { byteLength } = payload;
    if (this.#unsavedBytes + byteLength > this.#limits.unsavedBytes) {
      return Promise.reject(new NotSaved("too much waits to be saved", true));
    }
    this.#unsavedBytes += byteLength;
    const since = performance.now();
    this.#countArrival(since);
    const before = source && this.#bySource.get(source);
    if (before && before.byteLength + byteLength <= MAX_MERGED_BYTES) {
      before.payloads.push(payload);
      before.byteLength += byteLength;
      return before.saved;
    }
    const { promise: saved, resolve, reject } = Promise.withResolvers<readonly Uint8Array[]>();
    const payloads = [payload];
    const waiting = { update, payloads, byteLength, source, since, saved, resolve, reject };
    this.#waiting.push(waiting);
    if (source) this.#bySource.set(source, waiting);
    this.#schedule();
    return saved;
  }

  idle(): Promise<void> {
    if (this.#waiting.length === 0 && this.#commits === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idleWaiters.push(resolve));
  }

  /** A moving average over about twenty arrivals. */
  #countArrival(now: number): void {
    const gapMs = Math.min(100, Math.max(0.01, now - this.#lastArrival));
    this.#lastArrival = now;
    const gap = this.#arrivalsPerMs === 0 ? 100 : 1 / this.#arrivalsPerMs;
    this.#arrivalsPerMs = 1 / (gap + (gapMs - gap) / 20);
  }

  #schedule(): void {
    const first = this.#waiting[0];
    if (!first || this.#timer !== undefined) return;
    const now = performance.now();
    let delayMs = 0;
    if (this.#arrivalsPerMs * this.#limits.gatherMs >= WORTH_GATHERING) {
      delayMs = first.since + this.#limits.gatherMs - now;
    }
    if (this.#commits > 0) {
      if (this.#commits >= MAX_COMMITS_AT_ONCE) return; // the next to finish schedules again
      delayMs = Math.max(delayMs, this.#commitStarted + STUCK_MS - now);
    }
    if (delayMs <= 0) return this.#commitNext();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#commitNext();
    }, delayMs);
  }

  #commitNext(): void {
    const batch = this.#takeBatch();
    if (batch.length === 0) return;
    this.#commits++;
    this.#commitStarted = performance.now();
    this.#commit(batch).finally(() => {
      this.#commits--;
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#schedule();
      if (this.#waiting.length > 0 || this.#commits > 0) return;
      for (const resolve of this.#idleWaiters.splice(0)) resolve();
    });
  }

  #takeBatch(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { byteLength } of this.#waiting) {
      bytes += byteLength;
      if (count > 0 && (count === MAX_BATCH_ROWS || bytes > MAX_BATCH_BYTES)) break;
      count++;
    }
    const batch = this.#waiting.splice(0, count);
    for (const waiting of batch) {
      const { source } = waiting;
      if (source && this.#bySource.get(source) === waiting) this.#bySource.delete(source);
      waiting.payloads = merged(waiting.payloads);
    }
    return batch;
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    const failure = await this.#insert(batch);
    if (failure !== undefined && batch.length > 1 && isAboutTheRows(failure)) {
      // One project's rows (it may just have been deleted) must not fail the others'.
      for (const part of Map.groupBy(batch, ({ update }) => update.project_id).values()) {
        this.#settle(part, await this.#insert(part));
      }
      return;
    }
    this.#settle(batch, failure);
  }

  async #insert(batch: readonly Waiting[]): Promise<unknown> {
    const rows = batch.flatMap(({ update, payloads }) => {
      return payloads.map((payload) => ({ ...update, payload }));
    });
    const inserted = insertUpdates(this.#sql, rows);
    try {
      await within(this.#limits.saveTimeoutMs, inserted);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  #settle(batch: readonly Waiting[], failure: unknown): void {
    for (const { byteLength } of batch) this.#unsavedBytes -= byteLength;
    if (failure === undefined) {
      for (const { update, payloads, resolve } of batch) {
        resolve(payloads);
        for (const payload of payloads) this.#onLogged?.(update.project_id, payload);
      }
      return;
    }
    if (!isAboutTheRows(failure)) this.#onFailed?.(failure);
    this.#log.error("updates could not be saved", { error: failure, updates: batch.length });
    const error = new NotSaved("the update log refused it", isAnswer(failure), { cause: failure });
    for (const { reject } of batch) reject(error);
  }
}

/** Yjs looks at all of what it merges for each of it: hundreds at once would take as many times longer. */
const MERGED_AT_ONCE = 32;

/** One update for many; or those it was given, when they cannot be merged. */
function merged(updates: Uint8Array[]): Uint8Array[] {
  try {
    while (updates.length > 1) {
      const some: Uint8Array[] = [];
      for (let at = 0; at < updates.length; at += MERGED_AT_ONCE) {
        some.push(Y.mergeUpdates(updates.slice(at, at + MERGED_AT_ONCE)));
      }
      updates = some;
    }
  } catch {
    // They were looked at as they came in: each may still be good for itself.
  }
  return updates;
}

/** SQLSTATE classes 22 and 23: the data, or what it refers to, is the reason. */
function isAboutTheRows(error: unknown): boolean {
  return /^2[23]/.test(sqlState(error) ?? "");
}

/** The database has said no: it did not fall silent (our timeout), or go away (SQLSTATE classes 08 and 57P). */
function isAnswer(error: unknown): boolean {
  const state = sqlState(error);
  return state !== undefined && !/^(08|57P)/.test(state);
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`not committed within ${ms} ms`)), ms);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
