import { signal } from "@preact/signals";
import { expect } from "expect";
import type { LyricTime } from "../../collab/document/lyric_edits.ts";
import type { JobView } from "../../collab/document/schema.ts";
import { createTakeWords } from "./take_words.ts";

const NOTES = [{ startSeconds: 1, endSeconds: 1.5 }, { startSeconds: 1.6, endSeconds: 2 }];

const TIME: LyricTime = {
  text: "Salt wind",
  start_seconds: 5,
  end_seconds: 6,
  words: [
    { word: "Salt", start_seconds: 5, end_seconds: 5.5 },
    { word: "wind", start_seconds: 5.6, end_seconds: 6 },
  ],
};

const WRITTEN_DOWN: JobView = {
  ...{ id: "j1", kind: "voice.transcribe", canvas: null, recording: "t1", status: "succeeded" },
  ...{ stage: "", by: "", at: 0, finished_at: 1, error: null },
};

function setting() {
  const lines = signal<readonly string[]>(["Salt wind"]);
  const times = signal<readonly (LyricTime | null)[]>([TIME]);
  const jobs = signal<readonly JobView[]>([]);
  const asked: string[] = [];
  const words = createTakeWords({
    ...{ lines, times, jobs },
    fetchResult: (jobId, use) => {
      asked.push(jobId);
      use({ words: [{ word: "salty", start_seconds: 1, end_seconds: 1.4 }] });
    },
  });
  const texts = (startSeconds: number, takeId = "t1") =>
    words.of(takeId, startSeconds, NOTES).value.map(({ text, startSeconds: at }) =>
      `${at} ${text}`
    );
  return { lines, times, jobs, asked, texts };
}

Deno.test("lyrics stand under a take where its notes are, and nowhere else", () => {
  const { times, texts } = setting();
  expect(texts(4)).toEqual(["5 Salt", "5.6 wind"]);
  expect(texts(30)).toEqual([]);
  times.value = [null];
  expect(texts(4)).toEqual([]);
});

Deno.test("without them, what was written down from this very take stands there, moved with it", () => {
  const { jobs, times, asked, texts } = setting();
  jobs.value = [WRITTEN_DOWN];
  expect(texts(4)).toEqual(["5 Salt", "5.6 wind"]);
  expect(asked).toEqual([]);
  times.value = [null];
  expect(texts(4)).toEqual(["5 salty"]);
  expect(texts(10)).toEqual(["11 salty"]);
  expect(texts(4, "t2")).toEqual([]);
  expect(asked).toEqual(["j1"]);
});
