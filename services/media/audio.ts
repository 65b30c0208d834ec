import { join } from "node:path";
import type { Ffmpeg } from "./ffmpeg.ts";

export interface EncodeOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/**
 * @param wav a RIFF WAVE file.
 * @returns an MP3 with a LAME header, so that players know its length and its delay.
 */
export function encodeMp3(
  ffmpeg: Ffmpeg,
  wav: Uint8Array,
  options: EncodeOptions & { readonly kbps?: number } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { kbps = 192 } = options;
  return encode(ffmpeg, wav, "mp3", ["-c:a", "libmp3lame", "-b:a", `${kbps}k`], options);
}

/** @returns a 16-bit FLAC: the listening copy of a stem, about a third of its 24-bit WAV. */
export function encodeFlac(
  ffmpeg: Ffmpeg,
  wav: Uint8Array,
  options: EncodeOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  return encode(ffmpeg, wav, "flac", ["-c:a", "flac", "-sample_fmt", "s16"], options);
}

export interface DecodeOptions {
  readonly signal?: AbortSignal;
  /** Default 44 100. */
  readonly sampleRate?: number;
  /** Default 2. */
  readonly channels?: 1 | 2;
  /** What lies beyond is not decoded; default 600. */
  readonly maxSeconds?: number;
  readonly timeoutMs?: number;
}

export interface DecodedAudio {
  readonly sampleRate: number;
  /** One array per channel, −1..1. */
  readonly channels: readonly Float32Array<ArrayBuffer>[];
}

/**
 * Decodes any of the {@link AUDIO_FORMATS}. ffmpeg looks at the bytes, never at a name, and refuses
 * play lists and everything else that could point elsewhere.
 *
 * @throws {FfmpegError} `exit` when the bytes are not audio that ffmpeg can read.
 */
export async function decodeToFloat(
  ffmpeg: Ffmpeg,
  bytes: Uint8Array,
  options: DecodeOptions = {},
): Promise<DecodedAudio> {
  const { sampleRate = 44_100, channels = 2, maxSeconds = 600 } = options;
  return await ffmpeg.inFolder(async (folder) => {
    const input = join(folder, "input");
    await Deno.writeFile(input, bytes, { signal: options.signal });
    const { stdout } = await ffmpeg.run(
      [
        ...["-format_whitelist", AUDIO_FORMATS.join(","), "-t", String(maxSeconds), "-i", input],
        ...["-map", "0:a:0", "-ac", String(channels), "-ar", String(sampleRate)],
        ...["-f", "f32le", "pipe:1"],
      ],
      {
        signal: options.signal,
        timeoutMs: options.timeoutMs,
        maxOutputBytes: Math.ceil((maxSeconds + 1) * sampleRate) * channels * 4,
      },
    );
    return { sampleRate, channels: deinterleave(stdout, channels) };
  });
}

/** ffmpeg's names of the containers that are read. */
export const AUDIO_FORMATS: readonly string[] = [
  ...["wav", "mp3", "ogg", "flac", "matroska", "webm", "mov", "mp4", "m4a", "aac", "aiff"],
];

async function encode(
  ffmpeg: Ffmpeg,
  wav: Uint8Array,
  extension: string,
  codec: readonly string[],
  { signal, timeoutMs }: EncodeOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  return await ffmpeg.inFolder(async (folder) => {
    const input = join(folder, "input.wav");
    // A file, not a pipe: the encoder goes back to write the length into the header.
    const output = join(folder, `output.${extension}`);
    await Deno.writeFile(input, wav, { signal });
    // bitexact: the file names no encoder version, so equal sound gives equal bytes.
    const plain = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"];
    await ffmpeg.run(["-f", "wav", "-i", input, "-vn", ...codec, ...plain, output], {
      signal,
      timeoutMs,
    });
    return await Deno.readFile(output, { signal });
  });
}

function deinterleave(
  bytes: Uint8Array<ArrayBuffer>,
  channels: number,
): Float32Array<ArrayBuffer>[] {
  const frames = Math.floor(bytes.byteLength / (4 * channels));
  const samples = new Float32Array(bytes.buffer, bytes.byteOffset, frames * channels);
  return Array.from({ length: channels }, (_, channel) => {
    const out = new Float32Array(frames);
    for (let i = 0; i < frames; i++) out[i] = samples[i * channels + channel]!;
    return out;
  });
}
