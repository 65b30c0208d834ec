import { insertAudit } from "../db/audit_log.ts";
import { deleteProjectForGood, findExpiredProject, lockPurge } from "../db/purge.ts";
import { transaction } from "../db/transaction.ts";
import type { JobDeps } from "./job_kind.ts";

/** In one go; the rest waits for the next. */
const MAX_AT_ONCE = 100;

/**
 * Removes projects that were deleted too long ago to come back: their files, then their rows. One
 * process at a time; killed in between, the next goes on where it stopped.
 */
export async function purgeProjects(
  deps: Pick<JobDeps, "sql" | "blobs" | "log">,
): Promise<void> {
  for (let n = 0; n < MAX_AT_ONCE; n++) if (!await purgeOne(deps)) return;
}

async function purgeOne(
  { sql, blobs, log }: Pick<JobDeps, "sql" | "blobs" | "log">,
): Promise<boolean> {
  return await transaction(sql, async (tx) => {
    if (!await lockPurge(tx)) return false;
    const project = await findExpiredProject(tx);
    if (!project) return false;
    // While there is a row, somebody knows of the file.
    for (const { bucket, storage_key } of project.files) await blobs.delete(bucket, storage_key);
    await deleteProjectForGood(tx, project.id);
    await insertAudit(tx, {
      actor_id: null,
      action: "project.purge",
      project_id: project.id,
      details: { files: project.files.length },
    });
    log.info("a deleted project was removed for good", {
      project_id: project.id,
      files: project.files.length,
    });
    return true;
  });
}
