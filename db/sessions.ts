import type { Db } from "./client.ts";

export interface SessionRow {
  readonly id: string;
  readonly user_id: string;
  readonly user_agent: string;
  readonly created_at: Date;
  readonly last_used_at: Date;
  readonly expires_at: Date;
}

export type SessionEnd = "logout" | "reuse" | "password" | "revoked";

export async function insertSession(
  db: Db,
  session: Pick<SessionRow, "id" | "user_id" | "user_agent" | "expires_at">,
): Promise<void> {
  await db`insert into sessions ${db(session, "id", "user_id", "user_agent", "expires_at")}`;
}

/** A live session and who it belongs to. */
export interface LiveSessionRow {
  readonly id: string;
  readonly user_id: string;
  readonly username: string;
  readonly color: number;
}

/** Those of the sessions that are live: asked for by every authenticated request. */
export async function findLiveSessions(
  db: Db,
  ids: readonly string[],
): Promise<readonly LiveSessionRow[]> {
  return await db<LiveSessionRow[]>`
    select s.id, u.id as user_id, u.username, u.color
    from sessions s join users u on u.id = s.user_id
    where s.id = any(${ids}::uuid[])
      and s.ended_at is null and s.expires_at > now() and u.deleted_at is null`;
}

export async function listLiveSessions(db: Db, userId: string): Promise<SessionRow[]> {
  return await db<SessionRow[]>`
    select id, user_id, user_agent, created_at, last_used_at, expires_at
    from sessions
    where user_id = ${userId} and ended_at is null and expires_at > now()
    order by last_used_at desc, id desc`;
}

/** Pushes the end of a session away; a refresh did it. */
export async function touchSession(db: Db, id: string, expiresAt: Date): Promise<void> {
  await db`update sessions set last_used_at = now(), expires_at = ${expiresAt} where id = ${id}`;
}

/** @returns whether a live session of that user ended now. */
export async function endSession(
  db: Db,
  id: string,
  userId: string,
  why: SessionEnd,
): Promise<boolean> {
  const result = await db`
    update sessions set ended_at = now(), ended_why = ${why}
    where id = ${id} and user_id = ${userId} and ended_at is null`;
  return result.count > 0;
}

/** Ends every live session of a user but one. @returns the ids of those that ended. */
export async function endOtherSessions(
  db: Db,
  userId: string,
  exceptId: string,
  why: SessionEnd,
): Promise<string[]> {
  const rows = await db<{ id: string }[]>`
    update sessions set ended_at = now(), ended_why = ${why}
    where user_id = ${userId} and id <> ${exceptId} and ended_at is null
    returning id`;
  return rows.map((row) => row.id);
}
