/**
 * What a file is called at home: "Last ferry, Cello.wav". Free of what file systems refuse, and short enough
 * for all of them.
 */
export function fileName(song: string, part: string, contentType: string): string {
  const tidy = (text: string) =>
    // deno-lint-ignore no-control-regex -- control characters are among what file systems refuse
    text.replace(/[\u0000-\u001f\u007f<>:"/\\|?*]/g, " ").replace(/\s+/g, " ").trim()
      .replace(/^\.+|\.+$/g, "");
  const stem = [tidy(song), tidy(part)].filter(Boolean).map((text) => cut(text, 80)).join(", ");
  return `${stem || "Song"}${ENDINGS[contentType.split(";")[0]!.trim()] ?? ""}`;
}

const ENDINGS: Readonly<Record<string, string>> = {
  "audio/wav": ".wav",
  "audio/x-wav": ".wav",
  "audio/flac": ".flac",
  "audio/mpeg": ".mp3",
  "audio/midi": ".mid",
};

function cut(text: string, length: number): string {
  return [...text].slice(0, length).join("").trim();
}
