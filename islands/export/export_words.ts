import { lengthWords } from "../parts/time_words.ts";
import type { SongExport } from "./exports.ts";

export type ExportKind = "mix" | "stems" | "midi" | "lyrics";
export type ExportFormat = "wav" | "mp3" | "flac" | "zip" | "mid" | "txt" | "lrc";

export const FORMATS: Readonly<Record<ExportKind, readonly ExportFormat[]>> = {
  mix: ["wav", "mp3", "flac"],
  stems: ["zip"],
  midi: ["mid"],
  lyrics: ["txt", "lrc"],
};

export const KIND_WORDS: Readonly<Record<ExportKind, string>> = {
  mix: "Mix",
  stems: "Stems",
  midi: "MIDI",
  lyrics: "Lyrics",
};

/** LUFS, and for whom. */
export const LOUDNESS: readonly (readonly [number, string])[] = [
  [-14, "−14 LUFS, streaming"],
  [-16, "−16 LUFS, podcast"],
  [-23, "−23 LUFS, broadcast"],
  [-9, "−9 LUFS, loud"],
];

/** What comes out, before it is made. */
export function promiseWords(kind: ExportKind, format: ExportFormat, heard: number): string {
  const tracks = heard === 1 ? "The one track that is heard" : `The ${heard} tracks that are heard`;
  switch (kind) {
    case "mix":
      return `${tracks}, mixed as in the studio. Mute, solo, faders, pan and place count.`;
    case "stems":
      return `${tracks}, each as a WAV of the same length, in one zip. For another studio.`;
    case "midi":
      return "The notes of the piece that sounds, for another studio or a score.";
    case "lyrics":
      return format === "lrc"
        ? "Each line with its time, for players that show words. Match the words with the melody first."
        : "The words as they stand, as plain text.";
  }
}

/** What the key says: "Export mix as MP3". */
export function wishWords(kind: ExportKind, format: ExportFormat): string {
  return kind === "midi" ? "Export MIDI" : `Export ${kind} as ${format.toUpperCase()}`;
}

/** What is happening: "Mixing". */
export function exportStageWords(stage: string, status: SongExport["status"]): string {
  if (status === "queued") return "Waiting for its turn";
  switch (stage) {
    case "collecting":
      return "Collecting the tracks";
    case "mixing":
      return "Mixing";
    case "mastering":
      return "Mastering";
    case "encoding":
      return "Writing the file";
    case "measuring":
      return "Measuring it";
    case "saving":
    case "done":
      return "Putting it on disk";
    default:
      return "Beginning";
  }
}

/** "2:31, −14.0 LUFS, 5.2 MB". */
export function factWords({ file }: Pick<SongExport, "file">): string {
  if (!file) return "";
  const { duration_seconds, loudness_lufs, byte_length, lines_without_time } = file;
  return [
    duration_seconds === null ? "" : lengthWords(duration_seconds),
    loudness_lufs === null ? "" : `${loudness_lufs.toFixed(1).replace("-", "−")} LUFS`,
    sizeWords(byte_length),
    lines_without_time ? `${lines_without_time} lines without a time are left out` : "",
  ].filter(Boolean).join(", ");
}

export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
}
