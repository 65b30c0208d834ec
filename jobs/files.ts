import * as Y from "yjs";
import { roots } from "../collab/document/schema.ts";
import {
  type AssetKind,
  assetsOfJob,
  deleteAssets,
  findAssets,
  type NewAsset,
} from "../db/assets.ts";
import type { JobRow } from "../db/jobs.ts";
import { uuidv7 } from "../services/ids.ts";
import { blobKey, type Bucket } from "../services/storage/blob_store.ts";
import type { JobContext, JobDeps } from "./job_kind.ts";

export interface NewFile {
  readonly kind: AssetKind;
  readonly filename: string;
  readonly contentType: string;
  /** All of it, or a stream of it: a long recording need not be in memory. */
  readonly bytes: Uint8Array | ReadableStream<Uint8Array>;
  readonly durationSeconds?: number;
}

const BUCKET: Readonly<Record<AssetKind, Bucket>> = {
  image: "images",
  mix: "audio",
  stem: "audio",
  listen: "audio",
  peaks: "audio",
  midi: "audio",
  score: "audio",
  take: "audio",
  version: "audio",
  harmony: "audio",
  contour: "audio",
  export: "exports",
};

/**
 * The files of one attempt: stored first, made known later, deleted when the attempt fails. An attempt
 * that was killed leaves its files, and the next one that makes the same file deletes them: the
 * keys of a job's attempts differ in the attempt's number alone.
 */
export class AttemptFiles {
  readonly #context: JobContext;
  readonly #stored: NewAsset[] = [];

  constructor(context: JobContext) {
    this.#context = context;
  }

  /** What is stored so far, as asset rows yet to be inserted. */
  get rows(): readonly NewAsset[] {
    return this.#stored;
  }

  /** Stores a file; its name occurs once in the job. @returns the id that its asset row will have. */
  async store(file: NewFile): Promise<string> {
    const { job, signal, deps: { blobs } } = this.#context;
    signal.throwIfAborted();
    const id = uuidv7();
    const bucket = BUCKET[file.kind];
    const key = keyOf(job, file, job.attempts);
    const { byteLength, sha256 } = await blobs.put(bucket, key, file.bytes, file);
    this.#stored.push({
      id,
      project_id: job.project_id,
      created_by: job.created_by,
      job_id: job.id,
      bucket,
      storage_key: key,
      kind: file.kind,
      content_type: file.contentType,
      byte_length: byteLength,
      sha256,
      duration_seconds: file.durationSeconds ?? null,
    });
    for (let attempt = 1; attempt < job.attempts; attempt++) {
      await blobs.delete(bucket, keyOf(job, file, attempt));
    }
    return id;
  }

  /**
   * Deletes what the attempt stored and nobody knows of. Rows are looked for first: a connection that
   * broke at the commit may have committed.
   */
  async discard(): Promise<void> {
    const { job, deps: { sql, blobs, log } } = this.#context;
    try {
      const ids = this.#stored.map(({ id }) => id);
      const known = new Set((await findAssets(sql, job.project_id, ids)).map(({ id }) => id));
      for (const { id, bucket, storage_key } of this.#stored) {
        if (!known.has(id)) await blobs.delete(bucket, storage_key);
      }
    } catch (error) {
      log.warn("files of a failed attempt stay behind", { job: job.id, error });
    }
  }
}

function keyOf(job: JobRow, { kind, filename }: NewFile, attempt: number): string {
  return blobKey({
    userId: job.created_by ?? "system",
    projectId: job.project_id,
    type: kind,
    filename: `${job.id.slice(-12)}.${attempt}-${filename}`,
    nowMs: job.created_at.getTime(),
  });
}

/** Deletes the files of a job that was cancelled after it stored them, unless the document has them. */
export async function discardFiles(
  { sql, rooms, blobs }: Pick<JobDeps, "sql" | "rooms" | "blobs">,
  job: JobRow,
): Promise<void> {
  const assets = await assetsOfJob(sql, job.id);
  if (assets.length === 0) return;
  const used = await rooms.read(job.project_id, (doc) => {
    const { tracks, recordings } = roots(doc);
    return [...tracks.values(), ...recordings.values()].some((entry) => {
      return entry instanceof Y.Map && entry.get("job") === job.id;
    });
  });
  if (used) return;
  await deleteAssets(sql, assets.map(({ id }) => id));
  for (const asset of assets) await blobs.delete(asset.bucket, asset.storage_key);
}
