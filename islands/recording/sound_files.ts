import { MAX_TAKE_BYTES } from "./wav_bytes.ts";

/** What can be a take, said before the upload starts. The server looks at the content again. */
export const SOUND_ENDINGS = ["wav", "mp3", "m4a", "ogg", "webm", "flac"] as const;
export const SOUND_ACCEPT = "audio/*,.wav,.mp3,.m4a,.ogg,.oga,.webm,.flac";

/** Why a file cannot be a take, or null. */
export function soundFault(
  { name, type, size }: { readonly name: string; readonly type: string; readonly size: number },
): string | null {
  if (size === 0) return `${name} is empty.`;
  if (size > MAX_TAKE_BYTES) {
    return `${name} is ${
      Math.ceil(size / 1_000_000)
    } MB. A take can be up to 50 MB and 5 minutes; as FLAC or MP3 it may fit.`;
  }
  const ending = name.split(".").at(-1)!.toLowerCase();
  const known = ENDINGS.has(ending) || type.startsWith("audio/") || type === "video/webm" ||
    type === "video/mp4";
  return known
    ? null
    : `${name} is not a sound we can read. WAV, MP3, M4A, OGG, WebM and FLAC work.`;
}

const ENDINGS = new Set<string>([...SOUND_ENDINGS, "oga", "opus", "mp4", "wave"]);

/** "Lead vocal.final.wav" → "Lead vocal.final". */
export function nameOfFile(name: string): string {
  return name.replace(/\.[^.]{1,5}$/, "").slice(0, 100) || name.slice(0, 100);
}

/** The sounds among what was dropped. */
export function soundsIn(data: DataTransfer | null): File[] {
  return [...data?.files ?? []];
}
