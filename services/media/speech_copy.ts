import { join } from "node:path";
import type { Ffmpeg } from "./ffmpeg.ts";

/** A FLAC of a WAV file at 16 kHz, mono: all that is needed to understand words, without any delay. */
export async function encodeSpeechCopy(
  ffmpeg: Pick<Ffmpeg, "run">,
  wav: string,
  folder: string,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const output = join(folder, "speech.flac");
  await ffmpeg.run([
    ...["-f", "wav", "-i", wav, "-map", "0:a:0", "-ac", "1", "-ar", "16000"],
    ...["-map_metadata", "-1", "-c:a", "flac", "-sample_fmt", "s16", "-f", "flac", output],
  ], { signal });
  return await Deno.readFile(output);
}
