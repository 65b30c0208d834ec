import type { DocumentView } from "../collab/document/schema.ts";
import { view } from "../collab/document/view.ts";
import { assetsOfJob } from "../db/assets.ts";
import {
  parseKey,
  parseScale,
  PRE_ROLL_SECONDS,
  type Score,
  secondsAt,
} from "../services/composer/composer.ts";
import { isUuid } from "../services/ids.ts";
import type { HarmonyChord } from "../services/voice/harmonies/harmony_key.ts";
import type { JobDeps } from "./job_kind.ts";

/** What a voice is sung over: what people have said of the song, and the piece that sounds. */
export interface SongUnder {
  readonly tempoBpm: number | null;
  readonly beatsPerBar: number;
  /** When a first beat sounds: of the piece where there is one at this tempo, else 0. */
  readonly firstBeatSeconds: number;
  /** Undefined where nobody has said, or what they said is none. */
  readonly key: string | undefined;
  readonly scale: string | undefined;
  /** Of the piece, in the song's time; empty when there is none. */
  readonly chords: readonly HarmonyChord[];
}

export async function songUnder(
  deps: Pick<JobDeps, "sql" | "rooms" | "blobs">,
  projectId: string,
): Promise<SongUnder> {
  const document = await deps.rooms.read(projectId, view);
  const { meta } = document;
  const piece = await pieceThatSounds(deps, projectId, document);
  const tempoBpm = meta.tempo_bpm ?? piece?.score.plan.tempo ?? null;
  const isInTime = piece !== undefined && Math.abs(piece.score.plan.tempo - tempoBpm!) < 0.01;
  const isKey = meta.key !== null && parseKey(meta.key) !== undefined;
  return {
    tempoBpm,
    beatsPerBar: meta.beats_per_bar,
    firstBeatSeconds: isInTime ? piece.startSeconds : 0,
    key: isKey ? meta.key! : undefined,
    scale: isKey && meta.scale !== null && parseScale(meta.scale) !== undefined
      ? meta.scale
      : undefined,
    chords: piece ? chordsOf(piece) : [],
  };
}

export interface Piece {
  readonly score: Score;
  /** When its tick 0 sounds in the song. */
  readonly startSeconds: number;
}

/** The score of the stems that are heard; the piece of the first of them. */
export async function pieceThatSounds(
  { sql, blobs }: Pick<JobDeps, "sql" | "blobs">,
  projectId: string,
  { tracks }: DocumentView,
): Promise<Piece | undefined> {
  // Anybody can write a job's id into a document: the file must be the project's own.
  const stem = tracks.find(({ kind, job, muted }) =>
    kind === "stem" && isUuid(job ?? "") && !muted
  );
  if (!stem) return undefined;
  const file = (await assetsOfJob(sql, stem.job!))
    .find(({ kind, project_id }) => kind === "score" && project_id === projectId);
  const blob = file && await blobs.get(file.bucket, file.storage_key);
  if (!blob) return undefined;
  const score = await new Response(blob.body).json() as Score;
  return { score, startSeconds: stem.start_seconds + PRE_ROLL_SECONDS };
}

function chordsOf({ score, startSeconds }: Piece): readonly HarmonyChord[] {
  const at = (tick: number) => startSeconds + secondsAt(tick, score.tempoMap);
  return score.chords.map(({ tick, dur, root, pcs }) => ({
    startSeconds: at(tick),
    endSeconds: at(tick + dur),
    root,
    pitchClasses: pcs,
  }));
}
