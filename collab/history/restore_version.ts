import * as Y from "yjs";
import type { Sql } from "../../db/client.ts";
import { insertDocClients } from "../../db/doc_clients.ts";
import { appendToVersion, findVersion, type VersionRow } from "../../db/versions.ts";
import { notFound } from "../../services/api_error.ts";
import { restore } from "../document/restore.ts";
import type { Rooms } from "../rooms.ts";
import type { Doer } from "./activity.ts";
import { authorsOf } from "./authors.ts";
import { openVersion } from "./stored_version.ts";

export interface Restored {
  readonly version: VersionRow;
  /** The document as it was: restoring it undoes the restore. */
  readonly before: VersionRow;
}

/**
 * Makes the document what it was in a version, by one edit of `userId`. What it is now is put aside
 * first. Letters that come back keep their authors.
 *
 * @throws ApiError 404 when there is no such version.
 */
export async function restoreVersion(
  { sql, rooms }: { readonly sql: Sql; readonly rooms: Rooms },
  { projectId, versionId, userId }: {
    readonly projectId: string;
    readonly versionId: string;
    readonly userId: string;
  },
): Promise<Restored> {
  const version = await findVersion(sql, projectId, versionId);
  const target = version && await openVersion(sql, versionId);
  if (!version || !target) throw notFound("version");
  const before = (await rooms.history.take(projectId, { reason: "before_restore", userId }))!;
  const aside = (await openVersion(sql, before.id))!;
  try {
    const writeAs = await writersOf(sql, projectId, target, userId);
    const has = Y.encodeStateVector(aside);
    const newer = await rooms.edit(projectId, { kind: "rest", userId }, (doc) => {
      const newer = Y.encodeStateAsUpdate(doc, has);
      restore(doc, target, (client) => writeAs.get(client) ?? doc.clientID);
      return newer;
    });
    // What came between putting aside and the edit must be found again, too.
    if (changes(aside, newer)) await appendToVersion(sql, before.id, newer);
    return { version, before };
  } finally {
    target.destroy();
    aside.destroy();
  }
}

function changes(doc: Y.Doc, update: Uint8Array): boolean {
  let changed = false;
  doc.on("update", () => changed = true);
  Y.applyUpdate(doc, update);
  return changed;
}

/** A new client id for each of the others who typed letters of `target`, in their name. */
async function writersOf(
  sql: Sql,
  projectId: string,
  target: Y.Doc,
  userId: string,
): Promise<ReadonlyMap<number, number>> {
  const authors = await authorsOf(sql, projectId);
  const byAuthor = new Map<string, { readonly doer: Doer; readonly client: number }>();
  const writers = new Map<number, number>();
  for (let item = target.getText("lyrics")._start; item; item = item.right) {
    const { client } = item.id;
    const doer = authors.get(client);
    if (item.deleted || !doer || (doer.userId === userId && !doer.jobId)) continue;
    const key = `${doer.userId}/${doer.jobId}`;
    const writer = byAuthor.get(key) ??
      { doer, client: crypto.getRandomValues(new Uint32Array(1))[0]! };
    byAuthor.set(key, writer);
    writers.set(client, writer.client);
  }
  for (const { doer, client } of byAuthor.values()) {
    const author = { user_id: doer.userId, job_id: doer.jobId };
    await insertDocClients(sql, projectId, [client], author);
  }
  return writers;
}
