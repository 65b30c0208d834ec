import type { Db } from "./client.ts";

export interface ApiTokenRow {
  readonly id: string;
  readonly user_id: string;
  readonly name: string;
  readonly scope: "read" | "write";
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly last_used_at: Date | null;
}

export type NewApiToken =
  & Pick<ApiTokenRow, "id" | "user_id" | "name" | "scope" | "expires_at">
  & { readonly token_hash: Uint8Array };

export async function insertApiToken(db: Db, token: NewApiToken): Promise<ApiTokenRow> {
  const [row] = await db<ApiTokenRow[]>`
    insert into api_tokens ${
    db(token, "id", "user_id", "name", "scope", "expires_at", "token_hash")
  }
    returning id, user_id, name, scope, created_at, expires_at, last_used_at`;
  return row!;
}

export async function listApiTokens(db: Db, userId: string): Promise<ApiTokenRow[]> {
  return await db<ApiTokenRow[]>`
    select id, user_id, name, scope, created_at, expires_at, last_used_at
    from api_tokens where user_id = ${userId} and revoked_at is null
    order by created_at desc, id desc`;
}

/** @returns whether a live token of that user was revoked now. */
export async function revokeApiToken(db: Db, id: string, userId: string): Promise<boolean> {
  const result = await db`
    update api_tokens set revoked_at = now()
    where id = ${id} and user_id = ${userId} and revoked_at is null`;
  return result.count > 0;
}

export interface ApiTokenUserRow {
  readonly token_id: string;
  readonly scope: "read" | "write";
  readonly expires_at: Date | null;
  readonly user_id: string;
  readonly username: string;
  readonly color: number;
}

/** Who a live API token speaks for; its last use is kept to the minute. */
export async function findLiveApiToken(
  db: Db,
  tokenHash: Uint8Array,
): Promise<ApiTokenUserRow | undefined> {
  const [row] = await db<(ApiTokenUserRow & { stale: boolean })[]>`
    select t.id as token_id, t.scope, t.expires_at, u.id as user_id, u.username, u.color,
      coalesce(t.last_used_at < now() - interval '1 minute', true) as stale
    from api_tokens t join users u on u.id = t.user_id
    where t.token_hash = ${tokenHash} and t.revoked_at is null
      and (t.expires_at is null or t.expires_at > now()) and u.deleted_at is null`;
  if (row?.stale) await db`update api_tokens set last_used_at = now() where id = ${row.token_id}`;
  return row;
}
