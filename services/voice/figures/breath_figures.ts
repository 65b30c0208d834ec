import { analyseVoice } from "../analyse_voice.ts";
import { findBreaths } from "../breaths.ts";
import type { Span } from "../singer/air.ts";
import { melody } from "../singer/melody.ts";
import { VOICE_TYPES } from "../singer/part.ts";
import { sing } from "../singer/sing.ts";
import type { Sung } from "./correction_figures.ts";

export interface BreathFigures {
  readonly breaths: number;
  readonly found: number;
  /** Found where there is none: an "s", a tail, the room. */
  readonly wrong: number;
}

/** Looks for the breaths of a singer, among fricatives and plosives. */
export function breathFigures(sung: readonly Sung[]): BreathFigures {
  let [breaths, found, wrong] = [0, 0, 0];
  for (const one of sung) {
    const { formantScale } = VOICE_TYPES[one.voice];
    const performance = sing(melody({ ...one, tempoBpm: 90 }), { ...one, formantScale });
    const heard = findBreaths(performance.take, analyseVoice(performance.take));
    breaths += performance.breaths.length;
    found += performance.breaths.filter((breath) => heard.some((it) => same(it, breath))).length;
    wrong += heard.filter((it) => !performance.breaths.some((breath) => same(it, breath))).length;
  }
  return { breaths, found, wrong };
}

/** Whether more than half of the shorter lies in the other. */
function same(one: Span, other: Span): boolean {
  const shared = Math.min(one.endSeconds, other.endSeconds) -
    Math.max(one.startSeconds, other.startSeconds);
  const lengths = [one, other].map(({ startSeconds, endSeconds }) => endSeconds - startSeconds);
  return shared > Math.min(...lengths) / 2;
}
