import { join } from "node:path";
import { encodeFlacFile } from "../services/media/flac_file.ts";
import type { AttemptFiles } from "./files.ts";
import type { JobContext } from "./job_kind.ts";
import type { MadeSound, SoundPaths } from "./voice_tasks.ts";

/** The files of a sound, by asset id. */
export interface StoredSound {
  readonly asset: string;
  readonly listen: string;
  readonly peaks: string;
  readonly contour: string | null;
  readonly duration_seconds: number;
  readonly lufs: number | null;
}

export function soundPaths(folder: string, name: string, withContour: boolean): SoundPaths {
  return {
    wav: join(folder, `${name}.wav`),
    peaks: join(folder, `${name}.dat`),
    ...(withContour ? { contour: join(folder, `${name}.json`) } : {}),
  };
}

/** Stores what a voice task has made, from disk to disk. */
export async function storeSound(
  { signal, deps: { ffmpeg } }: JobContext,
  files: AttemptFiles,
  { kind, filename, paths, sound }: {
    readonly kind: "version" | "harmony";
    /** Without extension; once in the job. */
    readonly filename: string;
    readonly paths: SoundPaths;
    readonly sound: MadeSound;
  },
): Promise<StoredSound> {
  const { durationSeconds, lufs } = sound;
  const flac = paths.wav.replace(/\.wav$/, ".flac");
  await encodeFlacFile(ffmpeg, paths.wav, flac, { signal });
  const asset = await files.store({
    kind,
    filename: `${filename}.wav`,
    contentType: "audio/wav",
    bytes: await streamOf(paths.wav),
    durationSeconds,
  });
  const listen = await files.store({
    kind: "listen",
    filename: `${filename}.flac`,
    contentType: "audio/flac",
    bytes: await streamOf(flac),
    durationSeconds,
  });
  const peaks = await files.store({
    kind: "peaks",
    filename: `${filename}.dat`,
    contentType: "application/octet-stream",
    bytes: await streamOf(paths.peaks),
  });
  const contour = paths.contour === undefined ? null : await files.store({
    kind: "contour",
    filename: `${filename}.json`,
    contentType: "application/json",
    bytes: await streamOf(paths.contour),
  });
  return { asset, listen, peaks, contour, duration_seconds: durationSeconds, lufs };
}

/** The file is closed when the stream has been read or cancelled. */
async function streamOf(path: string): Promise<ReadableStream<Uint8Array>> {
  return (await Deno.open(path)).readable;
}
