import type { KeptTake, Piece } from "./take_store.ts";
import { wavFile } from "./wav_bytes.ts";

/** The pieces of a take as the file that is sent. */
export function takeFile({ name, format }: KeptTake, pieces: readonly Piece[]): File {
  if (format.kind === "wav") {
    return new File([wavFile(format, pieces)], `${name}.wav`, { type: "audio/wav" });
  }
  return new File([...pieces], format.fileName, { type: format.type });
}
