import { type Contour, midiOf } from "../contour.ts";
import { to16k } from "../resample.ts";
import type { SungNote } from "../sung_note.ts";
import type { Take } from "../take.ts";
import { trackPitch } from "../track_pitch.ts";

/**
 * The pitch that a stretch of a contour is heard at, a fractional MIDI note: the mean under a Hann
 * window over its middle, so that vibrato cut short and glides at the edges count little.
 *
 * @returns undefined where most of the stretch has no voice.
 */
export function centreOf(
  contour: Contour,
  startSeconds: number,
  endSeconds: number,
): number | undefined {
  const length = endSeconds - startSeconds;
  const from = Math.ceil((startSeconds + EDGE * length) / contour.hopSeconds);
  const to = Math.floor((endSeconds - EDGE * length) / contour.hopSeconds);
  let sum = 0, total = 0, all = 0;
  for (let i = from; i <= to; i++) {
    const weight = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i - from + 1) / (to - from + 2));
    all += weight;
    const hz = contour.f0Hz[i] ?? 0;
    if (!(hz > 0)) continue;
    sum += weight * midiOf(hz);
    total += weight;
  }
  return total > 0.6 * all ? sum / total : undefined;
}

const EDGE = 0.12;
const SHORTEST_SECONDS = 0.18;
const SURE = 0.5;

/**
 * By how much the centre of each sure, long enough note has moved, in cents.
 *
 * @param placed where a moment of the first contour is found in the second.
 */
export function movedCents(
  before: Contour,
  after: Contour,
  notes: readonly SungNote[],
  placed: (seconds: number) => number,
): number[] {
  return notes.filter((note) =>
    note.confidence >= SURE && note.endSeconds - note.startSeconds >= SHORTEST_SECONDS
  ).flatMap((note) => {
    const was = centreOf(before, note.startSeconds, note.endSeconds);
    const is = centreOf(after, placed(note.startSeconds), placed(note.endSeconds));
    return was === undefined || is === undefined ? [] : [100 * (is - was)];
  });
}

/** Tracks a voice that is known to sing within the range of a contour, give or take a fifth. */
export function trackNear(take: Take, known: Contour): Contour {
  const pitches = known.f0Hz.filter((hz) => hz > 0).sort();
  if (pitches.length === 0) return trackPitch(to16k(take));
  const minHz = Math.max(60, pitches[Math.floor(pitches.length * 0.02)]! / 1.5);
  const maxHz = Math.min(1_100, pitches[Math.floor(pitches.length * 0.98)]! * 1.5);
  return trackPitch(to16k(take), { minHz, maxHz });
}

/** Of magnitudes; 0 of none. @param share .5 is the median. */
export function magnitudeAt(values: readonly number[], share: number): number {
  const sorted = values.map(Math.abs).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
