import type { JSONValue } from "postgres";
import type { Db } from "./client.ts";

/** @returns undefined when there is none, or none any more. */
export async function findCacheEntry(db: Db, key: string): Promise<unknown> {
  const [row] = await db<{ value: unknown }[]>`
    select value from cache_entries where key = ${key} and expires_at > now()`;
  return row?.value;
}

export async function putCacheEntry(
  db: Db,
  entry: { readonly key: string; readonly value: unknown; readonly ttlSeconds: number },
): Promise<void> {
  await db`
    insert into cache_entries (key, value, expires_at)
    values (${entry.key}, ${db.json(entry.value as JSONValue)},
      now() + ${entry.ttlSeconds} * interval '1 second')
    on conflict (key) do update set value = excluded.value, expires_at = excluded.expires_at`;
}

/** @returns how many were past their time. */
export async function deleteExpiredCacheEntries(db: Db): Promise<number> {
  const { count } = await db`delete from cache_entries where expires_at <= now()`;
  return count;
}
