import type { Db } from "./client.ts";

export interface ProjectRow {
  readonly id: string;
  readonly owner_id: string;
  readonly title: string;
  readonly description: string | null;
  readonly is_public: boolean;
  readonly copied_from: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly deleted_at: Date | null;
}

export type StoredRole = "owner" | "editor" | "commenter" | "viewer";

/** A project as one user meets it. `role` is null for somebody who merely may look at it. */
export interface ProjectForUserRow extends ProjectRow {
  readonly owner_username: string;
  readonly role: StoredRole | null;
}

export async function insertProject(
  db: Db,
  project: Pick<ProjectRow, "id" | "owner_id" | "title" | "description" | "is_public">,
): Promise<void> {
  await db`
    insert into projects ${db(project, "id", "owner_id", "title", "description", "is_public")}`;
}

/** Live or deleted: the caller looks at `deleted_at`. */
export async function findProject(
  db: Db,
  id: string,
  userId: string,
): Promise<ProjectForUserRow | undefined> {
  const [row] = await db<ProjectForUserRow[]>`
    ${projectForUser(db, userId)} where p.id = ${id}`;
  return row;
}

/** The caller's part in a live project, and whether everybody may look at it. */
export async function findRole(
  db: Db,
  projectId: string,
  userId: string,
): Promise<{ role: StoredRole | null; is_public: boolean } | undefined> {
  const [row] = await db<{ role: StoredRole | null; is_public: boolean }[]>`
    select case when p.owner_id = ${userId} then 'owner' else m.role end as role, p.is_public
    from projects p left join members m on m.project_id = p.id and m.user_id = ${userId}
    where p.id = ${projectId} and p.deleted_at is null`;
  return row;
}

export type ProjectSort =
  | "updated_at"
  | "-updated_at"
  | "created_at"
  | "-created_at"
  | "title"
  | "-title";

export interface ProjectQuery {
  readonly userId: string;
  /** Words looked for in title, description and lyrics; all must occur. */
  readonly search: string;
  readonly sort: ProjectSort;
  /** The caller's own deleted ones that can still be restored, instead of the live ones. */
  readonly deleted: boolean;
  readonly limit: number;
  readonly offset: number;
}

export const RESTORE_DAYS = 30;

/** Mine and shared with me. */
export async function listProjects(
  db: Db,
  query: ProjectQuery,
): Promise<{ rows: ProjectForUserRow[]; total: number }> {
  const condition = db`where ${mine(db, query)} ${matching(db, query.search)}`;
  const rows = await db<ProjectForUserRow[]>`
    ${projectForUser(db, query.userId)} ${condition}
    order by ${order(db, query.sort)} limit ${query.limit} offset ${query.offset}`;
  if (query.offset === 0 && rows.length < query.limit) return { rows, total: rows.length };
  const [count] = await db<{ total: number }[]>`
    select count(*) as total from (${projectForUser(db, query.userId)} ${condition}) as found`;
  return { rows, total: count!.total };
}

export type ProjectPatch = Partial<Pick<ProjectRow, "title" | "description" | "is_public">>;

/** `patch` holds at least one column. */
export async function updateProject(db: Db, id: string, patch: ProjectPatch): Promise<void> {
  await db`update projects set ${db(patch)}, updated_at = now() where id = ${id}`;
}

/** Says that something in the project changed, for the order of lists. */
export async function touchProject(db: Db, id: string): Promise<void> {
  await db`update projects set updated_at = now() where id = ${id}`;
}

/** The same for many. They are locked in order, so that two of these never wait for each other. */
export async function touchProjects(db: Db, ids: readonly string[]): Promise<void> {
  await db`
    with touched as (
      select id from projects where id = any(${ids}::uuid[]) order by id for no key update
    )
    update projects set updated_at = now() from touched where projects.id = touched.id`;
}

export async function softDeleteProject(db: Db, id: string): Promise<void> {
  await db`update projects set deleted_at = now() where id = ${id} and deleted_at is null`;
}

/** @returns false when it is too late, or nothing was deleted. */
export async function restoreProject(db: Db, id: string): Promise<boolean> {
  const result = await db`
    update projects set deleted_at = null, updated_at = now()
    where id = ${id} and deleted_at > now() - ${RESTORE_DAYS} * interval '1 day'`;
  return result.count > 0;
}

function projectForUser(db: Db, userId: string) {
  return db`
    select p.id, p.owner_id, p.title, p.description, p.is_public, p.copied_from,
      p.created_at, p.updated_at, p.deleted_at, u.username as owner_username,
      case when p.owner_id = ${userId} then 'owner' else m.role end as role
    from projects p
      join users u on u.id = p.owner_id
      left join members m on m.project_id = p.id and m.user_id = ${userId}`;
}

function mine(db: Db, query: ProjectQuery) {
  return query.deleted
    ? db`p.owner_id = ${query.userId}
        and p.deleted_at > now() - ${RESTORE_DAYS} * interval '1 day'`
    : db`(p.owner_id = ${query.userId} or m.user_id is not null) and p.deleted_at is null`;
}

function matching(db: Db, search: string) {
  const words = search.split(/\s+/).filter(Boolean).slice(0, 10);
  if (words.length === 0) return db``;
  const patterns = words.map((word) => `%${word.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`);
  return db`and (
    p.title ilike all (${patterns}) or p.description ilike all (${patterns})
    or exists (select 1 from lyrics l where l.project_id = p.id and l.text ilike all (${patterns}))
  )`;
}

function order(db: Db, sort: ProjectSort) {
  switch (sort) {
    case "updated_at":
      return db`p.updated_at, p.id`;
    case "-updated_at":
      return db`p.updated_at desc, p.id desc`;
    case "created_at":
      return db`p.created_at, p.id`;
    case "-created_at":
      return db`p.created_at desc, p.id desc`;
    case "title":
      return db`lower(p.title), p.id`;
    case "-title":
      return db`lower(p.title) desc, p.id desc`;
  }
}
