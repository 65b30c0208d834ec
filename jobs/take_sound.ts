import { join } from "node:path";
import { z } from "zod";
import type { RecordingView, TakeView, TrackView } from "../collab/document/schema.ts";
import { view } from "../collab/document/view.ts";
import { type AssetRow, findAssets } from "../db/assets.ts";
import { isUuid } from "../services/ids.ts";
import { FfmpegError } from "../services/media/ffmpeg.ts";
import { demuxerOf } from "../services/media/sound_type.ts";
import { MAX_SOUND_SECONDS, workingRate } from "../services/media/take_in.ts";
import { type JobDeps, JobError } from "./job_kind.ts";

/** What every job on a take is told. */
export const TakeInput = {
  recording_id: z.uuid(),
  /** The version to start from; left out: the original. */
  version: z.uuid().optional(),
};

/** For five minutes of sound on a busy machine; a minute takes seconds. */
export const TAKE_TIMEOUT_SECONDS = 600;

/** A take, the version of it that is to be worked on, and where it sounds. Phrases of others over it are no part of it. */
export interface TakeSound {
  readonly take: TakeView;
  readonly base: RecordingView;
  readonly file: AssetRow;
  /** The lane that plays the base, else the one that the take lies on. */
  readonly track: TrackView | undefined;
}

/** @throws {JobError} RECORDING_GONE when it is not in the document, or its file is not the project's. */
export async function findTake(
  { sql, rooms }: Pick<JobDeps, "sql" | "rooms">,
  projectId: string,
  { recording_id, version = recording_id }: {
    readonly recording_id: string;
    readonly version?: string;
  },
): Promise<TakeSound> {
  const { recordings, tracks } = await rooms.read(projectId, view);
  const take = recordings.find(({ id }) => id === recording_id);
  const base = recordings.find(({ id }) => id === version);
  if (take?.kind !== "take" || !base) throw recordingGone();
  if (base !== take && (base.kind !== "version" || base.of !== take.id)) throw recordingGone();
  const lanes = tracks.filter(({ kind }) => kind === "take");
  return {
    take,
    base,
    file: await fileOf({ sql }, projectId, base),
    track: lanes.find(({ source }) => source === base.id) ??
      lanes.find(({ id }) => id === take.stack),
  };
}

/** @throws {JobError} */
export async function fileOf(
  { sql }: Pick<JobDeps, "sql">,
  projectId: string,
  { asset }: Pick<RecordingView, "asset">,
): Promise<AssetRow> {
  const [file] = isUuid(asset) ? await findAssets(sql, projectId, [asset]) : [];
  if (file?.kind !== "take" && file?.kind !== "version") throw recordingGone();
  return file;
}

export function recordingGone(): JobError {
  return new JobError("RECORDING_GONE", "This take was removed in the meantime.");
}

/**
 * Decodes a take as it is worked on: 24-bit WAV at its own rate, if that is 44.1 or 48 kHz, else at 48;
 * at most two channels.
 *
 * @returns the path of the file, in `folder`.
 * @throws {JobError} RECORDING_GONE, RECORDING_BROKEN.
 */
export async function decodeTake(
  { blobs, ffmpeg }: Pick<JobDeps, "blobs" | "ffmpeg">,
  file: AssetRow,
  sampleRate: number,
  folder: string,
  signal: AbortSignal,
): Promise<string> {
  const blob = await blobs.get(file.bucket, file.storage_key);
  if (blob === null) throw recordingGone();
  const [input, output] = [join(folder, file.id), join(folder, `${file.id}.wav`)];
  const copy = await Deno.open(input, { write: true, createNew: true });
  await blob.body.pipeTo(copy.writable, { signal });
  const rate = workingRate(sampleRate);
  try {
    await ffmpeg.run(
      [
        ...["-f", demuxerOf(file.content_type) ?? "wav", "-t", String(MAX_SOUND_SECONDS + 1)],
        ...["-i", input, "-map", "0:a:0"],
        ...["-af", `aresample=${rate},aformat=channel_layouts=mono|stereo`],
        ...["-c:a", "pcm_s24le", "-f", "wav", output],
      ],
      { signal },
    );
  } catch (error) {
    if (!(error instanceof FfmpegError) || error.failure !== "exit") throw error;
    throw new JobError("RECORDING_BROKEN", "This take cannot be read any more.", false, {
      cause: error,
    });
  }
  await Deno.remove(input);
  return output;
}
