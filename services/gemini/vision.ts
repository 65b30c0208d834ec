import { z } from "zod";
import { keyName, parseKey, parseScale, scaleName } from "../composer/keys.ts";
import { STYLES } from "../composer/score.ts";
import { STYLE_BOOK } from "../composer/style_book.ts";
import type { Analysis } from "../mood/analysis.ts";
import { nameMood } from "../mood/circumplex.ts";
import { atMost, clamped, oneLine } from "./answer_schema.ts";
import type { Media, Question } from "./question.ts";

const SCALES = ["lydian", "major", "mixolydian", "dorian", "minor", "harmonic minor", "phrygian"];

const VisionAnswer = z.object({
  primary_emotion: oneLine(30).describe("one adjective, such as hopeful"),
  secondary_emotions: atMost(oneLine(30), 3).describe("up to three adjectives"),
  confidence: clamped(0, 1).describe("0 to 1"),
  valence: clamped(-1, 1).describe("-1 unpleasant to 1 pleasant"),
  arousal: clamped(-1, 1).describe("-1 calm to 1 excited"),
  mood_description: oneLine(400).describe(
    "one or two plain, warm sentences: what is seen, how it feels",
  ),
  music: z.object({
    genre: z.enum(STYLES),
    tempo_bpm: clamped(40, 200),
    key: oneLine(10).describe("a tonic such as F# or Bb"),
    scale: oneLine(30).describe(SCALES.join(", ")),
    instruments: atMost(oneLine(40), 6).describe("three to six, lead first"),
  }),
  reasons: atMost(
    z.object({
      seen: oneLine(120).describe("something that is seen"),
      music: oneLine(120).describe("so …: the musical choice it leads to"),
    }),
    5,
  ),
});

/** What Gemini sees in a picture, within the limits of an {@link Analysis}. */
export type VisionMood = z.infer<typeof VisionAnswer>;

export function visionQuestion(
  media: Media,
  facts: { readonly source: string },
): Question<VisionMood> {
  return {
    task: "vision",
    instruction: "Look at the picture. Name its mood on Russell's circumplex (valence, arousal), " +
      "describe it, and propose the music it would become: a genre of the list, tempo, key, scale, " +
      "instruments. Give two to five reasons, each a thing that is seen and the choice it leads to.",
    data: facts,
    media,
    answer: VisionAnswer,
    temperature: 0.4,
    mostTokens: 8192,
    withinMs: 18_000,
  };
}

/**
 * The analysis of a picture as Gemini sees it. Colours are measured, not seen: they stay the local
 * engine's, and so does whatever Gemini said that is no word, no key, no scale.
 */
export function asSeen(local: Analysis, seen: VisionMood, engine: string): Analysis {
  const { valence, arousal, music } = seen;
  const named = nameMood(valence, arousal);
  const secondary = [...new Set(seen.secondary_emotions.map(emotionWord))]
    .filter((word) => word !== undefined);
  const { min, max } = STYLE_BOOK[music.genre].tempo;
  const suggested = local.music_suggestions;
  const key = parseKey(music.key);
  const family = parseScale(music.scale);
  const reasons = seen.reasons.filter(({ seen, music }) => seen !== "" && music !== "");
  return {
    ...local,
    primary_emotion: emotionWord(seen.primary_emotion) ?? named.primary.word,
    secondary_emotions: secondary.length > 0 ? secondary : named.secondary.map(({ word }) => word),
    confidence: round(seen.confidence),
    valence: round(valence),
    arousal: round(arousal),
    mood_description: seen.mood_description || local.mood_description,
    music_suggestions: {
      genre: music.genre,
      tempo_bpm: Math.round(Math.min(max, Math.max(min, music.tempo_bpm))),
      key: key === undefined || family === undefined ? suggested.key : keyName(key, family),
      scale: key === undefined || family === undefined ? suggested.scale : scaleName(family),
      instruments: music.instruments.filter((name) => name !== "").length > 0
        ? music.instruments.filter((name) => name !== "")
        : suggested.instruments,
    },
    because: reasons.length >= 2
      ? reasons.map(({ seen, music }) => ({
        feature: "subject",
        value: 1,
        effect: "",
        text: { observation: seen, consequence: music },
      }))
      : local.because,
    engine,
  };
}

function emotionWord(text: string): string | undefined {
  const word = text.toLowerCase();
  return /^[a-z][a-z -]{1,29}$/.test(word) ? word : undefined;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
