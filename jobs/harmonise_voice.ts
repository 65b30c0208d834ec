import { z } from "zod";
import { type NewTrack, putTracks } from "../collab/document/edits.ts";
import { view } from "../collab/document/view.ts";
import { insertAssets } from "../db/assets.ts";
import { transaction } from "../db/transaction.ts";
import { uuidv7 } from "../services/ids.ts";
import { AttemptFiles } from "./files.ts";
import { anyKind, type JobContext } from "./job_kind.ts";
import { keyWish, VoiceKey, VoiceScale } from "./process_voice.ts";
import { withStages } from "./render_stages.ts";
import { songUnder } from "./song_under.ts";
import { seedOf } from "./style_voice.ts";
import {
  decodeTake,
  findTake,
  recordingGone,
  TAKE_TIMEOUT_SECONDS,
  TakeInput,
  type TakeSound,
} from "./take_sound.ts";
import { soundPaths, storeSound } from "./voice_files.ts";
import { type Report, type VoiceTasks, workOnVoice } from "./voice_tasks.ts";

export const HarmonyWishes = {
  /** How many voices are added. */
  parts: z.union([z.literal(2), z.literal(3), z.literal(4)], { error: "is 2, 3 or 4" }),
  key: VoiceKey.optional(),
  scale: VoiceScale.optional(),
};

export const HarmonyInput = z.strictObject({ ...TakeInput, ...HarmonyWishes });
export type HarmonyInput = z.infer<typeof HarmonyInput>;

export interface HarmonyResult {
  readonly recording_id: string;
  readonly track_ids: readonly string[];
  readonly asset_ids: readonly string[];
  readonly report: Report;
}

/** A part but for where it begins, which follows the lead until it is laid down. */
type PartTrack = Omit<NewTrack, "offset_seconds" | "gain_db"> & { readonly underLeadDb: number };

interface Recorded {
  readonly result: HarmonyResult;
  readonly tracks: readonly PartTrack[];
  readonly from: string;
}

/**
 * Adds voices to a take, each a track of its own, against the chords of the piece that sounds.
 *
 * Stages: `listening`, `writing the parts`, `singing part 1 of 3` …, `saving`.
 */
export const harmoniseVoice = anyKind<HarmonyInput, HarmonyResult>({
  kind: "voice.harmonies",
  input: HarmonyInput,
  timeoutSeconds: TAKE_TIMEOUT_SECONDS,
  async run(context, input) {
    const { job, stage, applyOnce } = context;
    const begun = job.result as Recorded | null;
    const { result, tracks, from } = begun ?? await record(context, input);
    await stage("saving", 0.98);
    await applyOnce((doc) => {
      const { recordings, tracks: lanes } = view(doc);
      const take = recordings.find(({ id }) => id === result.recording_id);
      if (take?.kind !== "take") throw recordingGone();
      const lead = lanes.find(({ kind, source }) => kind === "take" && source === from) ??
        lanes.find(({ id }) => id === take.stack);
      putTracks(
        doc,
        tracks.map(({ underLeadDb, ...track }) => ({
          ...track,
          offset_seconds: (lead?.offset_seconds ?? 0) + take.offset_seconds,
          gain_db: (lead?.gain_db ?? 0) + underLeadDb,
        })),
      );
    });
    return result;
  },
});

async function record(context: JobContext, input: HarmonyInput): Promise<Recorded> {
  const { job, deps, signal, stage, checkpoint } = context;
  await stage("listening", 0.01);
  const sound = await findTake(deps, job.project_id, input);
  const options = await optionsOf(context, input, sound);
  return await deps.ffmpeg.inFolder(async (folder) => {
    const { take, file } = sound;
    const decoded = await decodeTake(deps, file, take.sample_rate, folder, signal);
    const outputs = Array.from(
      { length: input.parts },
      (_, i) => soundPaths(folder, `part-${i + 1}`, false),
    );
    const { parts, report } = await withStages(
      context,
      { from: 0.05, to: 0.88 },
      (signal, tell) =>
        workOnVoice("harmonise", { input: decoded, options, outputs }, {
          signal,
          onProgress: tell,
        }),
    );
    await stage("saving", 0.88);
    const files = new AttemptFiles(context);
    try {
      const tracks: PartTrack[] = [];
      for (const [i, part] of parts.entries()) {
        const { asset, listen, peaks, duration_seconds } = await storeSound(context, files, {
          kind: "harmony",
          filename: `${i + 1}-${part.name}`,
          paths: outputs[i]!,
          sound: part,
        });
        tracks.push({
          ...{ id: uuidv7(), kind: "harmony", name: part.name, asset, listen, peaks },
          ...{ duration_seconds, pan: part.pan, underLeadDb: part.gainDb, pigment: "verdigris" },
          ...{ by: job.created_by ?? "", job: job.id, canvas: null, recording: take.id },
        });
        context.progress(0.88 + 0.1 * (i + 1) / parts.length);
      }
      const recorded: Recorded = {
        tracks,
        from: sound.base.id,
        result: {
          recording_id: take.id,
          track_ids: tracks.map(({ id }) => id),
          asset_ids: tracks.map(({ asset }) => asset),
          report,
        },
      };
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

/** Bars are counted from where a first beat sounds. */
async function optionsOf(
  { deps, job }: JobContext,
  input: HarmonyInput,
  { take, track, file }: TakeSound,
): Promise<VoiceTasks["harmonise"]["task"]["options"]> {
  const song = await songUnder(deps, job.project_id);
  const startSeconds = (track?.offset_seconds ?? 0) + take.offset_seconds;
  return {
    parts: input.parts,
    ...keyWish(input, song),
    chords: song.chords.map((chord) => ({
      ...chord,
      startSeconds: chord.startSeconds - song.firstBeatSeconds,
      endSeconds: chord.endSeconds - song.firstBeatSeconds,
    })),
    tempoBpm: song.tempoBpm ?? DEFAULT_TEMPO_BPM,
    beatsPerBar: song.beatsPerBar,
    offsetSeconds: startSeconds - song.firstBeatSeconds,
    seed: seedOf(file.sha256),
  };
}

/** Where nobody has said a tempo, a bar is two seconds and a half. */
const DEFAULT_TEMPO_BPM = 96;
