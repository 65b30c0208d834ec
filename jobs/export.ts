import { view } from "../collab/document/view.ts";
import { insertAssets } from "../db/assets.ts";
import { transaction } from "../db/transaction.ts";
import { safeName } from "../services/safe_name.ts";
import { AttemptFiles } from "./files.ts";
import { type ExportFormat, ExportInput, type ExportKind } from "./export_input.ts";
import { exportMix } from "./export_mix.ts";
import { exportStems } from "./export_stems.ts";
import { exportLyrics, exportMidi } from "./export_words.ts";
import { anyKind, type JobContext } from "./job_kind.ts";

/** What is told of an export. */
export interface ExportResult extends ExportFacts {
  readonly asset_id: string;
  readonly kind: ExportKind;
  readonly format: ExportFormat;
  /** What the download is called: "Last ferry, mix.wav". */
  readonly filename: string;
}

/** What is known of it besides; null where it makes no sense. */
export interface ExportFacts {
  readonly duration_seconds: number | null;
  readonly sample_rate: number | null;
  /** As ffmpeg's meter hears the finished file. */
  readonly loudness_lufs: number | null;
  readonly true_peak_dbtp: number | null;
  /** The tracks that sound in it. */
  readonly tracks: readonly string[];
  /** Of LRC: lines whose words were changed since the match, which are left out. */
  readonly lines_without_time?: number;
}

/** A finished file, yet to be stored. */
export interface Exported {
  readonly bytes: Uint8Array | ReadableStream<Uint8Array>;
  readonly facts: ExportFacts;
}

/** How a kind of export is made: calls `keep` with the file while it is there. */
export type MakeExport = (
  context: JobContext,
  input: ExportInput,
  keep: (exported: Exported) => Promise<ExportResult>,
) => Promise<ExportResult>;

/**
 * Something of a project as a file to take home. It changes nothing in the document.
 *
 * Stages: `collecting`, and of sound `mixing`, `mastering`, `encoding`, `measuring`; `saving`.
 */
export const exportSong = anyKind<ExportInput, ExportResult>({
  kind: "export",
  input: ExportInput,
  timeoutSeconds: 1800,
  async run(context, input) {
    const begun = context.job.result as ExportResult | null;
    if (begun) return begun; // an earlier attempt has stored it, and was killed before it said so
    await context.stage("collecting", 0.01);
    return await MAKERS[input.kind as ExportKind](
      context,
      input,
      (made) => keep(context, input, made),
    );
  },
});

const MAKERS: Readonly<Record<ExportKind, MakeExport>> = {
  mix: exportMix,
  stems: exportStems,
  midi: exportMidi,
  lyrics: exportLyrics,
};

const CONTENT_TYPES: Readonly<Record<ExportFormat, string>> = {
  wav: "audio/wav",
  mp3: "audio/mpeg",
  flac: "audio/flac",
  zip: "application/zip",
  mid: "audio/midi",
  txt: "text/plain; charset=utf-8",
  lrc: "text/plain; charset=utf-8",
};

async function keep(
  context: JobContext,
  input: ExportInput,
  { bytes, facts }: Exported,
): Promise<ExportResult> {
  const { job, deps, checkpoint } = context;
  await context.stage("saving", 0.95);
  const { meta: { title } } = await deps.rooms.read(job.project_id, view);
  const [kind, format] = [input.kind as ExportKind, input.format as ExportFormat];
  const filename = `${[safeName(title), kind].filter(Boolean).join(", ")}.${format}`;
  const files = new AttemptFiles(context);
  try {
    const asset_id = await files.store({
      kind: "export",
      filename: `${kind}.${format}`,
      contentType: CONTENT_TYPES[format],
      bytes,
      ...(facts.duration_seconds === null ? {} : { durationSeconds: facts.duration_seconds }),
    });
    const result: ExportResult = { asset_id, kind, format, filename, ...facts };
    await transaction(deps.sql, async (tx) => {
      await insertAssets(tx, files.rows);
      await checkpoint(tx, result);
    });
    return result;
  } catch (error) {
    await files.discard();
    throw error;
  }
}
