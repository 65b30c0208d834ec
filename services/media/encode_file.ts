import type { EncodeOptions } from "./audio.ts";
import type { Ffmpeg } from "./ffmpeg.ts";

export type EncodedFormat = "wav" | "mp3" | "flac";

const CODECS: Readonly<Record<Exclude<EncodedFormat, "wav">, readonly string[]>> = {
  mp3: ["-c:a", "libmp3lame", "-b:a", "320k", "-f", "mp3"],
  // ffmpeg's 24-bit FLAC comes from 32-bit samples whose lowest eight bits are empty.
  flac: ["-c:a", "flac", "-sample_fmt", "s32", "-bits_per_raw_sample", "24", "-f", "flac"],
};

/** A finished mix as another kind of file, from disk to disk. Equal sound gives equal bytes. */
export async function encodeFile(
  ffmpeg: Ffmpeg,
  wavPath: string,
  path: string,
  format: EncodedFormat,
  { signal, timeoutMs = 600_000 }: EncodeOptions = {},
): Promise<void> {
  if (format === "wav") return;
  const plain = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"];
  const args = ["-y", "-f", "wav", "-i", wavPath, "-vn", ...CODECS[format], ...plain, path];
  await ffmpeg.run(args, { signal, timeoutMs });
}
