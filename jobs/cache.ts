import type { Sql } from "../db/client.ts";
import { deleteExpiredCacheEntries, findCacheEntry, putCacheEntry } from "../db/cache_entries.ts";

/** `[service, resource, id]`, e.g. `["mood", "analysis", "<hash of the picture>"]`. */
export type CacheKey = readonly [service: string, resource: string, id: string];

/** Answers that may be forgotten at any time. Values are plain JSON. */
export interface Cache {
  /** @returns undefined when there is none, or none any more. */
  get(key: CacheKey): Promise<unknown>;
  /** @throws {RangeError} when the value has more than {@link MAX_VALUE_BYTES} as JSON. */
  set(key: CacheKey, value: unknown, options: { readonly ttlSeconds: number }): Promise<void>;
  close(): Promise<void>;
}

/** A KV value holds 64 KiB; the rest is for its envelope. */
export const MAX_VALUE_BYTES = 60_000;

interface Envelope {
  readonly json: string;
  readonly expiresAtMs: number;
}

/** @param path the KV file, e.g. `{DATA_DIR}/cache.kv`; not the queue's, whose writes it would delay. */
export async function openKvCache(path: string, now: () => number = Date.now): Promise<Cache> {
  const kv = await Deno.openKv(path);
  return {
    async get(key) {
      const { value } = await kv.get<Envelope>([...key]);
      // KV removes what has expired when it gets to it, which may be later.
      return value && value.expiresAtMs > now() ? JSON.parse(value.json) : undefined;
    },
    async set(key, value, { ttlSeconds }) {
      const json = serialise(value);
      const expireIn = ttlSeconds * 1000;
      await kv.set([...key], { json, expiresAtMs: now() + expireIn }, { expireIn });
    },
    close() {
      kv.close();
      return Promise.resolve();
    },
  };
}

/** The same where there is no KV, or several processes. */
export function createPostgresCache(sql: Sql): Cache {
  return {
    get: (key) => findCacheEntry(sql, key.join(":")),
    async set(key, value, { ttlSeconds }) {
      serialise(value);
      await deleteExpiredCacheEntries(sql);
      await putCacheEntry(sql, { key: key.join(":"), value, ttlSeconds });
    },
    close: () => Promise.resolve(),
  };
}

function serialise(value: unknown): string {
  const json = JSON.stringify(value);
  const bytes = new TextEncoder().encode(json).byteLength;
  if (bytes > MAX_VALUE_BYTES) {
    throw new RangeError(`The value has ${bytes} bytes; the cache takes ${MAX_VALUE_BYTES}`);
  }
  return json;
}
