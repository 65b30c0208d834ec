import { readLyricTimes, timesOfLines } from "../collab/document/lyric_edits.ts";
import { roots } from "../collab/document/schema.ts";
import { view } from "../collab/document/view.ts";
import { assetsOfJob } from "../db/assets.ts";
import { isUuid } from "../services/ids.ts";
import { parseLyrics } from "../services/lyrics/lines.ts";
import { toLrc } from "../services/lyrics/lrc.ts";
import type { ExportFacts, MakeExport } from "./export.ts";
import { JobError } from "./job_kind.ts";
import { heardTracks } from "./sounding_tracks.ts";

const NO_SOUND: ExportFacts = {
  duration_seconds: null,
  sample_rate: null,
  loudness_lufs: null,
  true_peak_dbtp: null,
  tracks: [],
};

/** The score of the piece that sounds. */
export const exportMidi: MakeExport = async ({ job, deps }, _input, keep) => {
  const document = await deps.rooms.read(job.project_id, view);
  // Anybody can write a job's id into a document: the file must be the project's own.
  const stem = heardTracks(document).find(({ track }) => {
    return track.kind === "stem" && isUuid(track.job ?? "");
  })?.track;
  const file = stem && (await assetsOfJob(deps.sql, stem.job!))
    .find(({ kind, project_id }) => kind === "midi" && project_id === job.project_id);
  const blob = file && await deps.blobs.get(file.bucket, file.storage_key);
  if (!blob) {
    throw new JobError(
      "NO_SCORE",
      "No composed piece sounds here, so there is no MIDI. Compose one first.",
    );
  }
  const facts = { ...NO_SOUND, duration_seconds: file.duration_seconds };
  return await keep({ bytes: new Uint8Array(await new Response(blob.body).arrayBuffer()), facts });
};

/** The words as they stand, or with the times of the last match. */
export const exportLyrics: MakeExport = async ({ job, deps }, { format }, keep) => {
  const { text, title, times } = await deps.rooms.read(job.project_id, (doc) => ({
    text: roots(doc).lyrics.toString(),
    title: view(doc).meta.title,
    times: readLyricTimes(roots(doc).meta),
  }));
  const lines = parseLyrics(text).flatMap((section) => section.lines).map((line) => line.text);
  if (lines.length === 0) {
    throw new JobError("NO_LYRICS", "There are no words yet. Write some, or let them be written.");
  }
  const encoded = (content: string) => new TextEncoder().encode(content);
  if (format === "txt") {
    return await keep({ bytes: encoded(`${title}\n\n${text.trim()}\n`), facts: NO_SOUND });
  }
  const found = timesOfLines(lines, times);
  const timed = lines.flatMap((line, i) => {
    const time = found[i];
    return time
      ? [{
        text: line.trim(),
        startSeconds: time.start_seconds,
        words: time.words.map(({ word, start_seconds }) => ({ word, startSeconds: start_seconds })),
      }]
      : [];
  });
  if (timed.length === 0) {
    throw new JobError(
      "NO_TIMES",
      "No line has a time yet. Match the words with the melody first, then export LRC.",
    );
  }
  const facts = { ...NO_SOUND, lines_without_time: lines.length - timed.length };
  return await keep({ bytes: encoded(toLrc(timed, { title })), facts });
};
