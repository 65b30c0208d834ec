import type { JSONValue } from "postgres";
import type { Db } from "./client.ts";

export type JobRowStatus = "queued" | "running" | "succeeded" | "failed" | "cancelled";

/** Why a job failed, for a person: `transient` says that trying again may help. */
export interface JobRowError {
  readonly code: string;
  readonly message: string;
  readonly transient: boolean;
}

export interface JobRow {
  readonly id: string;
  readonly project_id: string;
  readonly canvas_id: string | null;
  readonly kind: string;
  readonly status: JobRowStatus;
  readonly input: unknown;
  /** While it runs: what a later attempt may begin from. Once it has succeeded: the result. */
  readonly result: unknown;
  readonly error: JobRowError | null;
  readonly engine: string | null;
  readonly stage: string;
  readonly progress: number;
  readonly attempts: number;
  /** How many of the attempts ended with their process. They do not count against `max_attempts`. */
  readonly losses: number;
  readonly max_attempts: number;
  readonly run_at: Date;
  readonly after_job_id: string | null;
  readonly lease_until: Date | null;
  readonly lease_owner: string | null;
  readonly cancel_requested_at: Date | null;
  readonly created_by: string | null;
  /** The HTTP request that asked for it. */
  readonly request_id: string | null;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
}

export interface NewJob {
  readonly id: string;
  readonly project_id: string;
  readonly canvas_id: string | null;
  readonly kind: string;
  readonly input: unknown;
  readonly after_job_id: string | null;
  readonly created_by: string | null;
  readonly request_id: string | null;
}

/** Proof of a claim: the owner and the attempt. A later claim of the same row makes it void. */
export interface Lease {
  readonly id: string;
  readonly owner: string;
  readonly attempts: number;
}

export async function insertJob(db: Db, job: NewJob): Promise<JobRow> {
  const [row] = await db<JobRow[]>`
    insert into jobs
      (id, project_id, canvas_id, kind, input, after_job_id, created_by, request_id)
    values (${job.id}, ${job.project_id}, ${job.canvas_id}, ${job.kind}, ${json(db, job.input)},
      ${job.after_job_id}, ${job.created_by}, ${job.request_id})
    returning *`;
  return row!;
}

export async function findJob(db: Db, id: string): Promise<JobRow | undefined> {
  const [row] = await db<JobRow[]>`select * from jobs where id = ${id}`;
  return row;
}

/** Those of a project, in no order. */
export async function findJobs(
  db: Db,
  projectId: string,
  ids: readonly string[],
): Promise<readonly JobRow[]> {
  return await db<JobRow[]>`
    select * from jobs where project_id = ${projectId} and id = any(${[...ids]}::uuid[])`;
}

/** Newest first. */
export async function listJobs(
  db: Db,
  projectId: string,
  page: { readonly limit: number; readonly offset: number },
): Promise<{ readonly rows: readonly JobRow[]; readonly total: number }> {
  const rows = await db<JobRow[]>`
    select * from jobs where project_id = ${projectId}
    order by created_at desc, id desc limit ${page.limit} offset ${page.offset}`;
  const [count] = await db<{ total: number }[]>`
    select count(*) as total from jobs where project_id = ${projectId}`;
  return { rows, total: count!.total };
}

export interface Claim {
  readonly owner: string;
  readonly leaseSeconds: number;
  readonly limit: number;
  readonly kinds: readonly string[];
}

/** Takes due jobs, oldest first, none of them twice: rows that another worker is taking are skipped. */
export async function claimJobs(db: Db, claim: Claim): Promise<readonly JobRow[]> {
  return await db<JobRow[]>`
    with due as materialized (
      select id from jobs
      where status = 'queued' and run_at <= now() and kind = any(${[...claim.kinds]}::text[])
        and (after_job_id is null or exists (
          select 1 from jobs before where before.id = jobs.after_job_id
            and before.status = 'succeeded'))
      order by run_at for update skip locked limit ${claim.limit}
    )
    update jobs set status = 'running', attempts = attempts + 1, lease_owner = ${claim.owner},
      lease_until = now() + ${claim.leaseSeconds} * interval '1 second',
      started_at = coalesce(started_at, now()), stage = 'starting', progress = 0, error = null
    from due where jobs.id = due.id
    returning jobs.*`;
}

/** @returns undefined when the lease is lost; else whether somebody asked to cancel. */
export async function renewLease(
  db: Db,
  lease: Lease,
  leaseSeconds: number,
  at?: { readonly stage: string; readonly progress: number },
): Promise<{ readonly cancelled: boolean } | undefined> {
  const [row] = await db<{ cancelled: boolean }[]>`
    update jobs set lease_until = now() + ${leaseSeconds} * interval '1 second'
      ${at ? db`, stage = ${at.stage}, progress = ${at.progress}` : db``}
    where ${held(db, lease)}
    returning cancel_requested_at is not null as cancelled`;
  return row;
}

/** Keeps what a later attempt may begin from. @returns false when the lease is lost. */
export async function saveCheckpoint(db: Db, lease: Lease, result: unknown): Promise<boolean> {
  const { count } = await db`
    update jobs set result = ${json(db, result)} where ${held(db, lease)}`;
  return count === 1;
}

export type Ending =
  | { readonly status: "succeeded"; readonly result: unknown; readonly engine: string }
  | { readonly status: "failed"; readonly error: JobRowError }
  | { readonly status: "cancelled" };

/** @returns undefined when the lease is lost. */
export async function finishJob(
  db: Db,
  lease: Lease,
  ending: Ending,
): Promise<JobRow | undefined> {
  const [row] = await db<JobRow[]>`
    update jobs set status = ${ending.status}, lease_until = null, lease_owner = null,
      finished_at = now()
      ${
    ending.status === "succeeded"
      ? db`, progress = 1, stage = 'done', result = ${json(db, ending.result)},
          engine = ${ending.engine}`
      : ending.status === "failed"
      ? db`, error = ${json(db, ending.error)}`
      : db`, result = null`
  }
    where ${held(db, lease)} returning *`;
  return row;
}

/** Puts a failed attempt back, to be tried after a while. @returns undefined when the lease is lost. */
export async function requeueJob(
  db: Db,
  lease: Lease,
  delayMs: number,
  error: JobRowError,
): Promise<JobRow | undefined> {
  const [row] = await db<JobRow[]>`
    update jobs set status = 'queued', stage = 'waiting', lease_until = null, lease_owner = null,
      run_at = now() + ${delayMs} * interval '1 millisecond', error = ${json(db, error)}
    where ${held(db, lease)} returning *`;
  return row;
}

/** Gives back what a stopping worker holds; the attempt does not count. */
export async function releaseJob(db: Db, lease: Lease): Promise<JobRow | undefined> {
  const [row] = await db<JobRow[]>`
    update jobs set status = 'queued', stage = 'waiting', lease_until = null, lease_owner = null,
      run_at = now(), attempts = attempts - 1
    where ${held(db, lease)} returning *`;
  return row;
}

/**
 * A job that waits is cancelled at once; one that runs is asked to stop.
 * @returns undefined when it is over already, or unknown.
 */
export async function requestCancel(db: Db, id: string): Promise<JobRow | undefined> {
  const [row] = await db<JobRow[]>`
    update jobs set cancel_requested_at = coalesce(cancel_requested_at, now()),
      status = case status when 'queued' then 'cancelled' else status end,
      finished_at = case status when 'queued' then now() end,
      result = case status when 'queued' then null else result end
    where id = ${id} and status in ('queued', 'running') returning *`;
  return row;
}

/** A failed or cancelled job waits again, with all its attempts. @returns undefined for any other. */
export async function resetJob(db: Db, id: string): Promise<JobRow | undefined> {
  const [row] = await db<JobRow[]>`
    update jobs set status = 'queued', stage = 'waiting', progress = 0, attempts = 0, losses = 0,
      run_at = now(), error = null, cancel_requested_at = null, started_at = null,
      finished_at = null
    where id = ${id} and status in ('failed', 'cancelled') returning *`;
  return row;
}

/**
 * Jobs whose worker went silent: they wait again, or end when they were cancelled. That is no failure of
 * theirs, until it has happened `maxLosses` times: then the job may be what ends the workers.
 */
export async function recoverLapsedJobs(
  db: Db,
  error: JobRowError,
  maxLosses: number,
): Promise<readonly JobRow[]> {
  return await db<JobRow[]>`
    with lapsed as materialized (
      select id, case
          when cancel_requested_at is not null then 'cancelled'
          when losses + 1 >= ${maxLosses} then 'failed'
          else 'queued'
        end as next
      from jobs where status = 'running' and lease_until < now()
      for update skip locked
    )
    update jobs set status = lapsed.next, lease_until = null, lease_owner = null,
      losses = losses + 1,
      stage = case lapsed.next when 'queued' then 'waiting' else stage end,
      run_at = now(),
      error = case lapsed.next when 'failed' then ${json(db, error)}::jsonb else error end,
      finished_at = case lapsed.next when 'queued' then null else now() end
    from lapsed where jobs.id = lapsed.id
    returning jobs.*`;
}

/** Ends the jobs that wait for one that will not succeed any more. */
export async function failStrandedJobs(
  db: Db,
  error: (before: "failed" | "cancelled") => JobRowError,
): Promise<readonly JobRow[]> {
  return await db<JobRow[]>`
    update jobs set status = 'failed', finished_at = now(),
      error = case before.status when 'failed' then ${json(db, error("failed"))}::jsonb
        else ${json(db, error("cancelled"))}::jsonb end
    from jobs before
    where jobs.status = 'queued' and jobs.after_job_id = before.id
      and before.status in ('failed', 'cancelled')
    returning jobs.*`;
}

/** The newest job of a kind that waits or runs for a canvas. */
export async function findUnfinishedJob(
  db: Db,
  canvasId: string,
  kind: string,
): Promise<JobRow | undefined> {
  const [row] = await db<JobRow[]>`
    select * from jobs
    where canvas_id = ${canvasId} and kind = ${kind} and status in ('queued', 'running')
    order by created_at desc limit 1`;
  return row;
}

/** Jobs that wait or run, anywhere. */
export async function countUnfinishedJobs(db: Db): Promise<number> {
  const [row] = await db<{ total: number }[]>`
    select count(*) as total from jobs where status in ('queued', 'running')`;
  return row!.total;
}

/** Projects in which a job ended between the two ages. */
export async function projectsWithJobsFinished(
  db: Db,
  hoursAgo: { readonly from: number; readonly to: number },
): Promise<readonly string[]> {
  const rows = await db<{ project_id: string }[]>`
    select distinct project_id from jobs
    where finished_at between now() - ${hoursAgo.from} * interval '1 hour'
      and now() - ${hoursAgo.to} * interval '1 hour'`;
  return rows.map((row) => row.project_id);
}

const held = (db: Db, lease: Lease) =>
  db`id = ${lease.id} and status = 'running' and lease_owner = ${lease.owner}
    and attempts = ${lease.attempts}`;

/** jsonb wants a value that JSON can hold; what comes here was read from JSON or is made of it. */
const json = (db: Db, value: unknown) => db.json(value as JSONValue);
