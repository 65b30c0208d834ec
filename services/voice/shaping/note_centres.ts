import { type Contour, midiOf } from "../contour.ts";
import { to16k } from "../resample.ts";
import type { SungNote } from "../sung_note.ts";
import type { Take } from "../take.ts";
import { trackPitch } from "../track_pitch.ts";

/** What became of the centres of a take's notes. */
export interface CentresMoved {
  /** By how much each note that is found again has moved, cents. */
  readonly cents: readonly number[];
  /** Notes in whose place nothing near their pitch is heard. */
  readonly lost: number;
}

export const NOT_MOVED: CentresMoved = { cents: [], lost: 0 };

/**
 * Compares the centre of each sure, long enough note before and after. Frames more than two and a
 * half semitones away belong to somebody else: a room's tail, another singer, the octave.
 *
 * @param placed where a moment of the first contour is found in the second.
 */
export function centresMoved(
  before: Contour,
  after: Contour,
  notes: readonly SungNote[],
  placed: (seconds: number) => number = (seconds) => seconds,
): CentresMoved {
  const cents: number[] = [];
  let lost = 0;
  for (const note of notes) {
    const { startSeconds, endSeconds, midi } = note;
    if (note.confidence < SURE || endSeconds - startSeconds < SHORTEST_SECONDS) continue;
    const was = centreNear(midi, before, startSeconds, endSeconds);
    if (was === undefined) continue;
    const is = centreNear(was, after, placed(startSeconds), placed(endSeconds));
    if (is === undefined) lost++;
    else cents.push(100 * (is - was));
  }
  return { cents, lost };
}

/**
 * The pitch that a stretch of a contour is heard at: the mean under a Hann window over its middle, so
 * that vibrato cut short and glides at the edges count little; undefined where less than half of it
 * is near the expected pitch.
 */
function centreNear(
  midi: number,
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
    if (!(hz > 0) || Math.abs(midiOf(hz) - midi) > NEAR) continue;
    sum += weight * midiOf(hz);
    total += weight;
  }
  return total > 0.5 * all ? sum / total : undefined;
}

const EDGE = 0.12;
const NEAR = 2.5;
const SHORTEST_SECONDS = 0.18;
const SURE = 0.5;

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
