import type { Db } from "./client.ts";
import type { StoredRole } from "./projects.ts";

export interface MemberRow {
  readonly user_id: string;
  readonly username: string;
  readonly color: number;
  readonly role: StoredRole;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** The owner first, then the others as they came. */
export async function listMembers(
  db: Db,
  projectId: string,
  page: { readonly limit: number; readonly offset: number },
): Promise<{ rows: MemberRow[]; total: number }> {
  const everyone = everyoneIn(db, projectId);
  const rows = await db<MemberRow[]>`
    select * from (${everyone}) as people
    order by (role = 'owner') desc, created_at, user_id
    limit ${page.limit} offset ${page.offset}`;
  const [count] = await db<{ total: number }[]>`
    select count(*) as total from (${everyone}) as people`;
  return { rows, total: count!.total };
}

export async function findMember(
  db: Db,
  projectId: string,
  userId: string,
): Promise<MemberRow | undefined> {
  const [row] = await db<MemberRow[]>`
    select * from (${everyoneIn(db, projectId)}) as people where user_id = ${userId}`;
  return row;
}

/** Adds somebody, or changes what they may do. */
export async function putMember(
  db: Db,
  member: {
    readonly project_id: string;
    readonly user_id: string;
    readonly role: Exclude<StoredRole, "owner">;
    readonly added_by: string;
  },
): Promise<void> {
  await db`
    insert into members ${db(member, "project_id", "user_id", "role", "added_by")}
    on conflict (project_id, user_id) do update set role = excluded.role, updated_at = now()`;
}

/** @returns whether they were a member. */
export async function deleteMember(db: Db, projectId: string, userId: string): Promise<boolean> {
  const result = await db`
    delete from members where project_id = ${projectId} and user_id = ${userId}`;
  return result.count > 0;
}

function everyoneIn(db: Db, projectId: string) {
  return db`
    select u.id as user_id, u.username, u.color, 'owner' as role,
      p.created_at, p.created_at as updated_at
    from projects p join users u on u.id = p.owner_id where p.id = ${projectId}
    union all
    select u.id, u.username, u.color, m.role, m.created_at, m.updated_at
    from members m join users u on u.id = m.user_id
    where m.project_id = ${projectId} and u.deleted_at is null`;
}
