import { usePhrasesInstead } from "../collab/document/piece_edits.ts";
import { addVersion, type NewVersion, useSource } from "../collab/document/recording_edits.ts";
import { view } from "../collab/document/view.ts";
import { insertAssets } from "../db/assets.ts";
import { transaction } from "../db/transaction.ts";
import { uuidv7 } from "../services/ids.ts";
import { AttemptFiles } from "./files.ts";
import type { JobContext } from "./job_kind.ts";
import { type OnProgress, withStages } from "./render_stages.ts";
import { decodeTake, findTake, recordingGone, type TakeSound } from "./take_sound.ts";
import { soundPaths, type StoredSound, storeSound } from "./voice_files.ts";
import type { Made, Report, SoundPaths } from "./voice_tasks.ts";

/** The result of a job that makes a version of a take. */
export interface VersionResult {
  readonly recording_id: string;
  readonly version_id: string;
  /** The track that the take lies on; null when it is gone. */
  readonly track_id: string | null;
  readonly asset_id: string;
  readonly listen_asset_id: string;
  readonly duration_seconds: number;
  readonly loudness_lufs: number | null;
  readonly report: Report;
}

/** How a version is made. */
export interface Making {
  readonly label: string;
  /** What was asked for, as it is kept beside the version. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Whether the task leaves the version's pitch behind; else it is listened to when asked for. */
  readonly leavesContour?: boolean;
  /** A task of the voice worker. */
  make(io: {
    readonly input: string;
    readonly output: SoundPaths;
    readonly folder: string;
    readonly signal: AbortSignal;
    readonly onProgress: OnProgress;
  }): Promise<Made>;
}

/** What an attempt leaves for a later one: the files are stored and known, the document is not told yet. */
interface Recorded {
  readonly result: VersionResult;
  readonly version: NewVersion;
}

/**
 * Makes a version of a take, beside those that are there. It is heard from then on wherever what it
 * was made from is heard, wholly or in a phrase, and where somebody has chosen something else
 * meanwhile it is not. The whole take is worked on, also where only a phrase of it is in the mix.
 *
 * Stages: `listening`, those of the task, `saving`.
 */
export async function makeVersion(
  context: JobContext,
  input: { readonly recording_id: string; readonly version?: string },
  howTo: (sound: TakeSound) => Promise<Making>,
): Promise<VersionResult> {
  const { job, stage, applyOnce } = context;
  const begun = job.result as Recorded | null;
  const { result, version } = begun ?? await record(context, input, howTo);
  await stage("saving", 0.98);
  await applyOnce((doc) => {
    const lanes = view(doc).tracks.filter(({ kind, source }) => {
      return kind === "take" && source === version.from;
    });
    if (!addVersion(doc, version)) throw recordingGone();
    for (const { id } of lanes) useSource(doc, id, version.id);
    usePhrasesInstead(doc, version.from, version.id);
  });
  return result;
}

async function record(
  context: JobContext,
  input: { readonly recording_id: string; readonly version?: string },
  howTo: (sound: TakeSound) => Promise<Making>,
): Promise<Recorded> {
  const { job, deps, signal, stage, checkpoint } = context;
  await stage("listening", 0.01);
  const sound = await findTake(deps, job.project_id, input);
  const making = await howTo(sound);
  return await deps.ffmpeg.inFolder(async (folder) => {
    const { take, file } = sound;
    const decoded = await decodeTake(deps, file, take.sample_rate, folder, signal);
    const paths = soundPaths(folder, "version", making.leavesContour ?? false);
    const made = await withStages(context, { from: 0.05, to: 0.9 }, (signal, onProgress) => {
      return making.make({ input: decoded, output: paths, folder, signal, onProgress });
    });
    await stage("saving", 0.9);
    const files = new AttemptFiles(context);
    try {
      // A key keeps the end of a name: a long one would lose what tells attempts apart.
      const filename = `${take.name}-${making.label}`.replace(/[^a-z0-9]+/gi, "-").slice(0, 40);
      const stored = await storeSound(context, files, {
        ...{ kind: "version", filename, paths },
        sound: made.sound,
      });
      const recorded = describe(context, sound, { ...making, report: made.report, stored });
      await transaction(deps.sql, async (tx) => {
        await insertAssets(tx, files.rows);
        await checkpoint(tx, recorded);
      });
      return recorded;
    } catch (error) {
      await files.discard();
      throw error;
    }
  });
}

function describe(
  { job }: JobContext,
  { take, base, track }: TakeSound,
  { label, settings, report, stored }: Pick<Making, "label" | "settings"> & {
    readonly report: Report;
    readonly stored: StoredSound;
  },
): Recorded {
  const version: NewVersion = {
    ...{ id: uuidv7(), of: take.id, from: base.id, label, settings, report, ...stored },
    ...{ job: job.id, by: job.created_by ?? "", at: Date.now() },
  };
  return {
    version,
    result: {
      recording_id: take.id,
      version_id: version.id,
      track_id: track?.id ?? null,
      asset_id: stored.asset,
      listen_asset_id: stored.listen,
      duration_seconds: stored.duration_seconds,
      loudness_lufs: stored.lufs,
      report,
    },
  };
}
