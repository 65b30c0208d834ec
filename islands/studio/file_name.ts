import { safeName } from "../../services/safe_name.ts";

/**
 * What a file is called at home: "Last ferry, Cello.wav". Free of what file systems refuse, and short enough
 * for all of them.
 */
export function fileName(song: string, part: string, contentType: string): string {
  const stem = [song, part].map((text) => safeName(text)).filter(Boolean).join(", ");
  return `${stem || "Song"}${ENDINGS[contentType.split(";")[0]!.trim()] ?? ""}`;
}

const ENDINGS: Readonly<Record<string, string>> = {
  "audio/wav": ".wav",
  "audio/x-wav": ".wav",
  "audio/flac": ".flac",
  "audio/mpeg": ".mp3",
  "audio/midi": ".mid",
};
