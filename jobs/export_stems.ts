import { makeZip } from "client-zip";
import { join } from "node:path";
import { safeName } from "../services/safe_name.ts";
import { beforeTheBeginning } from "./export_mix.ts";
import type { MakeExport } from "./export.ts";
import { songOf } from "./export_song.ts";
import { JobError } from "./job_kind.ts";
import { withMixWorker } from "./mix_tasks.ts";
import { eachTrack } from "./sum_tracks.ts";

/** Of all stems together, as 24-bit stereo. */
const MOST_BYTES = 4 * 1024 ** 3;
const FRAME_BYTES = 6;

/** Every track that is heard as a file of its own, all of one length: laid side by side at 0 they are the song. */
export const exportStems: MakeExport = async (context, _input, keep) => {
  const { deps, signal } = context;
  const { tracks, sampleRate } = await songOf(context);
  const ends = tracks.map(({ track }) => track.start_seconds + track.duration_seconds);
  if (tracks.length * Math.max(...ends) * sampleRate * FRAME_BYTES > MOST_BYTES) throw tooBig();
  return await deps.ffmpeg.inFolder((folder) =>
    withMixWorker(signal, async (worker) => {
      await context.stage("mixing", 0.03);
      const names = tracks.map(({ track }, i) => stemName(track.name, i));
      const paths = tracks.map((_, i) => join(folder, `${i}.wav`));
      const laid = await eachTrack(
        deps,
        tracks,
        {
          ...{ worker, folder, sampleRate, signal },
          onTrack: (done) => context.progress(0.03 + 0.8 * done / tracks.length),
        },
        (sound, i) => worker.run("stem", { ...sound, sampleRate, output: paths[i]! }),
      );
      const frames = Math.max(...laid.map(({ endFrame }) => endFrame));
      if (frames === 0) throw beforeTheBeginning();
      for (const path of paths) await worker.run("pad", { path, sampleRate, frames });
      const bytes = zipped(
        paths.map((path, i) => [names[i]!, path] as const),
        context.job.created_at,
      );
      const facts = {
        duration_seconds: Math.round(frames / sampleRate * 1e6) / 1e6,
        sample_rate: sampleRate,
        loudness_lufs: null,
        true_peak_dbtp: null,
        tracks: tracks.map(({ track }) => track.name),
      };
      return await keep({ bytes: bytes.pipeThrough(new TransformStream(), { signal }), facts });
    })
  );
};

/** "03 Cello.wav": the number keeps the order of the studio, and tells two of one name apart. */
export function stemName(track: string, index: number): string {
  return `${String(index + 1).padStart(2, "0")} ${safeName(track, 60) || "Track"}.wav`;
}

/** A zip of files as they are: sound does not get smaller by it. */
function zipped(
  files: readonly (readonly [name: string, path: string])[],
  lastModified: Date,
): ReadableStream<Uint8Array> {
  const entries = async function* () {
    for (const [name, path] of files) {
      yield { name, lastModified, input: (await Deno.open(path)).readable };
    }
  };
  return makeZip(entries());
}

function tooBig(): JobError {
  return new JobError(
    "TOO_BIG",
    "These stems would be more than 4 GB. Mute some and export the others, then the rest.",
  );
}
