import {
  claimJobs,
  countUnfinishedJobs,
  failStrandedJobs,
  type JobRow,
  projectsWithJobsFinished,
  recoverLapsedJobs,
} from "../db/jobs.ts";
import { pruneJobs } from "../collab/document/edits.ts";
import { MAX_LOSSES, stranded, WORKER_LOST } from "./failure.ts";
import { follow } from "./follow.ts";
import type { AnyJobKind, JobDeps } from "./job_kind.ts";
import { purgeProjects } from "./purge.ts";
import { Run } from "./run.ts";

export interface WorkerOptions {
  readonly deps: JobDeps;
  readonly kinds: ReadonlyMap<string, AnyJobKind>;
  /** Jobs at once in this process. */
  readonly concurrency: number;
  readonly leaseSeconds: number;
  readonly backoffMs: (attempts: number) => number;
  /** Tells other workers that a job may have become due. */
  readonly ring: (jobId: string) => void;
}

const HOUR_MS = 60 * 60 * 1000;
/** A job that does not heed its signal keeps its lease to the end, and is found again after it. */
const CLOSE_WITHIN_MS = 10_000;

/** Claims due jobs and runs them, a few at once; finds again what others lost. */
export class Worker {
  readonly #owner = crypto.randomUUID();
  readonly #options: WorkerOptions;
  readonly #running = new Map<string, Run>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  readonly #pending = new Set<Promise<void>>();
  #claiming = false;
  #claimAgain = false;
  #closing = false;
  #changed = Promise.withResolvers<void>();

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  start(): void {
    const { leaseSeconds } = this.#options;
    this.#every(leaseSeconds * 500, () => this.#sweep());
    this.#every(HOUR_MS, () => this.#pruneRooms());
    this.#every(HOUR_MS, () => purgeProjects(this.#options.deps));
    this.#track(this.#sweep());
  }

  /** Looks for due jobs now. */
  wake(): void {
    if (this.#closing) return;
    if (this.#claiming) this.#claimAgain = true;
    else this.#track(this.#claim());
  }

  /** Somebody rang for a job: one that runs here is asked how it stands, any other may be due. */
  look(jobId: string): void {
    const run = this.#running.get(jobId);
    if (run) this.#track(run.beat());
    else this.wake();
  }

  /** @returns whether the job runs here, and was told to stop. */
  cancel(jobId: string): boolean {
    const run = this.#running.get(jobId);
    run?.stop("cancelled");
    return run !== undefined;
  }

  /** Once no job waits or runs, here or in another process. */
  async idle(): Promise<void> {
    for (;;) {
      const changed = this.#changed.promise;
      if (await countUnfinishedJobs(this.#options.deps.sql) === 0) break;
      await changed;
    }
    await Promise.all(this.#pending);
  }

  /** Stops, and gives back what runs. */
  async close(): Promise<void> {
    this.#closing = true;
    for (const timer of this.#timers) clearTimeout(timer);
    for (const run of this.#running.values()) run.stop("shutdown");
    const deadline = Promise.withResolvers<void>();
    const timer = setTimeout(deadline.resolve, CLOSE_WITHIN_MS);
    await Promise.race([this.#drain(), deadline.promise]);
    clearTimeout(timer);
  }

  async #drain(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  async #claim(): Promise<void> {
    this.#claiming = true;
    try {
      do {
        this.#claimAgain = false;
        const limit = this.#options.concurrency - this.#running.size;
        if (limit <= 0) break;
        const rows = await claimJobs(this.#options.deps.sql, {
          owner: this.#owner,
          leaseSeconds: this.#options.leaseSeconds,
          kinds: [...this.#options.kinds.keys()],
          limit,
        });
        for (const row of rows) this.#begin(row);
      } while (this.#claimAgain && !this.#closing);
    } finally {
      this.#claiming = false;
    }
  }

  #begin(row: JobRow): void {
    const run = new Run(row, this.#options.kinds.get(row.kind)!, {
      ...this.#options,
      owner: this.#owner,
    });
    this.#running.set(row.id, run);
    if (this.#closing) run.stop("shutdown");
    this.#track(this.#finish(run));
  }

  async #finish(run: Run): Promise<void> {
    try {
      const row = await run.settled;
      this.#running.delete(run.id);
      this.wake();
      if (!row) return;
      await follow(this.#options, row);
      if (row.status === "queued") this.#after(row.run_at.getTime() - Date.now());
      if (row.status === "succeeded") this.wake();
    } finally {
      this.#running.delete(run.id);
      this.#announceChange();
    }
  }

  async #sweep(): Promise<void> {
    const { deps } = this.#options;
    const changed = [
      ...await recoverLapsedJobs(deps.sql, WORKER_LOST, MAX_LOSSES),
      ...await failStrandedJobs(deps.sql, stranded),
    ];
    for (const row of changed) {
      deps.log.warn("found a job that nobody kept", {
        job: row.id,
        now: row.status,
        losses: row.losses,
        request_id: row.request_id,
      });
      await follow(this.#options, row);
    }
    this.wake();
    this.#announceChange();
  }

  /** Jobs that ended a day ago leave their rooms, also where no new job comes to sweep. */
  async #pruneRooms(): Promise<void> {
    const { sql, rooms } = this.#options.deps;
    for (const project of await projectsWithJobsFinished(sql, { from: 26, to: 24 })) {
      await rooms.edit(project, { kind: "server" }, (doc) => {
        pruneJobs(doc, Date.now());
      });
    }
  }

  #every(ms: number, work: () => Promise<void>): void {
    const again = () => {
      this.#after(ms, async () => {
        await work().finally(again);
      });
    };
    again();
  }

  #after(ms: number, work: () => Promise<void> | void = () => this.wake()): void {
    if (this.#closing) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#track(Promise.resolve(work()));
    }, Math.max(0, ms));
    this.#timers.add(timer);
  }

  /** Work nobody waits for but `close`; its failure is logged, and the next sweep tries again. */
  #track(work: Promise<void>): void {
    const tracked = work.catch((error) => {
      this.#options.deps.log.error("the queue could not do its work", { error });
    }).finally(() => this.#pending.delete(tracked));
    this.#pending.add(tracked);
  }

  #announceChange(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}
