import { stream } from "../../composer/random.ts";
import type { SungNote } from "../sung_note.ts";
import { type TimeMap, timeMap, type TimePoint } from "../time_map.ts";

/** How far notes come after their time: between the two, drawn for each. */
export interface Lag {
  readonly leastMs: number;
  readonly mostMs: number;
}

/** No point of the map is nearer to another than this, so that nothing is squeezed flat. */
const CLOSEST_SECONDS = 0.06;
/** What precedes the first note (its consonant) moves with it; the shift grows in from here. */
const BEFORE_SECONDS = 0.12;

/**
 * Where each moment goes when every note starts late by its own lag: consonants move with their
 * notes, pauses take up the slack, and the take keeps its length.
 *
 * @param lag negative figures make notes early.
 */
export function layBack(
  notes: readonly SungNote[],
  lag: Lag,
  strength: number,
  durationSeconds: number,
  seed: number,
): TimeMap {
  const points = heldStart();
  const put = (source: number, shift: number): void => {
    const target = Math.max(0, Math.min(durationSeconds, source + shift));
    const last = points.at(-1);
    const clear = !last ||
      (source - last.sourceSeconds >= CLOSEST_SECONDS &&
        target - last.targetSeconds >= CLOSEST_SECONDS / 2);
    if (clear) points.push({ sourceSeconds: source, targetSeconds: target });
  };
  notes.forEach((note, n) => {
    const draw = lag.leastMs + stream(seed, "lag", n).next() * (lag.mostMs - lag.leastMs);
    const shift = strength * draw / 1000;
    const before = notes[n - 1];
    const rest = note.startSeconds - (before?.endSeconds ?? 0);
    if (rest > BEFORE_SECONDS + CLOSEST_SECONDS) put(note.startSeconds - BEFORE_SECONDS, shift);
    put(note.startSeconds, shift);
  });
  const end = durationSeconds - CLOSEST_SECONDS;
  while (points.length > 1 && points.at(-1)!.targetSeconds > end) points.pop();
  points.push({ sourceSeconds: durationSeconds, targetSeconds: durationSeconds });
  return timeMap(points);
}

const HELD_SECONDS = 0.06;

/** The take's first moments stay where they are: there is nothing before them to be drawn out. */
export function heldStart(): TimePoint[] {
  return [0, HELD_SECONDS].map((at) => ({ sourceSeconds: at, targetSeconds: at }));
}
