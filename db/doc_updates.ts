import { Buffer } from "node:buffer";
import type { Db } from "./client.ts";

/** One update of a project's document, as it goes into the log. */
export interface NewDocUpdate {
  readonly project_id: string;
  /** Yjs update, format V1. */
  readonly payload: Uint8Array;
  readonly actor_id: string | null;
  readonly origin: string;
  readonly job_id?: string | null;
}

/**
 * Appends updates in one statement: all are in the log, or none is. The statement is the same however
 * many there are, so that each connection prepares it once.
 */
export async function insertUpdates(db: Db, rows: readonly NewDocUpdate[]): Promise<void> {
  if (rows.length === 0) return;
  await db`
    insert into doc_updates (project_id, payload, actor_id, origin, job_id)
    select project_id, decode(payload, 'hex'), actor_id, origin, job_id
    from unnest(
      ${rows.map((row) => row.project_id)}::uuid[],
      ${rows.map((row) => hex(row.payload))}::text[],
      ${rows.map((row) => row.actor_id)}::uuid[],
      ${rows.map((row) => row.origin)}::text[],
      ${rows.map((row) => row.job_id ?? null)}::uuid[]
    ) as updates (project_id, payload, actor_id, origin, job_id)`;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}

/** A row of the log, with the job that it is of: its own edit, or somebody's that turns it back. */
export interface JobLogRow {
  readonly job_id: string | null;
  readonly origin: string;
  readonly actor_id: string | null;
  readonly payload: Uint8Array;
}

/** The rows after a row, in order. */
export async function readJobLog(
  db: Db,
  projectId: string,
  afterSeq: number,
): Promise<readonly JobLogRow[]> {
  return await db<JobLogRow[]>`
    select job_id, origin, actor_id, payload from doc_updates
    where project_id = ${projectId} and seq > ${afterSeq} order by seq`;
}
