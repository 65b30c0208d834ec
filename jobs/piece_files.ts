import type { TrackView } from "../collab/document/schema.ts";
import type { Score } from "../services/composer/composer.ts";
import { pigmentOf } from "../services/composer/pigment.ts";
import { uuidv7 } from "../services/ids.ts";
import { encodeFlac, encodeMp3 } from "../services/media/audio.ts";
import type { Rendered } from "../services/renderer/render.ts";
import type { AttemptFiles } from "./files.ts";
import type { JobContext } from "./job_kind.ts";

/** A track as far as its sound goes. */
export type SoundTrack = Pick<
  TrackView,
  "id" | "kind" | "name" | "asset" | "listen" | "peaks" | "pigment"
>;

/** The files of a piece, by asset id. */
export interface StoredPiece {
  readonly stems: readonly SoundTrack[];
  readonly mix: SoundTrack;
  readonly mp3: string;
  readonly midi: string;
  readonly score: string;
}

/** Files being made or written at once: the encoder takes one core, the disk the other. */
const AT_ONCE = 2;

/**
 * Stores a rendered piece: every sound as 24-bit WAV, a 16-bit FLAC to listen to and its peaks; the
 * mix as MP3 too; the MIDI and the score.
 */
export async function recordPiece(
  context: JobContext,
  files: AttemptFiles,
  { score, midi, rendered }: {
    readonly score: Score;
    readonly midi: Uint8Array;
    readonly rendered: Rendered;
  },
): Promise<StoredPiece> {
  const { durationSeconds, mixWav, mixPeaks } = rendered;
  const { signal, deps: { ffmpeg } } = context;
  const sounds: Sound[] = [
    ...rendered.stems.map((stem, i) => ({
      kind: "stem" as const,
      name: stem.name,
      filename: `${i + 1}-${stem.name}`,
      pigment: pigmentOf({ ...stem, drum: stem.role === "drums" }),
      wav: stem.wav,
      peaks: stem.peaks,
    })),
    {
      kind: "mix",
      name: "Mix",
      filename: "mix",
      pigment: "orpiment",
      wav: mixWav,
      peaks: mixPeaks,
    },
  ];
  let done = 0;
  const recording = sounds.map((sound) => async () => {
    const track = await recordSound(context, files, sound, durationSeconds);
    context.progress(0.84 + 0.13 * ++done / sounds.length);
    return track;
  });
  const mp3 = async () => {
    const bytes = await encodeMp3(ffmpeg, mixWav, { signal });
    const file = { kind: "mix", filename: "mix.mp3", contentType: "audio/mpeg", bytes } as const;
    return await files.store({ ...file, durationSeconds });
  };
  const small = async () => ({
    midi: await files.store({
      kind: "midi",
      filename: "music.mid",
      contentType: "audio/midi",
      bytes: midi,
      durationSeconds,
    }),
    score: await files.store({
      kind: "score",
      filename: "score.json",
      contentType: "application/json",
      bytes: new TextEncoder().encode(JSON.stringify(score)),
    }),
  });
  const mp3Asset = await mp3();
  await context.stage("save", 0.84);
  const tracks = await fewAtOnce(AT_ONCE, recording);
  return {
    stems: tracks.slice(0, -1),
    mix: tracks.at(-1)!,
    mp3: mp3Asset,
    ...await small(),
  };
}

interface Sound {
  readonly kind: "stem" | "mix";
  readonly name: string;
  /** Without extension. Two stems may have the same name, and no two the same file. */
  readonly filename: string;
  readonly pigment: string;
  readonly wav: Uint8Array;
  readonly peaks: Uint8Array;
}

async function recordSound(
  { signal, deps: { ffmpeg } }: JobContext,
  files: AttemptFiles,
  { kind, name, filename, pigment, wav, peaks }: Sound,
  durationSeconds: number,
): Promise<SoundTrack> {
  const flac = await encodeFlac(ffmpeg, wav, { signal });
  const asset = await files.store({
    kind,
    filename: `${filename}.wav`,
    contentType: "audio/wav",
    bytes: wav,
    durationSeconds,
  });
  const listen = await files.store({
    kind: "listen",
    filename: `${filename}.flac`,
    contentType: "audio/flac",
    bytes: flac,
    durationSeconds,
  });
  const overview = await files.store({
    kind: "peaks",
    filename: `${filename}.dat`,
    contentType: "application/octet-stream",
    bytes: peaks,
  });
  return { id: uuidv7(), kind, name, asset, listen, peaks: overview, pigment };
}

/**
 * Results in the order of the work. When one fails the others are waited for, so that nothing is
 * written after the failure is known.
 */
async function fewAtOnce<T>(count: number, work: readonly (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  let failed = false;
  const lane = async () => {
    while (next < work.length && !failed) {
      const at = next++;
      try {
        results[at] = await work[at]!();
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: count }, lane));
  const failure = lanes.find((lane) => lane.status === "rejected");
  if (failure) throw failure.reason;
  return results;
}
