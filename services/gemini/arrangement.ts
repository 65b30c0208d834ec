import { z } from "zod";
import type { ArrangementWish } from "../composer/arrangement.ts";
import { formsOf } from "../composer/form.ts";
import { type DurationSeconds, STYLES } from "../composer/score.ts";
import { clamped, oneLine, plainLine } from "./answer_schema.ts";
import type { Question } from "./question.ts";

export interface ArrangeAsk {
  readonly durationSeconds: DurationSeconds;
  readonly valence: number;
  readonly arousal: number;
  /** What the picture was said to be. */
  readonly picture?: string | undefined;
  /** What people have decided: it stays. */
  readonly decided: {
    readonly style?: string | undefined;
    readonly tempo_bpm?: number | undefined;
    readonly key?: string | undefined;
    readonly scale?: string | undefined;
  };
}

export function arrangeQuestion(ask: ArrangeAsk): Question<ArrangementWish> {
  const forms = formsOf(ask.durationSeconds) as [string, ...string[]];
  return {
    task: "arrange",
    instruction:
      "Plan an instrumental piece for the picture and its mood (valence and arousal, -1 " +
      "to 1). Keep to what is `decided`. A and B are sections of the form; each progression is four " +
      "Roman numerals counted from the major scale of the tonic, such as `I V vi IV` or " +
      "`i bVI bIII bVII`. Instruments are General MIDI names that are at home in the style.",
    data: {
      duration_seconds: ask.durationSeconds,
      valence: ask.valence,
      arousal: ask.arousal,
      picture: ask.picture === undefined ? null : plainLine(ask.picture, 600),
      decided: ask.decided,
    },
    answer: z.object({
      style: z.enum(STYLES),
      tempo_bpm: clamped(40, 200),
      key: oneLine(10).describe("a tonic such as F# or Bb"),
      scale: oneLine(30)
        .describe("lydian, major, mixolydian, dorian, minor, harmonic minor or phrygian"),
      form: z.enum(forms),
      progression_a: oneLine(60),
      progression_b: oneLine(60),
      instruments: z.object({
        lead: oneLine(40),
        comp: oneLine(40),
        pad: oneLine(40),
        bass: oneLine(40),
        counter: oneLine(40),
      }),
    }),
    temperature: 0.9,
    mostTokens: 8192,
    withinMs: 25_000,
  };
}
