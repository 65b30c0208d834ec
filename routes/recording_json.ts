import { z } from "@hono/zod-openapi";
import type { Actor } from "../collab/access.ts";
import type { RecordingView, TakeView, VersionView } from "../collab/document/schema.ts";
import type { AssetRow } from "../db/assets.ts";
import { findVoiceRecording } from "../db/voice_recordings.ts";
import { ApiError, notFound } from "../services/api_error.ts";
import type { Action } from "../services/policy.ts";
import type { AppDeps } from "./deps.ts";
import { Id, Time } from "./schemas.ts";

const Report = z.looseObject({}).openapi({ description: "What changed, in figures" });

const RecordingVersion = z.object({
  id: Id.openapi({ description: "Of the recording itself for the original" }),
  label: z.string(),
  from: Id.nullable().openapi({ description: "The version that it was made from" }),
  asset_id: Id,
  listen_asset_id: Id,
  peaks_asset_id: Id.nullable(),
  duration_seconds: z.number(),
  loudness_lufs: z.number().nullable().openapi({ description: "Null for silence" }),
  settings: z.looseObject({}),
  report: Report,
  job_id: Id.nullable(),
  created_by: Id.nullable(),
  created_at: Time,
}).openapi("RecordingVersion");

export const Recording = z.object({
  id: Id,
  project_id: Id,
  track_id: Id.nullable().openapi({ description: "The track whose lanes it lies on" }),
  name: z.string(),
  asset_id: Id.openapi({ description: "What came in, byte for byte" }),
  listen_asset_id: Id.openapi({ description: "The same sound as FLAC" }),
  peaks_asset_id: Id.nullable(),
  content_type: z.string(),
  byte_length: z.int().min(0),
  sha256: z.string().openapi({ description: "Of what came in; lower-case hex" }),
  duration_seconds: z.number().openapi({ description: "Decoded" }),
  sample_rate: z.int().openapi({ description: "As it came in" }),
  channels: z.int(),
  offset_seconds: z.number().openapi({ description: "Later than its track by so much" }),
  loudness_lufs: z.number().nullable(),
  created_by: Id.nullable(),
  created_at: Time,
  versions: z.array(RecordingVersion).openapi({
    description: "The original, and what was made of it",
  }),
}).openapi("Recording");

/**
 * A take on the wire.
 * @param recordings all of the document's.
 * @param file what came in.
 */
export function recordingJson(
  take: TakeView,
  recordings: readonly RecordingView[],
  file: AssetRow,
): z.infer<typeof Recording> {
  const versions = recordings.filter((one) => one.kind === "version" && one.of === take.id);
  return {
    id: take.id,
    project_id: file.project_id,
    track_id: take.stack,
    name: take.name,
    asset_id: take.asset,
    listen_asset_id: take.listen,
    peaks_asset_id: take.peaks,
    content_type: file.content_type,
    byte_length: Number(file.byte_length),
    sha256: new Uint8Array(file.sha256).toHex(),
    duration_seconds: take.duration_seconds,
    sample_rate: take.sample_rate,
    channels: take.channels,
    offset_seconds: take.offset_seconds,
    loudness_lufs: take.lufs,
    created_by: take.by || null,
    created_at: new Date(take.at).toISOString(),
    versions: [take, ...versions].map(versionJson),
  };
}

/** The take of that id. @throws ApiError 404. */
export function takeOf(recordings: readonly RecordingView[], id: string): TakeView {
  const found = recordings.find((recording) => recording.id === id);
  if (found?.kind !== "take") throw notFound("recording");
  return found;
}

/**
 * The take, or one of its versions. @throws ApiError 404.
 * @param versionId left out: the original.
 */
export function soundOf(
  recordings: readonly RecordingView[],
  id: string,
  versionId: string | undefined,
): RecordingView {
  const take = takeOf(recordings, id);
  if (versionId === undefined || versionId === id) return take;
  const version = recordings.find((recording) => recording.id === versionId);
  if (version?.kind !== "version" || version.of !== id) throw notFound("version");
  return version;
}

/**
 * The project of a take, once the caller may do `action` in it.
 * @throws ApiError 404 when there is no such take, or it is a stranger's; 403 without the role.
 */
export async function projectOfRecording(
  { sql, access }: Pick<AppDeps, "sql" | "access">,
  actor: Actor,
  recordingId: string,
  action: Action,
): Promise<string> {
  const row = await findVoiceRecording(sql, recordingId);
  if (!row) throw notFound("recording");
  try {
    await access.authorise(actor, row.project_id, action);
  } catch (error) {
    throw error instanceof ApiError && error.status === 404 ? notFound("recording") : error;
  }
  return row.project_id;
}

function versionJson(sound: TakeView | VersionView): z.infer<typeof RecordingVersion> {
  const made = sound.kind === "version" ? sound : undefined;
  return {
    id: sound.id,
    label: made?.label ?? "Original",
    from: made?.from ?? null,
    asset_id: sound.asset,
    listen_asset_id: sound.listen,
    peaks_asset_id: sound.peaks,
    duration_seconds: sound.duration_seconds,
    loudness_lufs: sound.lufs,
    settings: { ...made?.settings },
    report: { ...made?.report },
    job_id: made?.job ?? null,
    created_by: sound.by || null,
    created_at: new Date(sound.at).toISOString(),
  };
}
