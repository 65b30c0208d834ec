import type * as Y from "yjs";
import { patchTrack } from "../collab/document/edits.ts";
import type { DocumentView } from "../collab/document/schema.ts";
import { view } from "../collab/document/view.ts";
import { MOST_GAIN_DB } from "../services/mixer/desk.ts";
import type { JobDeps } from "./job_kind.ts";
import { withMixWorker } from "./mix_tasks.ts";
import { heardTracks, songRate, soundingTracks } from "./sounding_tracks.ts";
import { sumTracks } from "./sum_tracks.ts";

/** A voice is mixed 2 to 6 LU above what plays under it; a new one is laid in the middle of that. */
const VOICE_OVER_MUSIC_LU = 4;
const LEAST_GAIN_DB = -30;
/** As fine as a fader. */
const STEP_DB = 0.5;

/**
 * The fader of a new voice, so that it stands over the music: both are measured (BS.1770).
 *
 * @param lufs of the voice; null for silence.
 * @returns dB; 0 where there is no music to be heard, or nothing of the voice.
 * @throws {JobError} when a track's sound is gone or broken.
 */
export async function voiceGain(
  deps: Pick<JobDeps, "sql" | "rooms" | "blobs" | "ffmpeg">,
  projectId: string,
  lufs: number | null,
  signal: AbortSignal,
): Promise<number> {
  const document = await deps.rooms.read(projectId, view);
  const music = musicOf(document);
  if (lufs === null || music.length === 0) return 0;
  const tracks = await soundingTracks(deps, projectId, music);
  const sampleRate = songRate(document);
  const musicLufs = await deps.ffmpeg.inFolder((folder) =>
    withMixWorker(signal, async (worker) => {
      const sum = await sumTracks(deps, tracks, { worker, folder, sampleRate, signal });
      return sum.frames === 0 ? null : await worker.run("loudness", sum);
    })
  );
  if (musicLufs === null) return 0;
  return gainOver(musicLufs, lufs);
}

/**
 * Lays voices over the first music that comes to them, and their harmonies with them: those whose
 * fader stands at 0, where a voice over nothing is laid. One that somebody has moved stays, and later
 * pieces change nothing, because all of them are mastered to one loudness.
 */
export function layVoicesOver(doc: Y.Doc, musicLufs: number): void {
  const { tracks, recordings } = view(doc);
  if (tracks.some(({ kind }) => kind === "stem")) return;
  for (const { id, kind, gain_db, source } of tracks) {
    const sound = recordings.find((recording) => recording.id === source);
    if (kind !== "take" || gain_db !== 0 || !sound || sound.lufs === null) continue;
    const gainDb = gainOver(musicLufs, sound.lufs);
    patchTrack(doc, id, { gain_db: gainDb });
    const take = sound.kind === "take" ? sound.id : sound.of;
    for (const part of tracks) {
      if (part.kind !== "harmony" || part.recording !== take) continue;
      patchTrack(doc, part.id, { gain_db: within(part.gain_db + gainDb) });
    }
  }
}

function gainOver(musicLufs: number, lufs: number): number {
  return within(Math.round((musicLufs + VOICE_OVER_MUSIC_LU - lufs) / STEP_DB) * STEP_DB);
}

function within(gainDb: number): number {
  return Math.min(MOST_GAIN_DB, Math.max(LEAST_GAIN_DB, gainDb));
}

/** The instruments; that one of the tracks is heard alone for a moment is left out of account. */
function musicOf({ tracks }: DocumentView): ReturnType<typeof heardTracks> {
  const stems = tracks.filter(({ kind }) => kind === "stem");
  return heardTracks({ tracks: stems.map((track) => ({ ...track, soloed: false })) });
}
