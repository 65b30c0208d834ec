import type { VoiceAnalysis } from "../analyse_voice.ts";
import { expressionOf } from "./expression.ts";

/** A take's vibrato as a whole. */
export interface TakeVibrato {
  /** Half of the peak-to-peak extent, the median over the notes that have any, cents; 0 without. */
  readonly extentCents: number;
  readonly rateHz: number;
  /** Share of the notes long enough for a vibrato that have one. */
  readonly share: number;
}

const LONG_SECONDS = 0.55;
/** Less is the tremble of any voice. */
const LEAST_CENTS = 12;

/** Measured from turning point to turning point of the fast part of the pitch. */
export function vibratoOf({ contour, notes }: VoiceAnalysis): TakeVibrato {
  const expression = expressionOf(contour, notes);
  const long = notes.filter((note) => note.endSeconds - note.startSeconds >= LONG_SECONDS);
  const found = long.flatMap((note) => {
    const from = Math.ceil((note.startSeconds + 0.12) / contour.hopSeconds);
    const to = Math.floor((note.endSeconds - 0.06) / contour.hopSeconds);
    const turns = turnsOf(expression.vibrato.subarray(from, to));
    if (turns.length < 4) return [];
    const extents = turns.slice(1).map((turn, i) => 50 * Math.abs(turn.value - turns[i]!.value));
    const extentCents = median(extents);
    const halves = turns.slice(1).map((turn, i) => (turn.at - turns[i]!.at) * contour.hopSeconds);
    const middle = halves.toSorted((a, b) => a - b).slice(
      halves.length >> 2,
      -(halves.length >> 2),
    );
    const rateHz = middle.length / (2 * middle.reduce((sum, half) => sum + half, 0));
    return extentCents >= LEAST_CENTS && rateHz > 3.5 && rateHz < 9
      ? [{ extentCents, rateHz }]
      : [];
  });
  return {
    extentCents: median(found.map((vibrato) => vibrato.extentCents)),
    rateHz: median(found.map((vibrato) => vibrato.rateHz)),
    share: long.length === 0 ? 0 : found.length / long.length,
  };
}

/** The farthest point of each excursion to one side, in turn. */
function turnsOf(values: Float32Array): { at: number; value: number }[] {
  const turns: { at: number; value: number }[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const last = turns.at(-1);
    if (!last || Math.sign(value) !== Math.sign(last.value)) turns.push({ at: i, value });
    else if (Math.abs(value) > Math.abs(last.value)) turns[turns.length - 1] = { at: i, value };
  }
  return turns.filter((turn) => Math.abs(turn.value) > 0.04);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
