import type { Ffmpeg } from "./ffmpeg.ts";

export interface MeasuredLoudness {
  readonly integratedLufs: number;
  readonly truePeakDbtp: number;
}

/**
 * The second opinion on loudness: ffmpeg's own EBU R 128 meter, used where the mixer's must not be
 * the judge of itself.
 *
 * @param audio any file ffmpeg reads from a pipe (WAV, MP3, FLAC).
 */
export async function measureLoudness(
  ffmpeg: Ffmpeg,
  audio: Uint8Array,
  options: { readonly signal?: AbortSignal } = {},
): Promise<MeasuredLoudness> {
  const { stderr } = await ffmpeg.run(["-i", "pipe:0", ...METER], {
    stdin: audio,
    logLevel: "info",
    signal: options.signal,
  });
  return readSummary(stderr);
}

/** The same of a file on disk, of any length. */
export async function measureLoudnessOfFile(
  ffmpeg: Ffmpeg,
  path: string,
  options: { readonly signal?: AbortSignal } = {},
): Promise<MeasuredLoudness> {
  const { stderr } = await ffmpeg.run(["-i", path, ...METER], {
    logLevel: "info",
    signal: options.signal,
    timeoutMs: 600_000,
  });
  return readSummary(stderr);
}

const METER = ["-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"];

function readSummary(stderr: string): MeasuredLoudness {
  const summary = stderr.slice(stderr.lastIndexOf("Summary:"));
  return {
    integratedLufs: readNumber(summary, /I:\s+(-?[\d.]+|-inf) LUFS/),
    truePeakDbtp: readNumber(summary, /Peak:\s+(-?[\d.]+|-inf) dBFS/),
  };
}

function readNumber(text: string, pattern: RegExp): number {
  const value = pattern.exec(text)?.[1];
  if (value === undefined) throw new Error(`ffmpeg's summary has no ${pattern}: ${text}`);
  return value === "-inf" ? -Infinity : Number(value);
}
