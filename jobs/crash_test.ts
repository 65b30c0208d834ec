import { silentLog } from "../services/log.ts";
import assert from "node:assert/strict";
import { join } from "node:path";
import { assetsOfJob } from "../db/assets.ts";
import { until } from "../tests/fixtures/until.ts";
import { spawnWorker } from "../tests/fixtures/worker_process.ts";
import { withWorkshop } from "../tests/fixtures/workshop.ts";
import type { Piece } from "./compose.ts";
import { createPostgresDoorbell } from "./postgres_doorbell.ts";

/** Keys of the files in a bucket's folder, whole or half written. */
async function storedKeys(bucket: string, folder = ""): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(join(bucket, folder))) {
    const path = join(folder, name);
    if (isDirectory) found.push(...await storedKeys(bucket, path));
    else if (!name.endsWith("~type")) found.push(path);
  }
  return found;
}

for (const [when, at] of [["renders", 0.1], ["stores its files", 0.85]] as const) {
  Deno.test(`a worker killed with -9 while it ${when}: the job runs again and arrives once`, async () => {
    await withWorkshop(async (shop) => {
      const doorbell = createPostgresDoorbell(shop.sql, silentLog);
      const jobs = await shop.jobs({ doorbell, leaseSeconds: 4 });
      const { projectId, canvasId, userId } = shop;
      const input = { duration_seconds: 30, seed: 5 };
      await using victim = spawnWorker(shop);
      const job = await jobs.start({
        kind: "compose",
        projectId,
        canvasId,
        createdBy: userId,
        input,
      });
      await until("the moment", async () => (await jobs.get(job.id))!.progress > at, {
        withinMs: 240_000,
        everyMs: 5,
      });
      victim.kill("SIGKILL");
      await victim.status;
      assert.equal((await jobs.get(job.id))?.status, "running", "nobody could say that it ended");

      jobs.work();
      await jobs.idle();
      const row = (await jobs.get(job.id))!;
      assert.deepEqual([row.status, row.attempts], ["succeeded", 2], JSON.stringify(row.error));
      const { tracks } = await shop.document();
      assert.deepEqual(tracks.map(({ id }) => id), (row.result as Piece).track_ids);
      const known = (await assetsOfJob(shop.sql, job.id)).map(({ storage_key }) => storage_key);
      const stored = await storedKeys(join(shop.folder, "files/audio"));
      assert.deepEqual(stored.sort(), known.sort(), "the killed attempt's files are gone");
    });
  });
}
