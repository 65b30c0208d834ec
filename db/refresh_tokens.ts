import type { Db, Tx } from "./client.ts";

export async function insertRefreshToken(
  db: Db,
  token: {
    readonly token_hash: Uint8Array;
    readonly session_id: string;
    readonly expires_at: Date;
  },
): Promise<void> {
  await db`insert into refresh_tokens ${db(token, "token_hash", "session_id", "expires_at")}`;
}

/** A refresh token with the session it belongs to. */
export interface RefreshTokenRow {
  readonly session_id: string;
  readonly user_id: string;
  readonly spent: boolean;
  /** Neither the token nor its session is over. */
  readonly live: boolean;
}

/** Locks the session, so that two requests with one token are told apart: one is first. */
export async function lockRefreshToken(
  tx: Tx,
  tokenHash: Uint8Array,
): Promise<RefreshTokenRow | undefined> {
  const [token] = await tx<{ session_id: string }[]>`
    select session_id from refresh_tokens where token_hash = ${tokenHash}`;
  if (!token) return undefined;
  await tx`select 1 from sessions where id = ${token.session_id} for update`;
  const [row] = await tx<RefreshTokenRow[]>`
    select s.id as session_id, s.user_id, t.spent_at is not null as spent,
      (t.expires_at > now() and s.expires_at > now() and s.ended_at is null
        and u.deleted_at is null) as live
    from refresh_tokens t
      join sessions s on s.id = t.session_id
      join users u on u.id = s.user_id
    where t.token_hash = ${tokenHash}`;
  return row;
}

/** Spent tokens stay until they would have ended, to be recognised when they come again. */
export async function spendRefreshToken(
  db: Db,
  tokenHash: Uint8Array,
  sessionId: string,
): Promise<void> {
  await db`update refresh_tokens set spent_at = now() where token_hash = ${tokenHash}`;
  await db`delete from refresh_tokens where session_id = ${sessionId} and expires_at < now()`;
}
