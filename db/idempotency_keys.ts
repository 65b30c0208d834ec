import type { Db } from "./client.ts";

export interface IdempotencyRow {
  readonly request_hash: Uint8Array;
  /** Null while the first request still runs. */
  readonly status: number | null;
  readonly body: Uint8Array | null;
}

/** A first request that never ended: its process died. After this its key is free again. */
const ABANDONED = "10 minutes";
const KEPT = "24 hours";

/**
 * Takes the key for a request.
 * @returns undefined when it is ours now, else what the earlier request left.
 */
export async function claimIdempotencyKey(
  db: Db,
  key: { readonly user_id: string; readonly key: string; readonly request_hash: Uint8Array },
): Promise<IdempotencyRow | undefined> {
  const taken = await db`
    insert into idempotency_keys ${db(key, "user_id", "key", "request_hash")}
    on conflict (user_id, key) do update set
      request_hash = excluded.request_hash, status = null, body = null, created_at = now()
    where idempotency_keys.created_at < now() - ${KEPT}::interval
      or (idempotency_keys.status is null
        and idempotency_keys.created_at < now() - ${ABANDONED}::interval)
    returning 1`;
  if (taken.length > 0) return undefined;
  const [row] = await db<IdempotencyRow[]>`
    select request_hash, status, body from idempotency_keys
    where user_id = ${key.user_id} and key = ${key.key}`;
  // It may have been released in between; then the caller is told to wait and tries again.
  return row ?? { request_hash: key.request_hash, status: null, body: null };
}

export async function keepAnswer(
  db: Db,
  answer: {
    readonly user_id: string;
    readonly key: string;
    readonly status: number;
    readonly body: Uint8Array;
  },
): Promise<void> {
  await db`
    update idempotency_keys set status = ${answer.status}, body = ${answer.body}
    where user_id = ${answer.user_id} and key = ${answer.key}`;
}

export async function releaseIdempotencyKey(db: Db, userId: string, key: string): Promise<void> {
  await db`delete from idempotency_keys where user_id = ${userId} and key = ${key}`;
}

/** Forgets keys whose day is over. */
export async function pruneIdempotencyKeys(db: Db): Promise<void> {
  await db`delete from idempotency_keys where created_at < now() - ${KEPT}::interval`;
}
