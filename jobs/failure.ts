import type { JobRowError } from "../db/jobs.ts";
import { ApiError } from "../services/api_error.ts";
import { JobError } from "./job_kind.ts";

/** Why an attempt was stopped from outside. */
export type StopReason = "cancelled" | "lease lost" | "shutdown" | "timeout";

export class JobStopped extends Error {
  override readonly name = "JobStopped";
  constructor(readonly reason: StopReason) {
    super(`The job was stopped: ${reason}`);
  }
}

/** So often may a process end, or go silent, while it works on one job. */
export const MAX_LOSSES = 10;

export const WORKER_LOST: JobRowError = {
  code: "WORKER_LOST",
  message: "The server stopped several times while it worked on this. Try again.",
  transient: true,
};

export const TIMED_OUT: JobRowError = {
  code: "TIMED_OUT",
  message: "This took longer than it may. Try again, or with something smaller.",
  transient: true,
};

export const stranded = (before: "failed" | "cancelled"): JobRowError => ({
  code: before === "failed" ? "EARLIER_JOB_FAILED" : "EARLIER_JOB_CANCELLED",
  message: before === "failed"
    ? "The step before this one failed. Retry, and both run again."
    : "The step before this one was cancelled. Retry, and both run again.",
  transient: false,
});

/** What is told of an error: its own words when they were meant for a person, else that it is our fault. */
export function describe(error: unknown): JobRowError {
  if (error instanceof JobError) {
    return { code: error.code, message: error.message, transient: error.transient };
  }
  if (error instanceof ApiError) {
    return { code: error.code, message: error.message, transient: error.status >= 500 };
  }
  return {
    code: "INTERNAL",
    message: "Something went wrong on our side. Try again; if it stays, report the job's id.",
    transient: true,
  };
}

/** 1, 4, 16 s … with a fifth of chance, so that what failed together does not return together. */
export function backoffMs(attempts: number): number {
  return 1000 * 4 ** (attempts - 1) * (0.8 + 0.4 * Math.random());
}
