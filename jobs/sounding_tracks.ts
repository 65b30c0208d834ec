import type { DocumentView, TrackView } from "../collab/document/schema.ts";
import { type AssetRow, findAssets } from "../db/assets.ts";
import { isUuid } from "../services/ids.ts";
import { settings } from "../services/mixer/desk.ts";
import { type Part, partsOf } from "../services/mixer/seams.ts";
import { SAMPLE_RATE } from "../services/renderer/sample_rate.ts";
import { workingRate } from "../services/media/take_in.ts";
import { type JobDeps, JobError } from "./job_kind.ts";

/** A track that is heard, and what sounds on it. */
export interface SoundingTrack {
  readonly track: TrackView;
  /** Linear. */
  readonly gain: number;
  /** One, or several that take turns. */
  readonly parts: readonly SoundingPart[];
}

export interface SoundingPart extends Part {
  readonly file: AssetRow;
}

/** The tracks that are heard, in their order: what mute, solo and faders leave of stems, takes and harmonies. */
export function heardTracks(
  { tracks }: Pick<DocumentView, "tracks">,
): readonly { readonly track: TrackView; readonly gain: number }[] {
  const heard = settings(tracks);
  return tracks.flatMap((track) => {
    const gain = heard.get(track.id)?.gain ?? 0;
    return gain > 0 ? [{ track, gain }] : [];
  });
}

/** @throws {JobError} TRACK_GONE when a file is not the project's, or no sound: anybody can write a track. */
export async function soundingTracks(
  { sql }: Pick<JobDeps, "sql">,
  projectId: string,
  heard: ReturnType<typeof heardTracks>,
): Promise<readonly SoundingTrack[]> {
  const ids = heard.flatMap(({ track }) => [track, ...track.pieces].map(({ asset }) => asset));
  const known = await findAssets(sql, projectId, [...new Set(ids.filter(isUuid))]);
  const files = new Map(known.map((file) => [file.id, file]));
  return heard.map(({ track, gain }) => ({
    track,
    gain,
    parts: partsOf(track).map((part) => {
      const file = files.get(part.sound.asset);
      if (!file || !SOUNDS.has(file.kind)) throw trackGone(track);
      return { ...part, file };
    }),
  }));
}

export function trackGone({ name }: Pick<TrackView, "name">): JobError {
  const message = `The sound of “${name}” cannot be found any more. Mute or remove this track.`;
  return new JobError("TRACK_GONE", message);
}

const SOUNDS: ReadonlySet<string> = new Set([
  "stem",
  "mix",
  "take",
  "version",
  "harmony",
  "listen",
]);

/**
 * The rate at which the least is resampled: that of the instruments, else that of the voices. Mute and
 * solo do not change it.
 */
export function songRate({ tracks, recordings }: DocumentView): 44_100 | 48_000 {
  if (tracks.some(({ kind }) => kind === "stem")) return SAMPLE_RATE;
  const used = new Set(
    tracks.flatMap(({ recording, pieces }) => [recording, ...pieces.map((one) => one.recording)]),
  );
  const sung = new Set(recordings.flatMap((one) => {
    return used.has(one.id) ? one.kind === "take" ? [one.id] : [one.of] : [];
  }));
  const rates = recordings.flatMap((one) => {
    return one.kind === "take" && sung.has(one.id) ? [workingRate(one.sample_rate)] : [];
  });
  return rates.includes(44_100) ? 44_100 : 48_000;
}
