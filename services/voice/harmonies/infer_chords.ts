import { mod12 } from "../../composer/keys.ts";
import type { SungNote } from "../sung_note.ts";
import type { HarmonyChord, HarmonyKey } from "./harmony_key.ts";
import type { Meter } from "./meter.ts";
import { barsOf, isStrongAt } from "./meter.ts";

/** What a triad on each degree of the scale costs by itself: I, IV, V are home, vii° is rare. */
const DEGREE_COST = [0, 0.5, 0.9, 0.15, 0.15, 0.35, 1.6];

/** Moves of the root by degrees (up), as common practice likes them: falling fifths, rising steps. */
const MOVE_COST = [0.35, 0.25, 0.5, 0, 0.1, 0.3, 0.5];

/**
 * One diatonic triad per bar for a melody whose chords nobody wrote: the path of least cost
 * (Viterbi), where a bar's chord should hold what is sung long and on strong beats.
 */
export function inferChords(
  notes: readonly SungNote[],
  key: HarmonyKey,
  meter: Meter,
  durationSeconds: number,
): HarmonyChord[] {
  const bars = barsOf(meter, durationSeconds);
  const triads = key.scale.map((_, degree) => triadOn(key, degree));
  let costs = triads.map((triad, degree) =>
    (degree === 0 ? -0.5 : 0) + DEGREE_COST[degree]! + mismatch(triad, bars[0], notes, meter)
  );
  const cameFrom: number[][] = [];
  bars.slice(1).forEach((bar, b) => {
    const last = b === bars.length - 2;
    const origins: number[] = [];
    costs = triads.map((triad, degree) => {
      const moves = costs.map((cost, before) => cost + MOVE_COST[mod7(degree - before)]!);
      const origin = moves.indexOf(Math.min(...moves));
      origins.push(origin);
      const close = last && degree === 0 ? -0.8 : 0;
      return moves[origin]! + close + DEGREE_COST[degree]! + mismatch(triad, bar, notes, meter);
    });
    cameFrom.push(origins);
  });
  const path = [costs.indexOf(Math.min(...costs))];
  for (const origins of cameFrom.toReversed()) path.unshift(origins[path[0]!]!);
  return bars.map((bar, i) => ({
    ...bar,
    pitchClasses: triads[path[i]!]!,
    root: triads[path[i]!]![0]!,
  }));
}

interface Span {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** Beats of the bar that the triad does not hold, less those that it does; strong ones count twice. */
function mismatch(
  triad: readonly number[],
  bar: Span | undefined,
  notes: readonly SungNote[],
  meter: Meter,
): number {
  if (!bar) return 0;
  let cost = 0;
  for (const note of notes) {
    const start = Math.max(note.startSeconds, bar.startSeconds);
    const end = Math.min(note.endSeconds, bar.endSeconds);
    if (end <= start) continue;
    const beats = (end - start) / meter.beatSeconds;
    const weight = beats * (isStrongAt(meter, start, end) ? 2 : 1);
    cost += triad.includes(mod12(Math.round(note.midi))) ? -0.5 * weight : 0.6 * weight;
  }
  return cost;
}

function triadOn(key: HarmonyKey, degree: number): number[] {
  return [0, 2, 4].map((third) => key.scale[(degree + third) % key.scale.length]!);
}

function mod7(value: number): number {
  return ((value % 7) + 7) % 7;
}
