import type { Db } from "./client.ts";

export interface UserRow {
  readonly id: string;
  readonly email: string;
  readonly username: string;
  readonly password_hash: string;
  readonly color: number;
  readonly created_at: Date;
}

export type NewUser = Omit<UserRow, "created_at">;

/** Fails on the unique indexes `users_email` and `users_username`. */
export async function insertUser(db: Db, user: NewUser): Promise<UserRow> {
  const [row] = await db<UserRow[]>`
    insert into users ${db(user, "id", "email", "username", "password_hash", "color")}
    returning id, email, username, password_hash, color, created_at`;
  return row!;
}

/** The next of `colors` for a new person, so that friends who sign up together differ. */
export async function nextColor(db: Db, colors: number): Promise<number> {
  const [last] = await db<{ color: number }[]>`select color from users order by id desc limit 1`;
  return last ? (last.color + 1) % colors : 0;
}

export async function findUser(db: Db, id: string): Promise<UserRow | undefined> {
  const [row] = await db<UserRow[]>`
    select id, email, username, password_hash, color, created_at
    from users where id = ${id} and deleted_at is null`;
  return row;
}

export async function findUserByEmail(db: Db, email: string): Promise<UserRow | undefined> {
  const [row] = await db<UserRow[]>`
    select id, email, username, password_hash, color, created_at
    from users where lower(email) = lower(${email}) and deleted_at is null`;
  return row;
}

export type UserPatch = Partial<Pick<UserRow, "email" | "username" | "password_hash" | "color">>;

/** Fails on the unique indexes like `insertUser`. `patch` holds at least one column. */
export async function updateUser(db: Db, id: string, patch: UserPatch): Promise<UserRow> {
  const [row] = await db<UserRow[]>`
    update users set ${db(patch)} where id = ${id}
    returning id, email, username, password_hash, color, created_at`;
  return row!;
}

/** Names and colours, also of people who are gone. */
export async function listPeople(
  db: Db,
  ids: readonly string[],
): Promise<readonly Pick<UserRow, "id" | "username" | "color">[]> {
  return await db<Pick<UserRow, "id" | "username" | "color">[]>`
    select id, username, color from users where id = any(${[...ids]}::uuid[])`;
}
