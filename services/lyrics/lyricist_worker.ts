/// <reference lib="deno.worker" />
import type { LyricAnswer, LyricQuestion, LyricTaskName, LyricTasks } from "./lyricist.ts";
import { matchLyrics } from "./match/match_lyrics.ts";
import { readLines } from "./read_lines.ts";
import { writeAlternates } from "./writer/alternates.ts";
import { ideasFor } from "./writer/ideas.ts";
import { openNouns } from "./writer/nouns.ts";
import type { FindNouns } from "./writer/theme.ts";
import { writeLyrics } from "./writer/write_lyrics.ts";
import { openWords } from "./words/words.ts";

const opened = openWords();
let nouns: Promise<FindNouns> | undefined;

self.onmessage = async ({ data }: MessageEvent<LyricQuestion>) => {
  let answer: LyricAnswer;
  try {
    answer = { id: data.id, ok: true, result: await answerTo(data) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    answer = { id: data.id, ok: false, message, cannot: error instanceof RangeError };
  }
  self.postMessage(answer);
};

async function answerTo(question: LyricQuestion): Promise<LyricTasks[LyricTaskName]["result"]> {
  const words = await opened;
  switch (question.name) {
    case "rhymes":
      return words.rhymes(question.task.word, question.task);
    case "read":
      return readLines(words, question.task.text);
    case "write":
      return writeLyrics(words, await (nouns ??= openNouns()), question.task);
    case "alternates":
      return writeAlternates(words, await (nouns ??= openNouns()), question.task);
    case "ideas":
      return ideasFor(words, await (nouns ??= openNouns()), question.task);
    case "match":
      return matchLyrics(
        words,
        question.task.text,
        question.task.melody,
        new Set(question.task.keep),
      );
  }
}
