import assert from "node:assert/strict";
import { insertAssets } from "../db/assets.ts";
import { lockPurge } from "../db/purge.ts";
import { transaction } from "../db/transaction.ts";
import { uuidv7 } from "../services/ids.ts";
import { withWorkshop, type Workshop } from "../tests/fixtures/workshop.ts";
import { purgeProjects } from "./purge.ts";

Deno.test("projects deleted too long ago to come back are gone with their files; others stay", async () => {
  await withWorkshop(async (shop) => {
    const [old, recent, live] = [
      await projectWithFile(shop, 32),
      await projectWithFile(shop, 29),
      await projectWithFile(shop, null),
    ];
    await shop.rooms.history.take(old.id, { reason: "named", name: "Mine" });
    const held = Promise.withResolvers<void>();
    const free = Promise.withResolvers<void>();
    const other = transaction(shop.sql, async (tx) => {
      assert.equal(await lockPurge(tx), true);
      held.resolve();
      await free.promise;
    });
    await held.promise;
    await purgeProjects(shop);
    assert.ok(await isThere(shop, old), "another process is at it");
    free.resolve();
    await other;

    await purgeProjects(shop);
    assert.equal(await isThere(shop, old), false);
    assert.ok(await isThere(shop, recent) && await isThere(shop, live));
    for (const table of ["assets", "doc_updates", "versions", "jobs"]) {
      const [rows] = await shop.sql`
        select count(*) as n from ${shop.sql(table)} where project_id = ${old.id}`;
      assert.equal(rows!.n, 0, table);
    }
    const audits = await shop.sql`select details from audit_log where action = 'project.purge'`;
    assert.deepEqual(audits.map(({ details }) => details), [{ files: 1 }]);
    await purgeProjects(shop);
    assert.equal((await shop.sql`select from audit_log`).length, 1, "once");
  });
});

interface Place {
  readonly id: string;
  readonly key: string;
}

async function projectWithFile(shop: Workshop, deletedDays: number | null): Promise<Place> {
  const [id, job] = [uuidv7(), uuidv7()];
  const key = `${id}/image.png`;
  await shop.sql`
    insert into projects (id, owner_id, title, deleted_at)
    values (${id}, ${shop.userId}, 'Old', now() - ${deletedDays}::int * interval '1 day')`;
  await shop.sql`
    insert into jobs (id, project_id, kind, status) values (${job}, ${id}, 'make', 'succeeded')`;
  await shop.sql`insert into doc_updates (project_id, payload) values (${id}, ${new Uint8Array(
    2,
  )})`;
  const bytes = new Uint8Array([1, 2, 3]);
  const stored = await shop.blobs.put("images", key, bytes, { contentType: "image/png" });
  await insertAssets(shop.sql, [{
    id: uuidv7(),
    project_id: id,
    created_by: shop.userId,
    job_id: job,
    bucket: "images",
    storage_key: key,
    kind: "image",
    content_type: "image/png",
    byte_length: stored.byteLength,
    sha256: stored.sha256,
  }]);
  return { id, key };
}

async function isThere({ sql, blobs }: Workshop, { id, key }: Place): Promise<boolean> {
  const [row] = await sql`select id from projects where id = ${id}`;
  const blob = await blobs.get("images", key);
  await blob?.body.cancel();
  assert.equal(row !== undefined, blob !== null, "row and file go together");
  return row !== undefined;
}
