/// <reference lib="deno.worker" />
import { connect, type Sql } from "../db/client.ts";
import { compact } from "./compaction.ts";

export interface CompactionTask {
  readonly databaseUrl: string;
  readonly projectId: string;
  readonly keepRowsMs: number;
}

export type CompactionAnswer =
  | { readonly ok: true; readonly rows: number }
  | { readonly ok: false; readonly message: string };

let sql: Sql | undefined;

/** A thread and a connection of its own: ten thousand rows are much to read for a loop that serves sockets. */
self.onmessage = async ({ data }: MessageEvent<CompactionTask>) => {
  sql ??= connect(data.databaseUrl, { max: 1 });
  let answer: CompactionAnswer;
  try {
    answer = { ok: true, rows: await compact(sql, data.projectId, undefined, data.keepRowsMs) };
  } catch (error) {
    answer = { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
  self.postMessage(answer);
};
