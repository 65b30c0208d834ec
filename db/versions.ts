import type { JSONValue } from "postgres";
import type { Db } from "./client.ts";

export type VersionReason =
  | "named"
  | "idle"
  | "ongoing"
  | "empty"
  | "before_restore"
  | "before_job";

/** A version without its state, which can be many megabytes. */
export interface VersionRow {
  readonly id: string;
  readonly project_id: string;
  readonly name: string | null;
  readonly reason: VersionReason;
  readonly job_id: string | null;
  /** Who changed what since the version before, as the caller wrote it. */
  readonly changes: unknown;
  readonly upto_seq: number;
  readonly created_by: string | null;
  readonly created_at: Date;
}

export type NewVersion = Omit<VersionRow, "upto_seq" | "created_at">;

const columns = (db: Db) =>
  db`id, project_id, name, reason, job_id, changes, upto_seq, created_by, created_at`;

/**
 * Puts the document as it is now aside, in one statement and without its bytes leaving the database.
 * @returns undefined when the project has no document, or the job its version already.
 */
export async function insertVersion(db: Db, version: NewVersion): Promise<VersionRow | undefined> {
  const { id, project_id, name, reason, job_id, created_by } = version;
  const [row] = await db<VersionRow[]>`
    with parts as (
      select null::bigint as seq, upto_seq, state as payload
      from doc_snapshots where project_id = ${project_id}
      union all
      select seq, seq, payload from doc_updates where project_id = ${project_id}
    ), whole as (
      select string_agg(int4send(length(payload)) || payload, ''::bytea order by seq nulls first)
          as state, max(upto_seq) as upto_seq
      from parts
    )
    insert into versions
      (id, project_id, name, reason, job_id, changes, created_by, state, upto_seq)
    select ${id}, ${project_id}, ${name}, ${reason}, ${job_id}, ${json(db, version.changes)},
      ${created_by}, state, upto_seq
    from whole where state is not null
    on conflict (job_id) where reason = 'before_job' do nothing
    returning ${columns(db)}`;
  return row;
}

/** Newest first. */
export async function listVersions(
  db: Db,
  projectId: string,
  page: { readonly limit: number; readonly offset: number },
): Promise<{ readonly rows: readonly VersionRow[]; readonly total: number }> {
  const rows = await db<VersionRow[]>`
    select ${columns(db)} from versions where project_id = ${projectId} and deleted_at is null
    order by created_at desc, id desc limit ${page.limit} offset ${page.offset}`;
  const [count] = await db<{ total: number }[]>`
    select count(*) as total from versions
    where project_id = ${projectId} and deleted_at is null`;
  return { rows, total: count!.total };
}

export async function findVersion(
  db: Db,
  projectId: string,
  id: string,
): Promise<VersionRow | undefined> {
  const [row] = await db<VersionRow[]>`
    select ${columns(db)} from versions
    where id = ${id} and project_id = ${projectId} and deleted_at is null`;
  return row;
}

export async function findLastVersion(
  db: Db,
  projectId: string,
): Promise<VersionRow | undefined> {
  const [row] = await db<VersionRow[]>`
    select ${columns(db)} from versions where project_id = ${projectId} and deleted_at is null
    order by created_at desc, id desc limit 1`;
  return row;
}

export async function findVersionBeforeJob(
  db: Db,
  jobId: string,
): Promise<VersionRow | undefined> {
  const [row] = await db<VersionRow[]>`
    select ${columns(db)} from versions where job_id = ${jobId} and reason = 'before_job'`;
  return row;
}

export async function countNamedVersions(db: Db, projectId: string): Promise<number> {
  const [row] = await db<{ total: number }[]>`
    select count(*) as total from versions
    where project_id = ${projectId} and deleted_at is null and name is not null`;
  return row!.total;
}

export async function readVersionState(db: Db, id: string): Promise<Uint8Array | undefined> {
  const [row] = await db<{ state: Uint8Array }[]>`select state from versions where id = ${id}`;
  return row?.state;
}

/**
 * Whether people have written into the log since `uptoSeq`, or, without one, since the row that made
 * the project. What jobs say of themselves does not count.
 */
export async function hasLogSince(
  db: Db,
  projectId: string,
  uptoSeq: number | null,
): Promise<boolean> {
  const [row] = await db<{ found: boolean }[]>`
    select exists (
      select 1 from doc_updates where project_id = ${projectId} and origin <> 'job'
        and seq > coalesce(${uptoSeq}::bigint,
          (select min(seq) from doc_updates where project_id = ${projectId}))
    ) as found`;
  return row!.found;
}

/** A version with a name is one that somebody wants to keep; without one it is automatic again. */
export async function renameVersion(db: Db, id: string, name: string | null): Promise<void> {
  await db`update versions set name = ${name} where id = ${id}`;
}

/** Oldest first. */
export async function listAutomaticVersions(
  db: Db,
  projectId: string,
): Promise<readonly VersionRow[]> {
  return await db<VersionRow[]>`
    select ${columns(db)} from versions
    where project_id = ${projectId} and deleted_at is null and name is null
    order by created_at, id`;
}

/** Removes versions, state and all, for good. */
export async function deleteVersions(db: Db, ids: readonly string[]): Promise<void> {
  await db`delete from versions where id = any(${[...ids]}::uuid[])`;
}

/** The version after a moment that is not among `except`. */
export async function findVersionAfter(
  db: Db,
  projectId: string,
  moment: Date,
  except: readonly string[],
): Promise<VersionRow | undefined> {
  const [row] = await db<VersionRow[]>`
    select ${columns(db)} from versions
    where project_id = ${projectId} and deleted_at is null and created_at > ${moment}
      and id <> all(${[...except]}::uuid[])
    order by created_at, id limit 1`;
  return row;
}

export async function updateVersionChanges(db: Db, id: string, changes: unknown): Promise<void> {
  await db`update versions set changes = ${json(db, changes)} where id = ${id}`;
}

/** jsonb wants a value that JSON can hold; what comes here is made of it. */
const json = (db: Db, value: unknown) => db.json(value as JSONValue);
