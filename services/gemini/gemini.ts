import { type ArrangeAsk, arrangeQuestion } from "./arrangement.ts";
import type { ArrangementWish } from "../composer/arrangement.ts";
import { type Asker, type Caller, type CallerOptions, createCaller } from "./caller.ts";
import { FAILURE_WORDS, type Outcome } from "./failure.ts";
import { inOrder, listenQuestion, type Transcript } from "./listening.ts";
import {
  keptToStructure,
  type LineToFit,
  type LyricsAsk,
  lyricsQuestion,
  matchQuestion,
  type RhymeAsk,
  rhymesQuestion,
  type WrittenVersions,
} from "./lyric_writing.ts";
import type { Media } from "./question.ts";
import { type VisionMood, visionQuestion } from "./vision.ts";

export type { Asker, GeminiState } from "./caller.ts";
export { GEMINI_FAILURES, type GeminiFailure, type Outcome } from "./failure.ts";
export type { ArrangeAsk } from "./arrangement.ts";
export type { TimedWord, Transcript } from "./listening.ts";
export type { LineToFit, LyricsAsk, RhymeAsk, WrittenVersions } from "./lyric_writing.ts";
export { asSeen, type VisionMood } from "./vision.ts";

/**
 * The second engine. Every answer is asked for by a schema, read, clamped and told as an outcome: whoever
 * asks has the local engine to fall back on. Nothing but the signal's reason is thrown.
 */
export interface Gemini extends Pick<Caller, "check" | "state" | "metrics"> {
  /** The mood of a picture. */
  vision(
    jpeg: Uint8Array,
    facts: { readonly source: string },
    asker: Asker,
  ): Promise<Outcome<VisionMood>>;
  /** Words for a structure: see {@link keptToStructure} for what is made sure of. */
  lyrics(ask: LyricsAsk, asker: Asker): Promise<Outcome<WrittenVersions>>;
  /** Lines said with another count of syllables. Whether the count is right is for the asker to see. */
  match(
    lines: readonly LineToFit[],
    asker: Asker,
  ): Promise<Outcome<readonly { readonly line: number; readonly text: string }[]>>;
  /** Words to end a line with. Whether they rhyme is for the asker to see. */
  rhymeIdeas(ask: RhymeAsk, asker: Asker): Promise<Outcome<readonly string[]>>;
  /** The words of a take with their times, and what the take is like. */
  transcribe(
    sound: Media,
    facts: { readonly durationSeconds: number; readonly words?: string },
    asker: Asker,
  ): Promise<Outcome<Transcript>>;
  /** Hints for the composer: see `arrangementOf` for what of them is honoured. */
  arrange(ask: ArrangeAsk, asker: Asker): Promise<Outcome<ArrangementWish>>;
}

export function createGemini(options: CallerOptions): Gemini {
  const { ask, check, state, metrics } = createCaller(options);
  return {
    check,
    state,
    metrics,
    vision: (bytes, facts, asker) =>
      ask(visionQuestion({ mimeType: "image/jpeg", bytes }, facts), asker),
    async lyrics(wish, asker) {
      const outcome = await ask(lyricsQuestion(wish), asker);
      if (!outcome.ok) return outcome;
      const value = keptToStructure(wish, outcome.value);
      return value ? { ...outcome, value } : malformed;
    },
    async match(lines, asker) {
      const outcome = await ask(matchQuestion(lines), asker);
      return outcome.ok ? { ...outcome, value: outcome.value.lines } : outcome;
    },
    async rhymeIdeas(wish, asker) {
      const outcome = await ask(rhymesQuestion(wish), asker);
      return outcome.ok ? { ...outcome, value: outcome.value.words } : outcome;
    },
    async transcribe(sound, facts, asker) {
      const outcome = await ask(listenQuestion(sound, facts), asker);
      if (!outcome.ok) return outcome;
      return { ...outcome, value: inOrder(outcome.value, facts.durationSeconds) };
    },
    arrange: (wish, asker) => ask(arrangeQuestion(wish), asker),
  };
}

const malformed = { ok: false, reason: "malformed", message: FAILURE_WORDS.malformed } as const;
