import { findJob, insertJob, type JobRow, listJobs, requestCancel, resetJob } from "../db/jobs.ts";
import { ApiError, notFound } from "../services/api_error.ts";
import { uuidv7 } from "../services/ids.ts";
import type { Doorbell } from "./doorbell.ts";
import { backoffMs } from "./failure.ts";
import { follow } from "./follow.ts";
import { postEntry } from "./job_entry.ts";
import type { AnyJobKind, JobDeps } from "./job_kind.ts";
import { JOB_KINDS } from "./kinds.ts";
import { Worker } from "./worker.ts";

export interface StartRequest {
  readonly kind: string;
  readonly projectId: string;
  readonly canvasId?: string;
  readonly createdBy: string;
  readonly input: unknown;
  /** Waits until that job has succeeded; fails when it does not. */
  readonly afterJobId?: string;
  /** The HTTP request that asks for it: its log lines and the job's lead to each other. */
  readonly requestId?: string;
}

export interface Page {
  /** From 1. */
  readonly page: number;
  readonly limit: number;
}

export interface Jobs {
  /** Writes the row and the room's entry, and rings. @throws ApiError 422 for a wrong input. */
  start(request: StartRequest): Promise<JobRow>;
  get(id: string): Promise<JobRow | undefined>;
  /** Newest first. */
  list(
    projectId: string,
    page: Page,
  ): Promise<{ readonly rows: readonly JobRow[]; readonly total: number }>;
  /**
   * A waiting job is cancelled at once, a running one is asked to stop, wherever it runs.
   * @throws ApiError 409 when it is over already.
   */
  cancel(id: string): Promise<JobRow>;
  /** A failed or cancelled job waits again, and so does the one it waited for. @throws ApiError 409. */
  retry(id: string): Promise<JobRow>;
  /** Makes this process a worker. */
  work(): void;
  /** In a worker: once no job waits or runs anywhere. */
  idle(): Promise<void>;
  /** Gives back what runs here, and closes the doorbell. */
  close(): Promise<void>;
}

export interface JobsOptions extends JobDeps {
  readonly doorbell: Doorbell;
  /** Jobs at once in this process. */
  readonly concurrency: number;
  /** After so long without a word from its worker a job is taken by another; default 10. */
  readonly leaseSeconds?: number;
  readonly kinds?: readonly AnyJobKind[];
  readonly backoffMs?: (attempts: number) => number;
}

export function createJobs(options: JobsOptions): Jobs {
  const { sql, log, doorbell, concurrency, leaseSeconds = 10 } = options;
  const deps: JobDeps = options;
  const kinds = new Map((options.kinds ?? JOB_KINDS).map((kind) => [kind.kind, kind]));
  let worker: Worker | undefined;
  let listening: Promise<void> | undefined;
  let closing: Promise<void> | undefined;

  const ring = (jobId: string): void => {
    worker?.look(jobId); // not waiting for a bell that may take a tenth of a second
    doorbell.ring(jobId).catch((error) => log.warn("the doorbell is silent", { error }));
  };

  return {
    async start(request) {
      const kind = kinds.get(request.kind);
      if (!kind) throw new Error(`No such kind of job: ${request.kind}`);
      const input = kind.parse(request.input);
      const row = await insertJob(sql, {
        id: uuidv7(),
        project_id: request.projectId,
        canvas_id: request.canvasId ?? null,
        kind: request.kind,
        input,
        after_job_id: request.afterJobId ?? null,
        created_by: request.createdBy,
        request_id: request.requestId ?? null,
      });
      ring(row.id);
      await postEntry(deps, row, { unlessThere: true });
      return row;
    },

    get: (id) => findJob(sql, id),

    list: (projectId, { page, limit }) =>
      listJobs(sql, projectId, { limit, offset: (page - 1) * limit }),

    async cancel(id) {
      const row = await requestCancel(sql, id);
      if (!row) return await alreadyCancelled(id);
      if (row.status === "cancelled") await follow({ deps, ring }, row);
      else if (!worker?.cancel(id)) ring(id);
      return row;
    },

    async retry(id) {
      const job = await findJob(sql, id);
      if (!job) throw notFound("job");
      await resetChain(job);
      return (await findJob(sql, id))!;
    },

    work() {
      if (worker) return;
      const started = worker = new Worker({
        deps,
        kinds,
        concurrency,
        leaseSeconds,
        backoffMs: options.backoffMs ?? backoffMs,
        ring,
      });
      listening = doorbell.listen((jobId) => started.look(jobId));
      listening.catch((error) => log.error("nobody hears the doorbell", { error }));
      started.start();
    },

    async idle() {
      if (!worker) throw new Error("Only a worker knows when it is idle");
      await worker.idle();
    },

    close: () => closing ??= close(),
  };

  async function close(): Promise<void> {
    await worker?.close();
    await doorbell.close();
    await Promise.allSettled([listening]); // a failure was logged when it happened
  }

  async function alreadyCancelled(id: string): Promise<JobRow> {
    const row = await findJob(sql, id);
    if (!row) throw notFound("job");
    if (row.status === "cancelled") return row;
    throw new ApiError("JOB_FINISHED", 409, `This job has ${row.status} already.`);
  }

  /** What a job waited for runs again first, when it failed too. */
  async function resetChain(job: JobRow): Promise<void> {
    const before = job.after_job_id ? await findJob(sql, job.after_job_id) : undefined;
    if (before?.status === "failed" || before?.status === "cancelled") await resetChain(before);
    const row = await resetJob(sql, job.id);
    if (!row) {
      throw new ApiError(
        "JOB_NOT_RETRYABLE",
        409,
        `Only a failed or cancelled job can be retried; this one is ${job.status}.`,
      );
    }
    await postEntry(deps, row);
    ring(row.id);
  }
}
