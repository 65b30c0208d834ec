import {
  type Ending,
  finishJob,
  type JobRow,
  type Lease,
  releaseJob,
  renewLease,
  requeueJob,
  saveCheckpoint,
} from "../db/jobs.ts";
import { describe, JobStopped, type StopReason, TIMED_OUT } from "./failure.ts";
import { applyJob } from "./apply.ts";
import { postEntry } from "./job_entry.ts";
import type { AnyJobKind, JobContext, JobDeps } from "./job_kind.ts";

export interface RunOptions {
  readonly deps: JobDeps;
  /** Who claimed the row. */
  readonly owner: string;
  readonly leaseSeconds: number;
  /** How long to wait before the next attempt, after so many. */
  readonly backoffMs: (attempts: number) => number;
}

/** Fine progress is told at most this often. */
const TELL_EVERY_MS = 200;

/** One attempt at a claimed job: keeps its lease, reports where it is, and writes how it ended. */
export class Run {
  readonly id: string;
  /** The row as the attempt left it; undefined when the lease was lost, and another has the job. */
  readonly settled: Promise<JobRow | undefined>;
  readonly #row: JobRow;
  readonly #lease: Lease;
  readonly #options: RunOptions;
  readonly #stop = new AbortController();
  #at = { stage: "starting", progress: 0 };
  #renewedAtMs = performance.now();
  #toldAtMs = -Infinity;
  /** Entries are posted one after another, so that a slow room never shows an older stage last. */
  #posted: Promise<void> = Promise.resolve();

  constructor(row: JobRow, kind: AnyJobKind, options: RunOptions) {
    this.id = row.id;
    this.#row = row;
    this.#lease = { id: row.id, owner: options.owner, attempts: row.attempts };
    this.#options = options;
    this.settled = this.#run(kind);
  }

  /** Stops the attempt; `settled` says when it has stopped. */
  stop(reason: StopReason): void {
    this.#stop.abort(new JobStopped(reason));
  }

  /** Keeps the lease, and learns whether it is still held and whether somebody asked to cancel. */
  async beat(): Promise<void> {
    const { deps: { sql, log }, leaseSeconds } = this.#options;
    try {
      const held = await renewLease(sql, this.#lease, leaseSeconds, this.#at);
      if (held === undefined) return this.stop("lease lost");
      this.#renewedAtMs = performance.now();
      if (held.cancelled) this.stop("cancelled");
    } catch (error) {
      log.warn("a job's lease could not be renewed", { job: this.id, error });
      const silentMs = performance.now() - this.#renewedAtMs;
      if (silentMs > leaseSeconds * 1000) this.stop("lease lost");
    }
  }

  async #run(kind: AnyJobKind): Promise<JobRow | undefined> {
    const { leaseSeconds, deps: { log } } = this.#options;
    this.#post({ ...this.#row, ...this.#at });
    const heartbeat = setInterval(() => this.beat(), leaseSeconds * 1000 / 3);
    const timeout = setTimeout(() => this.stop("timeout"), kind.timeoutSeconds * 1000);
    const startedAtMs = performance.now();
    try {
      const left = await this.#attempt(kind);
      await this.#posted;
      const durationMs = Math.round(performance.now() - startedAtMs);
      log.info("job", {
        job: this.id,
        kind: kind.kind,
        status: left?.status,
        durationMs,
        request_id: this.#row.request_id,
      });
      return left;
    } finally {
      clearInterval(heartbeat);
      clearTimeout(timeout);
    }
  }

  async #attempt(kind: AnyJobKind): Promise<JobRow | undefined> {
    const { deps: { log } } = this.#options;
    let ending: Ending;
    try {
      ending = { status: "succeeded", ...await kind.run(this.#context()) };
    } catch (error) {
      const stopped = this.#stop.signal.aborted
        ? this.#stop.signal.reason as JobStopped
        : undefined;
      if (stopped === undefined) {
        const { attempts: attempt, request_id } = this.#row;
        log.warn("a job's attempt failed", { job: this.id, attempt, request_id, error });
      }
      return await this.#leave(stopped?.reason, error);
    }
    return await finishJob(this.#options.deps.sql, this.#lease, ending);
  }

  /** Writes how a failed or stopped attempt leaves the row. */
  async #leave(stopped: StopReason | undefined, error: unknown): Promise<JobRow | undefined> {
    const { deps: { sql }, backoffMs } = this.#options;
    switch (stopped) {
      case "lease lost":
        return undefined;
      case "shutdown":
        return await releaseJob(sql, this.#lease);
      case "cancelled":
        return await finishJob(sql, this.#lease, { status: "cancelled" });
    }
    const told = stopped === "timeout" ? TIMED_OUT : describe(error);
    const { max_attempts, losses } = this.#row;
    const attempts = this.#row.attempts - losses;
    return told.transient && attempts < max_attempts
      ? await requeueJob(sql, this.#lease, backoffMs(attempts), told)
      : await finishJob(sql, this.#lease, { status: "failed", error: told });
  }

  #context(): JobContext {
    const { deps, leaseSeconds } = this.#options;
    const { signal } = this.#stop;
    const isHeld = (held: unknown) => {
      if (!held) this.stop("lease lost");
      signal.throwIfAborted();
    };
    return {
      job: this.#row,
      signal,
      deps,
      stage: async (stage, progress) => {
        signal.throwIfAborted();
        this.#at = { stage, progress };
        const held = await renewLease(deps.sql, this.#lease, leaseSeconds, this.#at);
        if (held?.cancelled) this.stop("cancelled");
        isHeld(held);
        this.#post({ ...this.#row, stage, progress });
        this.#tell(true);
      },
      progress: (progress) => {
        this.#at = { ...this.#at, progress };
        this.#tell(false);
      },
      checkpoint: async (db, result) => {
        isHeld(await saveCheckpoint(db, this.#lease, result));
      },
      applyOnce: async (edit) => {
        await this.#posted;
        signal.throwIfAborted();
        await applyJob(deps, this.#row, edit);
      },
    };
  }

  #post(row: JobRow): void {
    this.#posted = this.#posted.then(() => postEntry(this.#options.deps, row));
  }

  #tell(always: boolean): void {
    const now = performance.now();
    if (!always && now - this.#toldAtMs < TELL_EVERY_MS) return;
    this.#toldAtMs = now;
    const message = { type: "job.progress", job: this.id, ...this.#at } as const;
    this.#options.deps.rooms.tell(this.#row.project_id, message);
  }
}
