/// <reference lib="deno.worker" />
import * as Y from "yjs";
import { connect, type Sql } from "../../db/client.ts";
import { insertDocClients } from "../../db/doc_clients.ts";
import { restore } from "../document/restore.ts";
import type { Doer } from "./activity.ts";
import { authorsOf } from "./authors.ts";
import { openVersion } from "./stored_version.ts";
import { type Deeds, Tally, tallyOf } from "./tally.ts";

export interface RestoreTask {
  readonly databaseUrl: string;
  readonly projectId: string;
  readonly userId: string;
  /** The version that is the document now, and the one that it becomes. */
  readonly from: string;
  readonly to: string;
}

export type RestoreAnswer =
  | {
    readonly ok: true;
    /** Undefined when nothing differs. */
    readonly update: Uint8Array | undefined;
    readonly deeds: Deeds;
    readonly documentBytes: number;
  }
  | { readonly ok: false; readonly message: string };

/** A thread and a connection of its own: two whole documents are much to read for a loop that serves sockets. */
self.onmessage = async ({ data }: MessageEvent<RestoreTask>) => {
  const sql = connect(data.databaseUrl, { max: 1 });
  try {
    self.postMessage(await answerTo(sql, data));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    self.postMessage({ ok: false, message } satisfies RestoreAnswer);
  } finally {
    await sql.end({ timeout: 1 });
  }
};

async function answerTo(sql: Sql, task: RestoreTask): Promise<RestoreAnswer> {
  const [doc, target] = [await openVersion(sql, task.from), await openVersion(sql, task.to)];
  if (!doc || !target) throw new Error("the version is gone");
  const writeAs = await writersOf(sql, task, target);
  doc.clientID = newClientId(); // nobody's, so that its clocks are free
  const updates: Uint8Array[] = [];
  const tally = new Tally();
  doc.on("update", (update: Uint8Array) => updates.push(update));
  doc.on("afterTransaction", (transaction: Y.Transaction) => {
    tally.add(tallyOf(transaction).deeds());
  });
  doc.transact(() => restore(doc, target, (client) => writeAs.get(client) ?? doc.clientID));
  return {
    ok: true,
    update: updates[0],
    deeds: tally.deeds(),
    documentBytes: Y.encodeStateAsUpdate(doc).byteLength,
  };
}

/** A new client id for each of the others who typed letters of `target`, in their name. */
async function writersOf(
  sql: Sql,
  { projectId, userId }: RestoreTask,
  target: Y.Doc,
): Promise<ReadonlyMap<number, number>> {
  const authors = await authorsOf(sql, projectId);
  const byAuthor = new Map<string, { readonly doer: Doer; readonly client: number }>();
  const writers = new Map<number, number>();
  for (let item = target.getText("lyrics")._start; item; item = item.right) {
    const { client } = item.id;
    const doer = authors.get(client);
    if (item.deleted || !doer || (doer.userId === userId && !doer.jobId)) continue;
    const key = `${doer.userId}/${doer.jobId}`;
    const writer = byAuthor.get(key) ?? { doer, client: newClientId() };
    byAuthor.set(key, writer);
    writers.set(client, writer.client);
  }
  for (const { doer, client } of byAuthor.values()) {
    const author = { user_id: doer.userId, job_id: doer.jobId };
    await insertDocClients(sql, projectId, [client], author);
  }
  return writers;
}

function newClientId(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]!;
}
