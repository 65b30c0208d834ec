import assert from "node:assert/strict";
import { join } from "node:path";
import { assetsOfJob } from "../db/assets.ts";
import { darkNoise, RATE } from "../services/mixer/test_signals.ts";
import { layStem } from "../tests/fixtures/stems.ts";
import { until } from "../tests/fixtures/until.ts";
import { spawnWorker } from "../tests/fixtures/worker_process.ts";
import { withWorkshop } from "../tests/fixtures/workshop.ts";
import { createPostgresDoorbell } from "./postgres_doorbell.ts";

/** Names of the files in a folder and below, whole or half written. */
async function filesIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) found.push(...await filesIn(join(folder, name)));
    else if (!name.endsWith("~type")) found.push(name);
  }
  return found;
}

for (
  const [when, condition] of [
    ["masters", "stage = 'mastering'"],
    ["stores its file, or has", "progress >= 0.95"],
  ] as const
) {
  Deno.test(`a worker killed with -9 while an export ${when}: there is one file`, async () => {
    await withWorkshop(async (shop) => {
      const side = darkNoise(0.2, 20, 3);
      await layStem(shop, { sampleRate: RATE, channels: [side, side] });
      const doorbell = createPostgresDoorbell(shop.sql, shop.log);
      const jobs = await shop.jobs({ doorbell, leaseSeconds: 4 });
      await using victim = spawnWorker(shop);
      const { id } = await jobs.start({
        kind: "export",
        projectId: shop.projectId,
        createdBy: shop.userId,
        input: { kind: "mix", format: "wav" },
      });
      await until("the moment", async () => {
        const [row] = await shop.sql.unsafe(
          `select ${condition} or finished_at is not null as now from jobs where id = $1`,
          [id],
        );
        return row!.now as boolean;
      }, { withinMs: 240_000, everyMs: 3 });
      victim.kill("SIGKILL");
      await victim.status;

      jobs.work();
      await jobs.idle();
      const row = (await jobs.get(id))!;
      assert.equal(row.status, "succeeded", JSON.stringify(row.error));
      const known = await assetsOfJob(shop.sql, id);
      assert.deepEqual(known.map(({ kind }) => kind), ["export"]);
      const names = known.map(({ storage_key }) => storage_key.split("/").at(-1));
      assert.deepEqual(await filesIn(join(shop.folder, "files/exports")), names);
    });
  });
}
