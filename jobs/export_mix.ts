import { join } from "node:path";
import { TARGET_LUFS } from "../services/mixer/loudness.ts";
import { type EncodedFormat, encodeFile } from "../services/media/encode_file.ts";
import { measureLoudnessOfFile } from "../services/media/loudness_meter.ts";
import type { ExportFacts, MakeExport } from "./export.ts";
import { songOf } from "./export_song.ts";
import { type JobContext, JobError } from "./job_kind.ts";
import { type MixWorker, type SumFile, withMixWorker } from "./mix_tasks.ts";
import { sumTracks } from "./sum_tracks.ts";

/** Nothing that goes out may be above. */
const MOST_TRUE_PEAK_DBTP = -1;
/** The ceiling the master keeps; an encoder may overshoot it, and then it is lowered by as much. */
const CEILING_DBTP = -1.3;
const MOST_ENCODINGS = 3;

/** Everything that is heard, as one file at one loudness. */
export const exportMix: MakeExport = async (context, input, keep) => {
  const { deps, signal } = context;
  const song = await songOf(context);
  return await deps.ffmpeg.inFolder((folder) =>
    withMixWorker(signal, async (worker) => {
      await context.stage("mixing", 0.03);
      const sum = await sumTracks(deps, song.tracks, {
        ...{ worker, folder, sampleRate: song.sampleRate, signal },
        onTrack: (done) => context.progress(0.03 + 0.47 * done / song.tracks.length),
      });
      if (sum.frames === 0) throw beforeTheBeginning();
      const made = await masterAndEncode(context, worker, sum, {
        folder,
        format: input.format as EncodedFormat,
        targetLufs: input.target_lufs ?? TARGET_LUFS,
      });
      const facts: ExportFacts = {
        duration_seconds: Math.round(sum.frames / sum.sampleRate * 1e6) / 1e6,
        sample_rate: sum.sampleRate,
        loudness_lufs: made.integratedLufs,
        true_peak_dbtp: made.truePeakDbtp,
        tracks: song.tracks.map(({ track }) => track.name),
      };
      return await keep({ bytes: (await Deno.open(made.path)).readable, facts });
    })
  );
};

/** A lossy encoder moves peaks: what it has made is measured, and made again under a lower ceiling. */
async function masterAndEncode(
  { deps: { ffmpeg }, signal, stage, progress }: JobContext,
  worker: MixWorker,
  sum: SumFile,
  { folder, format, targetLufs }: {
    readonly folder: string;
    readonly format: EncodedFormat;
    readonly targetLufs: number;
  },
) {
  const wav = join(folder, "mix.wav");
  let ceilingDbtp = CEILING_DBTP;
  for (let encoding = 1;; encoding++) {
    await stage("mastering", 0.5);
    const found = await worker.run(
      "master",
      { ...sum, targetLufs, ceilingDbtp, output: wav },
      (done) => {
        progress(0.5 + 0.25 * done);
      },
    );
    if (found === null) throw silent();
    await stage("encoding", 0.75);
    const path = format === "wav" ? wav : join(folder, `mix.${format}`);
    await encodeFile(ffmpeg, wav, path, format, { signal });
    await stage("measuring", 0.88);
    const heard = await measureLoudnessOfFile(ffmpeg, path, { signal });
    const excess = heard.truePeakDbtp - MOST_TRUE_PEAK_DBTP;
    if (excess <= 0 || encoding === MOST_ENCODINGS) return { ...heard, path };
    ceilingDbtp -= excess + 0.1;
  }
}

export function silent(): JobError {
  return new JobError(
    "SILENT",
    "All that sounds here is silence, or shorter than half a second. Check faders and mutes.",
  );
}

export function beforeTheBeginning(): JobError {
  return new JobError(
    "NOTHING_TO_EXPORT",
    "Every track ends before the song begins. Move one to the right.",
  );
}
