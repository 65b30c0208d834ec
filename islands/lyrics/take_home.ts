import { toLrc } from "../../services/lyrics/lrc.ts";
import { fileName } from "../studio/file_name.ts";
import type { LyricDesk } from "./desk.ts";

/** Saves the words as text, or with the times of a match as LRC. */
export function takeHome({ studio, times }: LyricDesk, ending: "txt" | "lrc"): void {
  const { lyrics, meta } = studio.room.document;
  const { title } = meta.peek();
  const words = ending === "txt" ? lyrics.peek() : toLrc(
    times.peek().flatMap((time) =>
      time
        ? [{
          text: time.text,
          startSeconds: time.start_seconds,
          words: time.words.map(({ word, start_seconds }) => ({
            word,
            startSeconds: start_seconds,
          })),
        }]
        : []
    ),
    { title, lengthSeconds: studio.song.peek().durationSeconds, enhanced: true },
  );
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([words], { type: "text/plain;charset=utf-8" }));
  link.download = `${fileName(title, "Lyrics", "")}.${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}

/** Long enough for a browser to begin reading it. */
const KEPT_MS = 60_000;
