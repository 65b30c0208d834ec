import { join } from "node:path";
import { panGains } from "../services/mixer/desk.ts";
import { FfmpegError } from "../services/media/ffmpeg.ts";
import { demuxerOf } from "../services/media/sound_type.ts";
import { inFrames } from "../services/mixer/seams.ts";
import { wavData } from "../services/mixer/wav.ts";
import { type JobDeps, JobError } from "./job_kind.ts";
import type { AddedSound, Laid, MixWorker, SumFile } from "./mix_tasks.ts";
import { type SoundingPart, type SoundingTrack, trackGone } from "./sounding_tracks.ts";

type Deps = Pick<JobDeps, "blobs" | "ffmpeg">;

/** Where the work is done, and who is told. */
export interface Summing {
  readonly worker: MixWorker;
  /** An empty one. */
  readonly folder: string;
  readonly sampleRate: number;
  readonly signal: AbortSignal;
  /** After each track. */
  readonly onTrack?: (done: number) => void;
}

/** Longer songs than an hour are cut. */
const MOST_SECONDS = 3600;

/**
 * Adds tracks up as they are heard in the studio, before any mastering. One is decoded at a time, so that
 * the disk holds the sum and one sound.
 *
 * @throws {JobError} TRACK_GONE, TRACK_BROKEN.
 */
export async function sumTracks(
  deps: Deps,
  tracks: readonly SoundingTrack[],
  summing: Summing,
): Promise<SumFile & { readonly peak: number }> {
  const { worker, folder, sampleRate } = summing;
  const sum = join(folder, "sum");
  const added = await eachTrack(
    deps,
    tracks,
    summing,
    (laid) => worker.run("add", { ...laid, sum }),
  );
  return {
    sum,
    sampleRate,
    frames: Math.max(0, ...added.map(({ endFrame }) => endFrame)),
    peak: Math.max(0, ...added.map(({ peak }) => peak)),
  };
}

/**
 * Decodes one track after another and hands it over, at its place and through its fader. Of a track on
 * which recordings take turns all of them are on the disk for a moment, and one sound is handed over.
 * @throws {JobError} TRACK_GONE, TRACK_BROKEN.
 */
export async function eachTrack(
  deps: Deps,
  tracks: readonly SoundingTrack[],
  summing: Summing,
  work: (laid: Laid, index: number) => Promise<AddedSound>,
): Promise<readonly AddedSound[]> {
  const { onTrack = () => {} } = summing;
  const results: AddedSound[] = [];
  for (const [index, sounding] of tracks.entries()) {
    const { track, gain } = sounding;
    const { input, startFrame } = await decodeTrack(deps, sounding, summing);
    const { leftToLeft, leftToRight, rightToLeft, rightToRight } = panGains(
      track.pan,
      await channelsOf(input),
    );
    const laid: Laid = {
      input,
      startFrame,
      gains: {
        leftToLeft: gain * leftToLeft,
        leftToRight: gain * leftToRight,
        rightToLeft: gain * rightToLeft,
        rightToRight: gain * rightToRight,
      },
    };
    results.push(await work(laid, index));
    await Deno.remove(input);
    onTrack(index + 1);
  }
  return results;
}

/** @returns a 32-bit float WAV of one or two channels, and where its first sample lies in the song. */
async function decodeTrack(
  deps: Deps,
  { track, parts }: SoundingTrack,
  { worker, folder, sampleRate, signal }: Summing,
): Promise<Pick<Laid, "input" | "startFrame">> {
  const decoded = [];
  for (const [i, { sound, spans, file }] of parts.entries()) {
    const input = join(folder, `decoded-${i}.wav`);
    await decodePart(deps, { track, file }, input, { folder, sampleRate, signal });
    decoded.push({
      input,
      startFrame: Math.round(sound.start_seconds * sampleRate),
      spans: spans.map((span) => inFrames(span, sampleRate)),
    });
  }
  if (decoded.length === 1) return decoded[0]!;
  const output = join(folder, "decoded.wav");
  const startFrame = await worker.run("comp", { parts: decoded, sampleRate, output });
  for (const { input } of decoded) await Deno.remove(input);
  return { input: output, startFrame };
}

/** Decodes into a 32-bit float WAV of one or two channels. */
async function decodePart(
  { blobs, ffmpeg }: Deps,
  { track, file }: Pick<SoundingTrack, "track"> & Pick<SoundingPart, "file">,
  output: string,
  { folder, sampleRate, signal }: Pick<Summing, "folder" | "sampleRate" | "signal">,
): Promise<void> {
  const blob = await blobs.get(file.bucket, file.storage_key);
  if (blob === null) throw trackGone(track);
  const input = join(folder, "input");
  const copy = await Deno.open(input, { write: true, create: true, truncate: true });
  await blob.body.pipeTo(copy.writable, { signal });
  try {
    await ffmpeg.run(
      [
        ...["-y", "-f", demuxerOf(file.content_type) ?? "wav", "-t", String(MOST_SECONDS)],
        ...["-i", input, "-map", "0:a:0", "-fflags", "+bitexact", "-flags:a", "+bitexact"],
        ...["-af", `aresample=${sampleRate},aformat=channel_layouts=mono|stereo`],
        ...["-c:a", "pcm_f32le", "-f", "wav", output],
      ],
      { signal },
    );
  } catch (error) {
    if (!(error instanceof FfmpegError) || error.failure !== "exit") throw error;
    const message = `The sound of “${track.name}” cannot be read. Mute or remove this track.`;
    throw new JobError("TRACK_BROKEN", message, false, { cause: error });
  }
  await Deno.remove(input);
}

async function channelsOf(path: string): Promise<1 | 2> {
  using file = await Deno.open(path);
  const head = new Uint8Array(4096);
  const length = await file.read(head);
  return wavData(head.subarray(0, length ?? 0)).channels === 1 ? 1 : 2;
}
