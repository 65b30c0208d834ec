import { z } from "zod";
import { type NewTrack, putTracks, setMeta } from "../collab/document/edits.ts";
import { insertAssets } from "../db/assets.ts";
import { transaction } from "../db/transaction.ts";
import {
  DURATIONS,
  keyName,
  parseKey,
  parseScale,
  scaleName,
  type Score,
  STYLES,
} from "../services/composer/composer.ts";
import { renderPerformance } from "../services/renderer/render.ts";
import { ApiError } from "../services/api_error.ts";
import { type Briefs, briefsOf } from "./composed_brief.ts";
import { AttemptFiles } from "./files.ts";
import { anyKind, type JobContext } from "./job_kind.ts";
import { recordPiece, type StoredPiece } from "./piece_files.ts";
import { withStages } from "./render_stages.ts";
import { type MadeBy, madeBy } from "./second_engine.ts";
import { think } from "./thinking.ts";
import { layVoicesOver } from "./voice_gain.ts";

const LARGEST_SEED = 2 ** 32 - 1;

export const ComposeInput = z.strictObject({
  duration_seconds: z.union(DURATIONS.map((seconds) => z.literal(seconds)), {
    error: "is 30, 60 or 90",
  }),
  style: z.enum(STYLES).optional(),
  /** Quarters per minute, kept exactly. */
  tempo_bpm: z.number().min(40).max(200).optional(),
  /** "C", "F#", "Bb" */
  key: z.string().max(10).refine(
    (key) => parseKey(key) !== undefined,
    "is not a key such as F# or Bb",
  )
    .optional(),
  /** "major", "dorian", "harmonic minor" */
  scale: z.string().max(30)
    .refine((scale) => parseScale(scale) !== undefined, "is not a scale such as minor or dorian")
    .optional(),
  /** Without one the picture decides: the same picture gives the same piece. */
  seed: z.int().min(0).max(LARGEST_SEED).optional(),
});
export type ComposeInput = z.infer<typeof ComposeInput>;

/** The answer of `POST /canvases/{c}/music`. */
export interface Piece {
  readonly track_ids: readonly string[];
  readonly mix_asset_id: string;
  readonly mp3_asset_id: string;
  readonly midi_asset_id: string;
  readonly score_asset_id: string;
  readonly duration_seconds: number;
  readonly tempo_bpm: number;
  readonly key: string;
  readonly scale: string;
  readonly style: string;
  readonly seed: number;
  readonly loudness_lufs: number;
  readonly true_peak_dbtp: number;
  readonly engine: string;
  /** Who proposed form, chords and instruments. The local composer makes the notes of either. */
  readonly arrangement: MadeBy & { readonly form: string };
}

/** What an attempt leaves for a later one: the files are stored and known, the document is not told yet. */
interface Recorded {
  readonly piece: Piece;
  readonly tracks: readonly NewTrack[];
  readonly beatsPerBar: number;
}

/**
 * Makes a piece of music from a canvas's mood: stems, mix, MP3 and MIDI, each stem a track.
 *
 * Gemini, where there is a key, proposes form, chords and instruments.
 *
 * Stages: `mood`, `arranging`, `score`, one for each instrument, `mix`, `mp3`, `save`.
 */
export const compose = anyKind<ComposeInput, Piece>({
  kind: "compose",
  input: ComposeInput,
  timeoutSeconds: 300,
  engineOf: ({ arrangement }) => arrangement.engine,
  async run(context, input) {
    const { job, stage, applyOnce } = context;
    const begun = job.result as Recorded | null;
    const { piece, tracks, beatsPerBar } = begun ?? await record(context, input);
    await stage("save", 0.98);
    await applyOnce((doc) => {
      layVoicesOver(doc, piece.loudness_lufs);
      putTracks(doc, tracks, { replaceJobTracksOf: job.canvas_id! });
      const { tempo_bpm, key, scale } = piece;
      setMeta(doc, { tempo_bpm, key, scale, beats_per_bar: beatsPerBar });
    });
    return piece;
  },
});

async function record(context: JobContext, input: ComposeInput): Promise<Recorded> {
  const { deps, signal, stage, checkpoint } = context;
  await stage("mood", 0.01);
  const briefs = await briefsOf(context, input);
  await stage("score", 0.03);
  const { score, performance, midi, isHinted } = await composed(briefs, signal);
  const by: MadeBy = isHinted || !briefs.asked.ok
    ? madeBy(briefs.asked)
    : { engine: "local", engine_reason: "malformed" };
  const rendered = await withStages(
    context,
    { from: 0.06, to: 0.82 },
    (signal, onProgress) => renderPerformance(performance, { signal, onProgress }),
  );
  await stage("mp3", 0.82);
  const files = new AttemptFiles(context);
  try {
    const stored = await recordPiece(context, files, { score, midi, rendered });
    const recorded = describe(context, { score, by, stored, ...rendered });
    await transaction(deps.sql, async (tx) => {
      await insertAssets(tx, files.rows);
      await checkpoint(tx, recorded);
    });
    return recorded;
  } catch (error) {
    await files.discard();
    throw error;
  }
}

/** A brief whose hints cannot be kept is composed without them. */
async function composed({ local, hinted }: Briefs, signal: AbortSignal) {
  if (hinted) {
    try {
      return { ...await think("compose", hinted, signal), isHinted: true };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }
  return { ...await think("compose", local, signal), isHinted: false };
}

function describe({ job }: JobContext, made: {
  readonly score: Score;
  readonly by: MadeBy;
  readonly stored: StoredPiece;
  readonly durationSeconds: number;
  readonly loudnessLufs: number;
  readonly truePeakDbtp: number;
}): Recorded {
  const { brief, plan, sections, engine } = made.score;
  const { stems, mix, mp3, midi, score } = made.stored;
  const tracks: NewTrack[] = [...stems, mix].map((track) => ({
    ...track,
    duration_seconds: made.durationSeconds,
    by: job.created_by ?? "",
    job: job.id,
    canvas: job.canvas_id,
  }));
  const piece: Piece = {
    track_ids: tracks.map(({ id }) => id),
    mix_asset_id: mix.asset,
    mp3_asset_id: mp3,
    midi_asset_id: midi,
    score_asset_id: score,
    duration_seconds: made.durationSeconds,
    tempo_bpm: Math.round(plan.tempo * 1000) / 1000,
    key: keyName(plan.key, plan.family),
    scale: scaleName(plan.family),
    style: brief.style,
    seed: brief.seed,
    loudness_lufs: Math.round(made.loudnessLufs * 100) / 100,
    true_peak_dbtp: Math.round(made.truePeakDbtp * 100) / 100,
    engine,
    arrangement: { ...made.by, form: sections.map(({ letter }) => letter).join("") },
  };
  return { piece, tracks, beatsPerBar: plan.beatsPerBar };
}
