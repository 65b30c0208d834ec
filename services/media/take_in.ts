import { join } from "node:path";
import { ApiError } from "../api_error.ts";
import { type Ffmpeg, FfmpegError } from "./ffmpeg.ts";
import { peaksOfPcm16 } from "./pcm_peaks.ts";
import { SOUND_FORMATS, type SoundType, soundTypeOf } from "./sound_type.ts";

export const MAX_SOUND_BYTES = 50 * 1024 * 1024;
export const MAX_SOUND_SECONDS = 300;

/** A sound file that was decoded from its beginning to its end. */
export interface TakenIn {
  readonly type: SoundType;
  readonly contentType: string;
  /** Of the decoded sound, whatever the file says of itself. */
  readonly durationSeconds: number;
  /** As the file has it, Hz. */
  readonly sampleRate: number;
  readonly channels: number;
  /** Integrated loudness (BS.1770), one channel as heard from two speakers; null for silence. */
  readonly lufs: number | null;
  /** A 16-bit FLAC in the folder: at its own rate if that is 44.1 or 48 kHz, else 48; 1 or 2 channels. */
  readonly listenPath: string;
  readonly peaks: Uint8Array<ArrayBuffer>;
}

/**
 * Finds out what a file of sound is: its type by its first bytes, all else by decoding the whole of it
 * with the one reader for that type. Nothing of it is taken on trust and nothing is in memory as a
 * whole.
 *
 * @param folder an empty one; holds the decoded sound afterwards.
 * @throws ApiError 415 when it is no sound that is read here or a video; 422 when it is broken, empty
 *   or longer than {@link MAX_SOUND_SECONDS}.
 */
export async function takeIn(
  ffmpeg: Ffmpeg,
  path: string,
  folder: string,
  signal?: AbortSignal,
): Promise<TakenIn> {
  const type = await typeOf(path);
  const { demuxer, contentType } = SOUND_FORMATS[type];
  const input = ["-f", demuxer, "-t", String(MAX_SOUND_SECONDS + MARGIN_SECONDS), "-i", path];
  const { sampleRate, channels, saysSeconds } = await lookAt(ffmpeg, input, signal);
  const [rate, sides] = [workingRate(sampleRate), Math.min(2, channels) as 1 | 2];
  const [listenPath, pcmPath] = [join(folder, "listen.flac"), join(folder, "pcm")];
  const layout = sides === 1 ? "mono" : "stereo";
  const filter = `[0:a:0]aresample=${rate},` +
    `aformat=sample_fmts=s16:channel_layouts=${layout},ebur128=framelog=verbose:dualmono=true,asplit=2[a][b]`;
  const plain = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"];
  const { stderr } = await decoded(ffmpeg.run(
    [
      ...[...input, "-filter_complex", filter],
      ...["-map", "[a]", "-c:a", "flac", ...plain, listenPath],
      ...["-map", "[b]", "-f", "s16le", pcmPath],
    ],
    { signal, logLevel: "info", timeoutMs: DECODE_TIMEOUT_MS },
  ));
  const { size } = await Deno.stat(pcmPath);
  const durationSeconds = size / (2 * sides * rate);
  assertLength(durationSeconds, saysSeconds);
  const peaks = await peaksOfPcm16(pcmPath, { sampleRate: rate, channels: sides });
  await Deno.remove(pcmPath);
  const lufs = integrated(stderr);
  return { type, contentType, durationSeconds, sampleRate, channels, lufs, listenPath, peaks };
}

/** The rate that a take is worked on at: its own where that is usual. */
export function workingRate(sampleRate: number): 44_100 | 48_000 {
  return sampleRate === 44_100 ? 44_100 : 48_000;
}

/** Decoded beyond the limit, so that what is longer shows. */
const MARGIN_SECONDS = 2;
const DECODE_TIMEOUT_MS = 60_000;
/** Encoders add a little silence at both ends. */
const PADDING_SECONDS = 0.1;
const SHORTEST_SECONDS = 0.1;
const RATES_HZ = { least: 8_000, most: 192_000 } as const;
const MOST_CHANNELS = 8;

async function typeOf(path: string): Promise<SoundType> {
  using file = await Deno.open(path);
  if ((await file.stat()).size === 0) throw unreadable("The file is empty.");
  const type = await soundTypeOf(async (start, length) => {
    await file.seek(start, Deno.SeekMode.Start);
    const bytes = new Uint8Array(length);
    let read = 0;
    while (read < length) {
      const count = await file.read(bytes.subarray(read));
      if (count === null) break;
      read += count;
    }
    return bytes.subarray(0, read);
  });
  if (type) return type;
  throw notSound(
    "This is not a sound that can be read here: send WAV, MP3, M4A, OGG, WebM or FLAC.",
  );
}

interface Look {
  readonly sampleRate: number;
  readonly channels: number;
  /** How long the file says it is, where it can know. */
  readonly saysSeconds: number | undefined;
}

/** Reads what ffmpeg says of the file's streams; it has no other way to tell without ffprobe. */
async function lookAt(
  ffmpeg: Ffmpeg,
  input: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Look> {
  const { stderr } = await decoded(
    ffmpeg.run([...input, "-map", "0:a:0", "-frames:a", "1", "-f", "null", "-"], {
      signal,
      logLevel: "info",
      timeoutMs: LOOK_TIMEOUT_MS,
    }),
  );
  const streams = stderr.split(/^Stream mapping:/m)[0]!;
  if (/^ +Stream #0:\d+\S*: Video: (?!.*\(attached pic\))/m.test(streams)) {
    throw notSound("This is a video. Send its sound alone, as WAV, MP3, M4A, OGG, WebM or FLAC.");
  }
  const audio = /^ +Stream #0:\d+\S*: Audio: [^\n]*?, (\d+) Hz, ([^,\n]+)/m.exec(streams);
  const [sampleRate, channels] = [Number(audio?.[1]), channelsIn(audio?.[2] ?? "")];
  if (!(sampleRate >= RATES_HZ.least && sampleRate <= RATES_HZ.most)) {
    throw unreadable("Its sample rate is none between 8 and 192 kHz.");
  }
  if (!(channels >= 1 && channels <= MOST_CHANNELS)) {
    throw unreadable(`It has other than 1 to ${MOST_CHANNELS} channels.`);
  }
  const says = /^ +Duration: (\d+):(\d+):([\d.]+)/m.exec(streams);
  const isGuess = /Estimating duration from bitrate/.test(streams);
  const [, hours, minutes, seconds] = says ?? [];
  return {
    sampleRate,
    channels,
    saysSeconds: says && !isGuess
      ? Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
      : undefined,
  };
}

const LOOK_TIMEOUT_MS = 20_000;

const LAYOUTS: ReadonlyMap<string, number> = new Map([["mono", 1], ["stereo", 2], ["quad", 4]]);

/** ffmpeg's names of channel layouts: `stereo`, `5.1(side)`, `16 channels`. */
function channelsIn(layout: string): number {
  const name = layout.trim();
  const counted = /^(\d+) channels/.exec(name);
  if (counted) return Number(counted[1]);
  const dotted = /^(\d)\.(\d)(?:\.(\d))?/.exec(name);
  if (dotted) return dotted.slice(1).reduce((sum, digit) => sum + Number(digit ?? 0), 0);
  return LAYOUTS.get(name.split(/[ (]/)[0]!) ?? 0;
}

function assertLength(seconds: number, saysSeconds: number | undefined): void {
  if (seconds > MAX_SOUND_SECONDS + PADDING_SECONDS) {
    const found = saysSeconds !== undefined && saysSeconds > MAX_SOUND_SECONDS
      ? `This recording is ${clock(saysSeconds)} long`
      : `This recording is longer than ${clock(MAX_SOUND_SECONDS)}`;
    throw new ApiError("TOO_LONG", 422, `${found}; a take may be ${clock(MAX_SOUND_SECONDS)}.`, {
      max_seconds: MAX_SOUND_SECONDS,
      fields: [{ field: "file", message: "is too long" }],
    });
  }
  if (seconds < SHORTEST_SECONDS) throw unreadable("There is no sound in it.");
  if (saysSeconds !== undefined && saysSeconds - seconds > Math.max(0.5, 0.05 * saysSeconds)) {
    throw unreadable(
      `It says that it is ${clock(saysSeconds)} long, and breaks off after ${clock(seconds)}: ` +
        "its end is missing.",
    );
  }
}

function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function integrated(stderr: string): number | null {
  const summary = stderr.slice(stderr.lastIndexOf("Summary:"));
  const lufs = Number(/I:\s+(-?[\d.]+) LUFS/.exec(summary)?.[1] ?? NaN);
  return lufs > -70 ? lufs : null; // −70 is the meter's floor
}

async function decoded<T>(run: Promise<T>): Promise<T> {
  try {
    return await run;
  } catch (error) {
    if (!(error instanceof FfmpegError) || error.failure === "not-found") throw error;
    if (error.failure === "timeout") throw unreadable("It takes too long to decode.");
    if (/matches no streams/.test(error.message)) throw notSound("There is no sound in this file.");
    throw unreadable("It is damaged, or not what it says it is.");
  }
}

function notSound(message: string): ApiError {
  return new ApiError("UNSUPPORTED_MEDIA_TYPE", 415, message);
}

function unreadable(why: string): ApiError {
  return new ApiError("SOUND_UNREADABLE", 422, `This recording cannot be used. ${why}`, {
    fields: [{ field: "file", message: why }],
  });
}
