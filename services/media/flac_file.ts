import type { EncodeOptions } from "./audio.ts";
import type { Ffmpeg } from "./ffmpeg.ts";

/** Writes the 16-bit FLAC of a WAV, from disk to disk. Equal sound gives equal bytes. */
export async function encodeFlacFile(
  ffmpeg: Ffmpeg,
  wavPath: string,
  flacPath: string,
  { signal, timeoutMs }: EncodeOptions = {},
): Promise<void> {
  const plain = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"];
  const codec = ["-vn", "-c:a", "flac", "-sample_fmt", "s16", ...plain];
  await ffmpeg.run(["-f", "wav", "-i", wavPath, ...codec, flacPath], { signal, timeoutMs });
}
