import type { Sql } from "../../db/client.ts";
import { findVersion, type VersionRow } from "../../db/versions.ts";
import { notFound } from "../../services/api_error.ts";
import type { RoomEdits } from "../room_edits.ts";
import type { History } from "./history.ts";
import type { Restorer } from "./restorer.ts";

export interface RestoreWish {
  readonly projectId: string;
  readonly versionId: string;
  readonly userId: string;
}

export interface Restored {
  readonly version: VersionRow;
  /** The document as it was: restoring it undoes the restore. */
  readonly before: VersionRow;
}

/**
 * Makes the document what it was in a version, by one edit of `userId`. What it is now is put aside
 * first, and the edit leads from there to the version: what comes meanwhile is no part of it, and stays.
 *
 * @throws ApiError 404 when there is no such version; what `edits` throws.
 */
export async function restoreVersion(
  { sql, history, edits, restorer }: {
    readonly sql: Sql;
    readonly history: History;
    readonly edits: RoomEdits;
    readonly restorer: Restorer;
  },
  { projectId, versionId, userId }: RestoreWish,
): Promise<Restored> {
  const version = await findVersion(sql, projectId, versionId);
  if (!version) throw notFound("version");
  const origin = { kind: "rest", userId } as const;
  const before = await edits.editApart(projectId, origin, async () => {
    const before = await history.take(projectId, { reason: "before_restore", userId });
    if (!before) throw notFound("project");
    const made = await restorer.make({ projectId, userId, from: before.id, to: versionId });
    return { ...made, value: before };
  });
  return { version, before };
}
