import { join } from "node:path";
import type { Ffmpeg } from "./ffmpeg.ts";

export interface SpeechCopy {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mimeType: "audio/flac" | "audio/mp3";
}

/** More than this, made into text and sent, would hold the loop for more than 50 ms. */
const MAX_FLAC_BYTES = 3_000_000;

/**
 * A WAV file at 16 kHz, mono: all that is needed to understand words. FLAC, which delays nothing; a long
 * take as MP3 (64 kbit/s, whose header names its delay).
 */
export async function encodeSpeechCopy(
  ffmpeg: Pick<Ffmpeg, "run">,
  wav: string,
  folder: string,
  signal?: AbortSignal,
): Promise<SpeechCopy> {
  const encode = async (name: string, codec: readonly string[]) => {
    const output = join(folder, name);
    await ffmpeg.run([
      ...["-f", "wav", "-i", wav, "-map", "0:a:0", "-ac", "1", "-ar", "16000"],
      ...["-map_metadata", "-1", ...codec, output],
    ], { signal });
    return output;
  };
  const flac = await encode("speech.flac", ["-c:a", "flac", "-sample_fmt", "s16"]);
  if ((await Deno.stat(flac)).size <= MAX_FLAC_BYTES) {
    return { bytes: await Deno.readFile(flac), mimeType: "audio/flac" };
  }
  const mp3 = await encode("speech.mp3", ["-c:a", "libmp3lame", "-b:a", "64k"]);
  return { bytes: await Deno.readFile(mp3), mimeType: "audio/mp3" };
}
