import { expect } from "expect";
import { reasonWords } from "./lyric_answers.ts";
import { insteadWords, runningWords } from "./running_words.ts";

const DRAFT = { status: "running", kind: "lyrics.generate" } as const;

Deno.test("a running card says who writes, and why it is not Gemini any more", () => {
  expect(runningWords({ ...DRAFT, status: "queued" }, "")).toBe("Waiting for its turn");
  expect(runningWords(DRAFT, "asking")).toBe("Gemini is writing");
  expect(insteadWords("asking")).toBe(null);
  expect(runningWords(DRAFT, "instead:timeout")).toBe("Writing words");
  expect(insteadWords("instead:timeout")).toBe("Gemini took too long.");
  expect(runningWords({ ...DRAFT, settled: null }, "writing")).toBe(
    "Looking for others to choose from",
  );
  expect(runningWords({ ...DRAFT, kind: "lyrics.match" }, "suggesting")).toBe(
    "Gemini looks for other words",
  );
});

Deno.test("a finished card says why it was the local engine, also for a reason nobody foresaw", () => {
  expect(reasonWords(undefined)).toBe(null);
  expect(reasonWords("bad_key")).toBe("Local, because Gemini does not accept its key.");
  expect(reasonWords("some_new_one")).toBe("Local, because Gemini failed (some new one).");
});
