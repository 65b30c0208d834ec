import assert from "node:assert/strict";
import { join } from "node:path";
import { assetsOfJob } from "../db/assets.ts";
import { layTake, sungTake } from "../tests/fixtures/takes.ts";
import { until } from "../tests/fixtures/until.ts";
import { spawnWorker } from "../tests/fixtures/worker_process.ts";
import { withWorkshop } from "../tests/fixtures/workshop.ts";
import { createPostgresDoorbell } from "./postgres_doorbell.ts";
import type { VersionResult } from "./take_version.ts";

/** Keys of the files in the workshop's folder, whole or half written. */
async function storedKeys(bucket: string, folder = ""): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(join(bucket, folder))) {
    const path = join(folder, name);
    if (isDirectory) found.push(...await storedKeys(bucket, path));
    else if (!name.endsWith("~type")) found.push(path);
  }
  return found;
}

const MOMENTS = [
  ["stores its files", "progress >= 0.9"],
  ["is about to tell the room, or has", "result is not null"],
] as const;

for (const [when, condition] of MOMENTS) {
  Deno.test(`a worker killed with -9 while a voice job ${when}: the version is there once`, async () => {
    await withWorkshop(async (shop) => {
      const doorbell = createPostgresDoorbell(shop.sql, shop.log);
      const jobs = await shop.jobs({ doorbell, leaseSeconds: 4 });
      const take = await layTake(shop, sungTake(3));
      await using victim = spawnWorker(shop);
      const job = await jobs.start({
        kind: "voice.process",
        projectId: shop.projectId,
        createdBy: shop.userId,
        input: { recording_id: take.id, pitch_correction: { strength: 1 } },
      });
      await until("the moment", async () => {
        const [row] = await shop.sql.unsafe(
          `select ${condition} as now from jobs where id = $1`,
          [job.id],
        );
        return row!.now as boolean;
      }, { withinMs: 240_000, everyMs: 3 });
      victim.kill("SIGKILL");
      await victim.status;

      jobs.work();
      await jobs.idle();
      const row = (await jobs.get(job.id))!;
      assert.equal(row.status, "succeeded", JSON.stringify(row.error));
      const { version_id, asset_id } = row.result as VersionResult;
      const { recordings, tracks } = await shop.document();
      assert.deepEqual(recordings.map(({ id }) => id), [take.id, version_id]);
      assert.deepEqual(tracks.map(({ asset }) => asset), [asset_id]);
      const known = (await assetsOfJob(shop.sql, job.id)).map(({ storage_key }) => storage_key);
      const stored = (await storedKeys(join(shop.folder, "files/audio")))
        .filter((key) => !key.includes(take.asset));
      assert.deepEqual(stored.sort(), known.sort(), "the killed attempt's files are gone");
    });
  });
}
