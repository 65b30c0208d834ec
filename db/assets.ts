import type { Db } from "./client.ts";

export type AssetBucket = "audio" | "images" | "exports";
export type AssetKind =
  | "image"
  | "mix"
  | "stem"
  | "listen"
  | "peaks"
  | "midi"
  | "score"
  | "take"
  | "version"
  | "harmony"
  | "contour"
  | "export";

export interface AssetRow {
  readonly id: string;
  readonly project_id: string;
  readonly created_by: string | null;
  readonly job_id: string | null;
  readonly bucket: AssetBucket;
  readonly storage_key: string;
  readonly kind: AssetKind;
  readonly content_type: string;
  readonly byte_length: number;
  readonly sha256: Uint8Array;
  readonly width: number | null;
  readonly height: number | null;
  readonly duration_seconds: number | null;
  readonly created_at: Date;
  readonly deleted_at: Date | null;
}

export type NewAsset =
  & Omit<AssetRow, "created_at" | "deleted_at" | "width" | "height" | "duration_seconds">
  & Partial<Pick<AssetRow, "width" | "height" | "duration_seconds">>;

export async function insertAssets(db: Db, assets: readonly NewAsset[]): Promise<void> {
  if (assets.length === 0) return;
  const rows = assets.map((asset) => ({
    ...asset,
    width: asset.width ?? null,
    height: asset.height ?? null,
    duration_seconds: asset.duration_seconds ?? null,
  }));
  await db`insert into assets ${
    db(
      rows,
      ...["id", "project_id", "created_by", "job_id", "bucket", "storage_key", "kind"] as const,
      ...["content_type", "byte_length", "sha256", "width", "height", "duration_seconds"] as const,
    )
  }`;
}

export async function findAsset(db: Db, id: string): Promise<AssetRow | undefined> {
  const [row] = await db<AssetRow[]>`
    select * from assets where id = ${id} and deleted_at is null`;
  return row;
}

/** Those of a project among `ids`, in no order; others are left out. */
export async function findAssets(
  db: Db,
  projectId: string,
  ids: readonly string[],
): Promise<readonly AssetRow[]> {
  if (ids.length === 0) return [];
  return await db<AssetRow[]>`
    select * from assets
    where project_id = ${projectId} and id = any(${[...ids]}::uuid[]) and deleted_at is null`;
}

export async function assetsOfJob(db: Db, jobId: string): Promise<readonly AssetRow[]> {
  return await db<AssetRow[]>`
    select * from assets where job_id = ${jobId} and deleted_at is null`;
}

/** The asset that a file is known as. */
export async function findAssetByKey(
  db: Db,
  bucket: AssetBucket,
  storageKey: string,
): Promise<AssetRow | undefined> {
  const [row] = await db<AssetRow[]>`
    select * from assets
    where bucket = ${bucket} and storage_key = ${storageKey} and deleted_at is null`;
  return row;
}

/** Forgets the rows for good; their blobs are the caller's to delete. */
export async function deleteAssets(db: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db`delete from assets where id = any(${[...ids]}::uuid[])`;
}
