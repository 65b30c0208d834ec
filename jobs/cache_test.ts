import assert from "node:assert/strict";
import { join } from "node:path";
import { withDatabase } from "../tests/fixtures/database.ts";
import {
  type Cache,
  type CacheKey,
  createPostgresCache,
  MAX_VALUE_BYTES,
  openKvCache,
} from "./cache.ts";

const key = (id: string): CacheKey => ["mood", "analysis", id];
const hour = { ttlSeconds: 3600 };

async function cacheContract(t: Deno.TestContext, cache: Cache): Promise<void> {
  await t.step("gives back what was set, and nothing for another key", async () => {
    const value = { primary: "joy", list: [1, null, "ü"], deep: { a: true } };
    await cache.set(key("a"), value, hour);
    assert.deepEqual(await cache.get(key("a")), value);
    assert.equal(await cache.get(key("b")), undefined);
    assert.equal(await cache.get(["other", "analysis", "a"]), undefined);
  });
  await t.step("the last value stays", async () => {
    await cache.set(key("a"), 1, hour);
    await cache.set(key("a"), 2, hour);
    assert.equal(await cache.get(key("a")), 2);
  });
  await t.step("a value past its time is gone", async () => {
    await cache.set(key("old"), 1, { ttlSeconds: 0 });
    assert.equal(await cache.get(key("old")), undefined);
  });
  await t.step("takes 60,000 bytes and refuses one more", async () => {
    const largest = "x".repeat(MAX_VALUE_BYTES - 2);
    await cache.set(key("big"), largest, hour);
    assert.equal(await cache.get(key("big")), largest);
    await assert.rejects(cache.set(key("big"), largest + "x", hour), RangeError);
  });
}

Deno.test("the cache in Deno KV keeps its contract, also over a restart", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "cache-" });
  const path = join(folder, "cache.kv");
  const cache = await openKvCache(path);
  await cacheContract(t, cache);
  await cache.close();
  const again = await openKvCache(path);
  assert.equal(await again.get(key("a")), 2);
  await again.close();
  const later = await openKvCache(path, () => Date.now() + 3600_000);
  assert.equal(await later.get(key("a")), undefined, "KV may remove late; we do not answer late");
  await later.close();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("the cache in PostgreSQL keeps the same contract", async (t) => {
  await withDatabase(async (sql) => {
    const cache = createPostgresCache(sql);
    await cacheContract(t, cache);
    const [left] = await sql`select count(*)::int as n from cache_entries where expires_at < now()`;
    assert.equal(left!.n, 0, "what has expired is swept as new entries come");
  });
});
