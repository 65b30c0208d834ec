import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { join } from "node:path";
import { addTake } from "../collab/document/recording_edits.ts";
import type { DocumentView } from "../collab/document/schema.ts";
import { view } from "../collab/document/view.ts";
import {
  type AssetRow,
  deleteAssets,
  findAsset,
  insertAssets,
  type NewAsset,
} from "../db/assets.ts";
import { transaction } from "../db/transaction.ts";
import { voiceGain } from "../jobs/voice_gain.ts";
import { deleteVoiceRecording, insertVoiceRecording } from "../db/voice_recordings.ts";
import { ApiError, invalidField } from "../services/api_error.ts";
import { isUuid, uuidv7 } from "../services/ids.ts";
import { MAX_SOUND_BYTES, takeIn, type TakenIn } from "../services/media/take_in.ts";
import { blobKey, type BlobStore } from "../services/storage/blob_store.ts";
import { semaphore } from "../services/tokens/semaphore.ts";
import type { AppDeps } from "./deps.ts";
import { type AppEnv, requireActor } from "./env.ts";
import { Recording, recordingJson, takeOf } from "./recording_json.ts";
import { BEARER, errors, Id, jsonAnswer, name as Name } from "./schemas.ts";
import { type FileUpload, uploadToFile } from "./upload_to_file.ts";

type Deps = Pick<AppDeps, "sql" | "access" | "rooms" | "blobs" | "ffmpeg" | "log">;

/** Each decode takes a core for a second or two. */
const DECODED_AT_ONCE = 2;
const MAX_TAKES = 300;

/** `POST /projects/{project_id}/recordings`: takes a recording in and lays it on a track. */
export function recordingUploadRoutes(deps: Deps): OpenAPIHono<AppEnv> {
  const { access, ffmpeg } = deps;
  const decoding = semaphore(DECODED_AT_ONCE);
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(upload, async (c) => {
    const actor = requireActor(c);
    const { project_id } = c.req.valid("param");
    await access.authorise(actor, project_id, "project.edit");
    const made = await ffmpeg.inFolder(async (folder) => {
      const path = join(folder, "original");
      const sent = await uploadToFile(c.req.raw, path, {
        maxFileBytes: MAX_SOUND_BYTES,
        fields: ["name", "offset_seconds", "stack"],
      });
      const wish = wishOf(sent);
      const sound = await decoding(() => takeIn(ffmpeg, path, folder, c.req.raw.signal));
      const from = { projectId: project_id, userId: actor.userId };
      const gainDb = await decoding(() =>
        gainFor(deps, project_id, { ...wish, sound }, c.req.raw.signal)
      );
      return await placeTake(deps, { ...from, ...wish, path, sound, gainDb });
    });
    c.header("Location", `/api/v1/recordings/${made.id}`);
    return c.json(made, 201);
  });

  return app;
}

interface Wish {
  /** Undefined: it is named after its place. */
  readonly name: string | undefined;
  readonly filename: string;
  readonly offsetSeconds: number;
  /** The track whose lanes it goes to, made when it is not there; undefined: a new one. */
  readonly stack: string | undefined;
}

interface NewTake extends Wish {
  readonly projectId: string;
  readonly userId: string;
  /** The file as it came in. */
  readonly path: string;
  readonly sound: TakenIn;
  /** Of the track, where it is new. */
  readonly gainDb: number;
}

/** @throws ApiError 422. */
function wishOf({ filename, fields: { name, offset_seconds, stack } }: FileUpload): Wish {
  const offsetSeconds = offset_seconds === undefined ? 0 : Number(offset_seconds);
  if (offset_seconds?.trim() === "" || !(Math.abs(offsetSeconds) <= 600)) {
    throw invalidField("offset_seconds", "is a number from -600 to 600");
  }
  if (stack !== undefined && !isUuid(stack)) throw invalidField("stack", "is the id of a track");
  const named = name === undefined ? undefined : Name(255).safeParse(name);
  if (named?.success === false) throw invalidField("name", "has 1 to 255 characters");
  return { name: named?.data, filename, offsetSeconds, stack };
}

/** A take that makes a track of its own is laid over the music; without a measure it stays as it is. */
async function gainFor(
  deps: Pick<Deps, "sql" | "rooms" | "blobs" | "ffmpeg" | "log">,
  projectId: string,
  { stack, sound }: Pick<NewTake, "stack" | "sound">,
  signal: AbortSignal,
): Promise<number> {
  const { tracks } = await deps.rooms.read(projectId, view);
  if (tracks.some(({ id }) => id === stack)) return 0;
  try {
    return await voiceGain(deps, projectId, sound.lufs, signal);
  } catch (error) {
    signal.throwIfAborted();
    deps.log.warn("a voice is laid as it came: the music was not measured", {
      project: projectId,
      error,
    });
    return 0;
  }
}

/**
 * Stores a take and lays it on its track: files, rows, document, in this order, and what was stored is
 * taken back when a later step fails.
 */
async function placeTake(
  { sql, rooms, blobs }: Pick<Deps, "sql" | "rooms" | "blobs">,
  take: NewTake,
): Promise<z.infer<typeof Recording>> {
  const { projectId, userId, sound } = take;
  const [id, trackId] = [uuidv7(), take.stack ?? uuidv7()];
  const files = await storeTake(blobs, take);
  const [asset, listen, peaks] = files.map((file) => file.id) as [string, string, string];
  try {
    await transaction(sql, async (tx) => {
      await insertAssets(tx, files);
      await insertVoiceRecording(tx, {
        id,
        project_id: projectId,
        asset_id: asset,
        created_by: userId,
        duration_seconds: sound.durationSeconds,
        sample_rate: sound.sampleRate,
        channels: sound.channels,
      });
    });
    const recordings = await rooms.edit(projectId, { kind: "rest", userId }, (doc) => {
      const before = view(doc);
      assertRoom(before, take.stack);
      const isAdded = addTake(doc, {
        id,
        name: take.name ?? nameFor(before, take.stack),
        ...{ asset, listen, peaks },
        duration_seconds: sound.durationSeconds,
        sample_rate: sound.sampleRate,
        channels: sound.channels,
        offset_seconds: take.offsetSeconds,
        lufs: sound.lufs,
        by: userId,
        at: Date.now(),
      }, { id: trackId, name: trackName(before), gain_db: take.gainDb });
      if (!isAdded) throw otherTrack();
      return view(doc).recordings;
    });
    const file: AssetRow | undefined = await findAsset(sql, asset);
    return recordingJson(takeOf(recordings, id), recordings, file!);
  } catch (error) {
    // An edit that was not known to be saved may be in the log all the same, and needs its files.
    if (error instanceof ApiError && error.code === "NOT_SAVED") throw error;
    await deleteVoiceRecording(sql, id);
    await deleteAssets(sql, files.map((file) => file.id));
    await discard(blobs, files);
    throw error;
  }
}

/** The original, byte for byte, its copy to listen to, and its peaks. */
async function storeTake(blobs: BlobStore, take: NewTake): Promise<readonly NewAsset[]> {
  const { projectId, userId, sound, path, filename } = take;
  const { type, contentType, durationSeconds, listenPath, peaks } = sound;
  const nowMs = Date.now();
  const stored: NewAsset[] = [];
  const last = filename.replace(/^.*[\\/]/, "").replace(/\.[^.]*$/, "");
  // A key keeps the end of a name: a long one would lose the id that makes it unique.
  const bare = last.replace(/[^a-z0-9]+/gi, "-").slice(0, 40) || "take";
  const store = async (
    kind: "take" | "listen" | "peaks",
    extension: string,
    content_type: string,
    body: Uint8Array | ReadableStream<Uint8Array>,
  ) => {
    const id = uuidv7();
    const filename = `${id.slice(-12)}-${bare}.${extension}`;
    const storage_key = blobKey({ userId, projectId, type: kind, filename, nowMs });
    const { byteLength, sha256 } = await blobs.put("audio", storage_key, body, {
      contentType: content_type,
      maxBytes: MAX_STORED_BYTES,
    });
    stored.push({
      id,
      project_id: projectId,
      created_by: userId,
      job_id: null,
      bucket: "audio",
      ...{ storage_key, kind, content_type, sha256 },
      byte_length: byteLength,
      duration_seconds: kind === "peaks" ? null : durationSeconds,
    });
  };
  try {
    await store("take", type, contentType, (await Deno.open(path)).readable);
    await store("listen", "flac", "audio/flac", (await Deno.open(listenPath)).readable);
    await store("peaks", "dat", "application/octet-stream", peaks);
    return stored;
  } catch (error) {
    await discard(blobs, stored);
    throw error;
  }
}

/** Five minutes in FLAC are less; nothing that is stored here can be more. */
const MAX_STORED_BYTES = 64 * 1024 * 1024;

async function discard(blobs: BlobStore, files: readonly NewAsset[]): Promise<void> {
  for (const { bucket, storage_key } of files) await blobs.delete(bucket, storage_key);
}

function assertRoom({ recordings, tracks }: DocumentView, stack: string | undefined): void {
  if (recordings.filter(({ kind }) => kind === "take").length >= MAX_TAKES) {
    const message = `A project holds at most ${MAX_TAKES} takes. Remove some first.`;
    throw new ApiError("TOO_MANY_RECORDINGS", 409, message);
  }
  if (tracks.some(({ id, kind }) => id === stack && kind !== "take")) throw otherTrack();
}

function otherTrack(): ApiError {
  return invalidField("stack", "is a track of another kind");
}

function nameFor({ recordings }: DocumentView, stack: string | undefined): string {
  const lanes = recordings.filter((one) => one.kind === "take" && one.stack === stack);
  return `Take ${stack === undefined ? 1 : lanes.length + 1}`;
}

function trackName({ tracks }: DocumentView): string {
  const voices = tracks.filter(({ kind }) => kind === "take").length;
  return voices === 0 ? "Voice" : `Voice ${voices + 1}`;
}

const upload = createRoute({
  method: "post",
  path: "/projects/{project_id}/recordings",
  tags: ["Voice"],
  summary: "Add a take",
  description: "WAV, MP3, M4A, OGG, WebM or FLAC by content, at most 50 MB and 300 seconds. " +
    "What came in is kept byte for byte. It lies on a new track, or on the lanes of `stack`, " +
    "which is made when it is not there: a take is never lost because its track is gone.",
  security: BEARER,
  request: { params: z.object({ project_id: Id }) },
  // Not `request.body`: that would read the whole body before anybody has counted it.
  requestBody: {
    required: true,
    content: {
      "multipart/form-data": {
        schema: {
          type: "object",
          required: ["file"],
          properties: {
            file: { type: "string", format: "binary" },
            name: { type: "string", maxLength: 255 },
            offset_seconds: { type: "number", minimum: -600, maximum: 600 },
            stack: { type: "string", format: "uuid", description: "A track's id" },
          },
        },
      },
    },
  },
  responses: {
    201: jsonAnswer(Recording, "On its track"),
    ...errors(400, 403, 404, 409, 413, 415, 422),
  },
});
