import { insertActivity, listActivity, type NewActivity } from "../../db/activity.ts";
import type { Db, Sql } from "../../db/client.ts";
import { transaction } from "../../db/transaction.ts";
import type { Log } from "../../services/log.ts";
import { type Deeds, KINDS, Tally, type Verb } from "./tally.ts";

/** Who did something: a person, or a job that a person asked for. */
export interface Doer {
  readonly userId: string | null;
  readonly jobId: string | null;
}

/** What one person or job did in a while. */
export interface Change extends Doer {
  /** ISO 8601. */
  readonly from: string;
  readonly until: string;
  readonly deeds: Deeds;
}

/** How many of a kind were added, changed and removed. */
export type Counts = Readonly<Record<Verb, number>>;

/** A change as a version keeps it: counted. */
export interface CountedChange extends Omit<Change, "deeds"> {
  readonly counts: Readonly<Partial<Record<typeof KINDS[number], Counts>>>;
}

/** Keeps who did what, a few seconds at a time. It is a summary: with a crash, those seconds are lost. */
export class Activity {
  readonly #sql: Sql;
  readonly #log: Log;
  readonly #pending = new Map<string, Map<string, Pending>>();
  readonly #writing = new Map<string, Promise<void>>();

  constructor(sql: Sql, log: Log) {
    this.#sql = sql;
    this.#log = log;
  }

  record(projectId: string, doer: Doer, tally: Tally): void {
    const byDoer = this.#pending.get(projectId) ?? new Map<string, Pending>();
    this.#pending.set(projectId, byDoer);
    const key = `${doer.userId}/${doer.jobId}`;
    const pending = byDoer.get(key) ?? { doer, sinceMs: performance.now(), tally: new Tally() };
    byDoer.set(key, pending);
    pending.tally.add(tally.deeds());
  }

  /** Writes what is pending, of one project or of all. A failure is logged, and tried again next time. */
  async flush(projectId?: string): Promise<void> {
    const projects = projectId === undefined
      ? new Set([...this.#pending.keys(), ...this.#writing.keys()])
      : [projectId];
    for (const id of projects) {
      await this.#writing.get(id);
      const writing = this.#write(id).finally(() => this.#writing.delete(id));
      this.#writing.set(id, writing);
      await writing;
    }
  }

  /** Who did what since a moment, the earliest first. */
  async since(db: Db, projectId: string, moment: Date | null): Promise<readonly Change[]> {
    const rows = await listActivity(db, projectId, moment);
    const byDoer = Map.groupBy(rows, ({ user_id, job_id }) => `${user_id}/${job_id}`);
    return [...byDoer.values()].flatMap((rows) => {
      const tally = new Tally();
      for (const { deeds } of rows) tally.add(deeds as Deeds);
      if (tally.isEmpty) return [];
      const [first, last] = [rows[0]!, rows.at(-1)!];
      const from = rows.reduce((a, { from_at }) => from_at < a ? from_at : a, first.from_at);
      return [{
        userId: first.user_id,
        jobId: first.job_id,
        from: from.toISOString(),
        until: last.until_at.toISOString(),
        deeds: tally.deeds(),
      }];
    });
  }

  async #write(projectId: string): Promise<void> {
    const byDoer = this.#pending.get(projectId);
    if (!byDoer) return;
    this.#pending.delete(projectId);
    const now = performance.now();
    const rows = [...byDoer.values()].filter(({ tally }) => !tally.isEmpty).map((
      { doer, sinceMs, tally },
    ): NewActivity => ({
      project_id: projectId,
      user_id: doer.userId,
      job_id: doer.jobId,
      agoMs: now - sinceMs,
      deeds: tally.deeds(),
    }));
    try {
      if (rows.length > 0) await transaction(this.#sql, (tx) => insertActivity(tx, rows));
    } catch (error) {
      this.#log.warn("who did what could not be written", { project_id: projectId, error });
      for (const { doer, tally } of byDoer.values()) this.record(projectId, doer, tally);
    }
  }
}

interface Pending {
  readonly doer: Doer;
  readonly sinceMs: number;
  readonly tally: Tally;
}

export function counted({ deeds, ...change }: Change): CountedChange {
  const counts = KINDS.flatMap((kind) => {
    const verbs = Object.values(deeds[kind] ?? {});
    if (verbs.length === 0) return [];
    const count = (verb: Verb) => verbs.filter((one) => one === verb).length;
    const found = { added: count("added"), changed: count("changed"), removed: count("removed") };
    return [[kind, found] as const];
  });
  return { ...change, counts: Object.fromEntries(counts) };
}

/** Changes of two neighbouring versions as those of one. */
export function mergeChanges(
  earlier: readonly CountedChange[],
  later: readonly CountedChange[],
): readonly CountedChange[] {
  const byDoer = Map.groupBy([...earlier, ...later], (one) => `${one.userId}/${one.jobId}`);
  return [...byDoer.values()].map((changes) => {
    const counts = KINDS.flatMap((kind) => {
      const all = changes.flatMap(({ counts }) => counts[kind] ?? []);
      if (all.length === 0) return [];
      const sum = (verb: Verb) => all.reduce((total, one) => total + one[verb], 0);
      return [
        [kind, { added: sum("added"), changed: sum("changed"), removed: sum("removed") }] as const,
      ];
    });
    return {
      userId: changes[0]!.userId,
      jobId: changes[0]!.jobId,
      from: changes.map(({ from }) => from).sort()[0]!,
      until: changes.map(({ until }) => until).sort().at(-1)!,
      counts: Object.fromEntries(counts),
    };
  });
}
