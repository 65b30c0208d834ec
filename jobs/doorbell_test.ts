import assert from "node:assert/strict";
import { join } from "node:path";
import { connect } from "../db/client.ts";
import { silentLog } from "../services/log.ts";
import { startTestDatabase } from "../tests/fixtures/database.ts";
import type { Doorbell } from "./doorbell.ts";
import { openKvDoorbell } from "./kv_doorbell.ts";
import { createPostgresDoorbell } from "./postgres_doorbell.ts";

/** Listens; `heard` resolves with the first `count` ids that are rung for. */
async function hear(doorbell: Doorbell, count: number) {
  const heard: string[] = [];
  const all = Promise.withResolvers<string[]>();
  await doorbell.listen((id) => {
    if (id !== "" && heard.push(id) === count) all.resolve(heard);
  });
  return { heard: all.promise };
}

Deno.test("the KV doorbell carries ids, and what was rung before a restart is heard after it", async () => {
  const folder = await Deno.makeTempDir({ prefix: "doorbell-" });
  const path = join(folder, "queue.kv");
  const silent = await openKvDoorbell(path);
  await silent.ring("before");
  await silent.close();

  const doorbell = await openKvDoorbell(path);
  const { heard } = await hear(doorbell, 3);
  await doorbell.ring("one");
  await doorbell.ring("two");
  assert.deepEqual((await heard).sort(), ["before", "one", "two"]);
  assert.throws(() => doorbell.listen(() => {}), /listened to already/);
  await doorbell.close();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("the PostgreSQL doorbell is heard in every process that listens", async () => {
  const database = await startTestDatabase();
  const pools = [connect(database.url), connect(database.url), connect(database.url)];
  const [first, second, web] = pools.map((sql) => createPostgresDoorbell(sql, silentLog));
  const listeners = await Promise.all([hear(first!, 2), hear(second!, 2)]);
  await web!.ring("one");
  await web!.ring("two");
  for (const { heard } of listeners) assert.deepEqual(await heard, ["one", "two"]);
  for (const doorbell of [first, second, web]) await doorbell!.close();
  for (const sql of pools) await sql.end();
  await database.stop();
});
