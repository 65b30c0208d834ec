import type { ZodType } from "zod";
import type * as Y from "yjs";
import type { Rooms } from "../collab/rooms.ts";
import type { Db, Sql } from "../db/client.ts";
import type { JobRow } from "../db/jobs.ts";
import { ApiError } from "../services/api_error.ts";
import type { Gemini } from "../services/gemini/gemini.ts";
import type { Log } from "../services/log.ts";
import type { Lyricist } from "../services/lyrics/lyricist.ts";
import type { Ffmpeg } from "../services/media/ffmpeg.ts";
import type { BlobStore } from "../services/storage/blob_store.ts";
import type { Cache } from "./cache.ts";

/** What every job may use. */
export interface JobDeps {
  readonly sql: Sql;
  readonly rooms: Rooms;
  readonly blobs: BlobStore;
  readonly ffmpeg: Ffmpeg;
  readonly cache: Cache;
  readonly lyricist: Lyricist;
  /** The second engine, where this server has a key for it. */
  readonly gemini?: Gemini | undefined;
  readonly log: Log;
}

/** One attempt at a job, as its kind sees it. */
export interface JobContext {
  readonly job: JobRow;
  /** Aborted when the job is cancelled, loses its lease, takes too long, or the process stops. */
  readonly signal: AbortSignal;
  readonly deps: JobDeps;
  /** Enters a named stage: into the row and the room. @throws when the attempt is over. */
  stage(name: string, progress: number): Promise<void>;
  /** Fine progress within the stage: to open tabs, a few times a second, and never into the log. */
  progress(progress: number): void;
  /**
   * Keeps `result` on the row, within the caller's transaction, for a later attempt to begin from
   * (`job.result`). @throws when the attempt is over, so that the transaction is rolled back.
   */
  checkpoint(db: Db, result: unknown): Promise<void>;
  /**
   * The job's one edit of the document. It is applied once, however often the job runs: the same
   * edit marks the job as succeeded in the room.
   */
  applyOnce(edit: (doc: Y.Doc) => void): Promise<void>;
}

export interface JobKind<Input, Result> {
  readonly kind: string;
  readonly input: ZodType<Input>;
  /** How long one attempt may take; default 300. */
  readonly timeoutSeconds?: number;
  /** Which engine made the result; default `local`. */
  readonly engineOf?: (result: Result) => string;
  /**
   * @throws {JobError} or ApiError for what a person can act on; anything else is our fault, is
   * tried again with a growing delay, and is told without its details.
   */
  run(context: JobContext, input: Input): Promise<Result>;
}

/** A failure that a person can act on. `transient` ones are tried again by themselves. */
export class JobError extends Error {
  override readonly name = "JobError";
  constructor(
    readonly code: string,
    message: string,
    readonly transient: boolean = false,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A kind with its types closed over: what a queue of many kinds holds. */
export interface AnyJobKind {
  readonly kind: string;
  readonly timeoutSeconds: number;
  /** @throws ApiError 422 that names each wrong field. */
  parse(input: unknown): unknown;
  run(context: JobContext): Promise<{ readonly result: unknown; readonly engine: string }>;
}

export function anyKind<Input, Result>(kind: JobKind<Input, Result>): AnyJobKind {
  const parse = (input: unknown): Input => {
    const parsed = kind.input.safeParse(input);
    if (parsed.success) return parsed.data;
    const fields = parsed.error.issues.map(({ path, message }) => ({
      field: path.join("."),
      message,
    }));
    throw new ApiError("VALIDATION_FAILED", 422, `The ${kind.kind} job cannot start with this`, {
      fields,
    });
  };
  return {
    kind: kind.kind,
    timeoutSeconds: kind.timeoutSeconds ?? 300,
    parse,
    async run(context) {
      const result = await kind.run(context, parse(context.job.input));
      return { result: result ?? null, engine: kind.engineOf?.(result) ?? "local" };
    },
  };
}
