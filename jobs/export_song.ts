import { view } from "../collab/document/view.ts";
import { type JobContext, JobError } from "./job_kind.ts";
import { heardTracks, songRate, type SoundingTrack, soundingTracks } from "./sounding_tracks.ts";

/** What of a project is heard, at the moment it is asked for. */
export interface Song {
  readonly tracks: readonly SoundingTrack[];
  readonly sampleRate: 44_100 | 48_000;
}

/** @throws {JobError} NOTHING_TO_EXPORT, TRACK_GONE. */
export async function songOf({ job, deps }: JobContext): Promise<Song> {
  const document = await deps.rooms.read(job.project_id, view);
  const heard = heardTracks(document);
  if (heard.length === 0) throw nothing(document.tracks.length > 0);
  return {
    tracks: await soundingTracks(deps, job.project_id, heard),
    sampleRate: songRate(document),
  };
}

function nothing(hasTracks: boolean): JobError {
  return new JobError(
    "NOTHING_TO_EXPORT",
    hasTracks
      ? "Every track is muted or turned down. Let one sound, and export again."
      : "There are no tracks yet. Compose some music or record a voice first.",
  );
}
