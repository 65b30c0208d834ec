import { z } from "zod";
import { atMost, clamped, oneLine } from "./answer_schema.ts";
import type { Media, Question } from "./question.ts";

const MAX_WORDS = 2000;

const Heard = z.object({
  language: oneLine(20).describe("BCP 47, such as en; empty when nothing is sung or spoken"),
  words: atMost(
    z.object({
      word: oneLine(60),
      start: clamped(0, 3600).describe("seconds from the beginning"),
      end: clamped(0, 3600).describe("seconds from the beginning"),
    }),
    MAX_WORDS,
  ).describe("every word that is sung or spoken, in order"),
  description: oneLine(400).describe("one or two sentences: the voice, how it is sung, the mood"),
});

/** What is sung in a take. */
export interface Transcript {
  readonly language: string;
  readonly words: readonly TimedWord[];
  readonly description: string;
}

export interface TimedWord {
  readonly word: string;
  readonly start_seconds: number;
  readonly end_seconds: number;
}

/** @param sound 16 kHz, mono: Gemini hears no more, and does not know every container. */
export function listenQuestion(
  sound: Media,
  facts: { readonly durationSeconds: number; readonly words?: string },
): Question<z.infer<typeof Heard>> {
  return {
    task: "transcribe",
    instruction:
      "Listen to the recording of a voice. Write down every word that is sung or spoken, " +
      "as it is sung, each with the seconds at which it begins and ends. `likely_words` may be what " +
      "is sung, or not. Describe the take. Where there are no words, give none.",
    data: {
      duration_seconds: facts.durationSeconds,
      likely_words: facts.words?.slice(0, 6000) ?? null,
    },
    media: sound,
    answer: Heard,
    temperature: 0,
    mostTokens: 60_000,
    withinMs: 150_000,
    inPieces: true,
  };
}

/** Words in order, within the take, none before the one before it has begun. */
export function inOrder(heard: z.infer<typeof Heard>, durationSeconds: number): Transcript {
  let at = 0;
  const words = heard.words.filter(({ word, start }) => word !== "" && start < durationSeconds)
    .toSorted((a, b) => a.start - b.start)
    .map(({ word, start, end }) => {
      const from = Math.max(at, start);
      at = from;
      const to = Math.min(durationSeconds, Math.max(from, end));
      return { word, start_seconds: round(from), end_seconds: round(to) };
    });
  return { language: heard.language, words, description: heard.description };
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
