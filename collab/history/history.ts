import type * as Y from "yjs";
import { deleteActivityBefore } from "../../db/activity.ts";
import type { Sql } from "../../db/client.ts";
import { transaction } from "../../db/transaction.ts";
import {
  deleteVersions,
  findLastVersion,
  findVersionAfter,
  hasLogSince,
  insertVersion,
  listAutomaticVersions,
  updateVersionChanges,
  type VersionReason,
  type VersionRow,
} from "../../db/versions.ts";
import { uuidv7 } from "../../services/ids.ts";
import type { Log } from "../../services/log.ts";
import type { RoomLimits } from "../limits.ts";
import {
  Activity,
  type Change,
  counted,
  type CountedChange,
  type Doer,
  mergeChanges,
} from "./activity.ts";
import { Authors } from "./authors.ts";
import { superfluous } from "./retention.ts";
import { type Tally, tallyOf } from "./tally.ts";

type HistoryLimits = Pick<RoomLimits, "versionIdleMs" | "versionOngoingMs" | "activityMs">;

export interface VersionWish {
  readonly reason: VersionReason;
  readonly name?: string;
  readonly userId?: string | null;
  readonly jobId?: string;
}

const ACTIVITY_DAYS = 90;

/** What happened to the documents: versions of them, who did what, and whose each letter is. */
export class History {
  readonly authors: Authors;
  readonly #sql: Sql;
  readonly #log: Log;
  readonly #limits: HistoryLimits;
  readonly #activity: Activity;
  /** Projects with changes that no version holds. */
  readonly #changing = new Map<string, { readonly sinceMs: number; lastMs: number }>();
  readonly #running = new Set<Promise<unknown>>();
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(deps: { readonly sql: Sql; readonly log: Log; readonly limits: HistoryLimits }) {
    this.#sql = deps.sql;
    this.#log = deps.log;
    this.#limits = deps.limits;
    this.authors = new Authors(deps.sql, deps.log);
    this.#activity = new Activity(deps.sql, deps.log);
    this.#timer = setInterval(() => this.#tick(), deps.limits.activityMs);
  }

  /** Follows what people do in an open document. @param userOf who is behind a transaction's origin. */
  watch(projectId: string, doc: Y.Doc, userOf: (origin: unknown) => string | undefined): void {
    doc.on("afterTransaction", (transaction: Y.Transaction) => {
      const userId = userOf(transaction.origin);
      if (userId === undefined || transaction.changed.size === 0) return;
      this.record(projectId, { userId, jobId: null }, tallyOf(transaction));
    });
  }

  /** Something was done, and is saved. */
  record(projectId: string, doer: Doer, tally: Tally): void {
    if (tally.isEmpty) return;
    this.#activity.record(projectId, doer, tally);
    const now = performance.now();
    const changing = this.#changing.get(projectId);
    if (changing) changing.lastMs = now;
    else this.#changing.set(projectId, { sinceMs: now, lastMs: now });
  }

  /** The last person has left. */
  left(projectId: string): void {
    this.authors.forget(projectId);
    this.#start(this.#takeAutomatic(projectId, "empty"));
  }

  /** Puts the document aside as it is now. @returns undefined when the job has its version already. */
  async take(projectId: string, wish: VersionWish): Promise<VersionRow | undefined> {
    await this.#activity.flush(projectId);
    const last = await findLastVersion(this.#sql, projectId);
    return await this.#take(projectId, wish, last);
  }

  /** Who did what since a moment. */
  async changesSince(projectId: string, moment: Date | null): Promise<readonly Change[]> {
    await this.#activity.flush(projectId);
    return await this.#activity.since(this.#sql, projectId, moment);
  }

  /** Writes what is known and finishes what runs. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    while (this.#running.size > 0) await Promise.all(this.#running);
    await this.#activity.flush();
  }

  #tick(): void {
    this.#start(this.#activity.flush());
    const now = performance.now();
    for (const [projectId, { sinceMs, lastMs }] of this.#changing) {
      if (now - lastMs >= this.#limits.versionIdleMs) {
        this.#start(this.#takeAutomatic(projectId, "idle"));
      } else if (now - sinceMs >= this.#limits.versionOngoingMs) {
        this.#start(this.#takeAutomatic(projectId, "ongoing"));
      }
    }
  }

  async #takeAutomatic(projectId: string, reason: VersionReason): Promise<void> {
    this.#changing.delete(projectId);
    await this.#activity.flush(projectId);
    const last = await findLastVersion(this.#sql, projectId);
    const changes = await this.#activity.since(this.#sql, projectId, last?.created_at ?? null);
    const hasChanged = changes.length > 0 ||
      await hasLogSince(this.#sql, projectId, last?.upto_seq ?? null);
    if (!hasChanged) return;
    await this.#take(projectId, { reason }, last, changes);
    await this.#thin(projectId);
  }

  async #take(
    projectId: string,
    { reason, name, userId, jobId }: VersionWish,
    last: VersionRow | undefined,
    known?: readonly Change[],
  ): Promise<VersionRow | undefined> {
    const changes = known ??
      await this.#activity.since(this.#sql, projectId, last?.created_at ?? null);
    return await insertVersion(this.#sql, {
      id: uuidv7(),
      project_id: projectId,
      name: name ?? null,
      reason,
      job_id: jobId ?? null,
      created_by: userId ?? null,
      changes: changes.map(counted),
    });
  }

  /** What the versions that go would have told is told by the next that stays. */
  async #thin(projectId: string): Promise<void> {
    await transaction(this.#sql, async (tx) => {
      await deleteActivityBefore(tx, projectId, ACTIVITY_DAYS);
      const versions = await listAutomaticVersions(tx, projectId);
      const going = superfluous(versions, new Date());
      for (const version of versions.filter(({ id }) => going.includes(id))) {
        const heir = await findVersionAfter(tx, projectId, version.created_at, going);
        if (!heir) continue;
        const changes = mergeChanges(
          version.changes as readonly CountedChange[],
          heir.changes as readonly CountedChange[],
        );
        await updateVersionChanges(tx, heir.id, changes);
      }
      if (going.length > 0) await deleteVersions(tx, going);
    });
  }

  #start(work: Promise<unknown>): void {
    const running = work.catch((error) => this.#log.warn("history has a gap", { error }))
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }
}
