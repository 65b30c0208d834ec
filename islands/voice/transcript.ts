import type { SungWord } from "./sung_words.ts";

/** The result of a `voice.transcribe` job as words; times count from the beginning of the take. */
export function wordsOfTranscript(result: unknown): readonly SungWord[] {
  const words = typeof result === "object" && result !== null && Reflect.get(result, "words");
  return Array.isArray(words) ? words.flatMap(wordOf) : [];
}

function wordOf(value: unknown): readonly SungWord[] {
  if (typeof value !== "object" || value === null) return [];
  const text: unknown = Reflect.get(value, "word");
  const startSeconds: unknown = Reflect.get(value, "start_seconds");
  const endSeconds: unknown = Reflect.get(value, "end_seconds");
  if (typeof text !== "string" || text.trim() === "") return [];
  if (typeof startSeconds !== "number" || typeof endSeconds !== "number") return [];
  return [{
    text,
    startSeconds,
    endSeconds,
    noteSeconds: startSeconds,
    opensLine: false,
    parts: [{ text, startSeconds }],
  }];
}
