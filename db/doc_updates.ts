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

/** Appends updates in one statement: all are in the log, or none is. */
export async function insertUpdates(db: Db, rows: readonly NewDocUpdate[]): Promise<void> {
  if (rows.length === 0) return;
  const complete = rows.map((row) => ({ ...row, job_id: row.job_id ?? null }));
  await db`insert into doc_updates ${
    db(complete, "project_id", "payload", "actor_id", "origin", "job_id")
  }`;
}
