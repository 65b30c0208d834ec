import { stream } from "../../composer/random.ts";
import type { SungNote } from "../sung_note.ts";
import { type Expression, readAt } from "./expression.ts";

/** How a style sings: what is laid over the pitch of each note, its centre kept. */
export interface PitchTouch {
  /** How much of the singer's own vibrato stays, 1 = as sung. */
  readonly keepVibrato?: number;
  /** Laid over long notes, swelling in after the delay. */
  readonly vibrato?: {
    readonly rateHz: number;
    /** To either side. */
    readonly extentCents: number;
    readonly delaySeconds: number;
  };
  /** Begins notes after silence from below. */
  readonly scoop?: { readonly cents: number; readonly seconds: number };
  /** Lets the last notes of phrases fall off. */
  readonly fall?: { readonly cents: number; readonly seconds: number };
  /** Holds notes straight at their centre, 0 … 1: what is left of drift and glides is 1 − this. */
  readonly flatten?: number;
}

/** Semitones from a note's centre that count as drift. */
const DRIFT = 0.5;
const SHORTEST_WITH_VIBRATO_SECONDS = 0.32;
const SHORTEST_WITH_SCOOP_SECONDS = 0.22;
const PHRASE_GAP_SECONDS = 0.25;
const SWELL_SECONDS = 0.18;
const FADE_SECONDS = 0.06;

/**
 * The factor on the pitch at each moment of the source, as PSOLA takes it.
 *
 * @param strength scales every touch; 0 leaves the pitch alone.
 * @param seed draws rate and depth of each note's vibrato, which notes are scooped and which fall.
 */
export function pitchRatio(
  expression: Expression,
  notes: readonly SungNote[],
  touch: PitchTouch,
  strength: number,
  seed: number,
): (seconds: number) => number {
  const semitones = new Float32Array(expression.midi.length);
  const { hopSeconds } = expression;
  const kept = 1 - strength * (1 - (touch.keepVibrato ?? 1));
  const flatten = strength * (touch.flatten ?? 0);
  for (let i = 0; i < semitones.length; i++) {
    const drift = expression.drift[i]!;
    // Glides from note to note are the melody: only a note held outright loses them.
    const bent = touch.flatten === 1 ? drift : Math.max(-DRIFT, Math.min(DRIFT, drift));
    semitones[i] = (kept - 1) * expression.vibrato[i]! - flatten * bent;
  }
  notes.forEach((note, n) => {
    const offset = ornamentsOf(note, notes[n - 1], notes[n + 1], touch, seed, n);
    const from = Math.max(0, Math.ceil(note.startSeconds / hopSeconds));
    const to = Math.min(semitones.length - 1, Math.floor(note.endSeconds / hopSeconds));
    for (let i = from; i <= to; i++) {
      semitones[i] = semitones[i]! + strength * offset(i * hopSeconds - note.startSeconds);
    }
  });
  return (seconds) => 2 ** (readAt(semitones, hopSeconds, seconds) / 12);
}

/** What is added to one note, in semitones, by the seconds since its start. */
function ornamentsOf(
  note: SungNote,
  before: SungNote | undefined,
  after: SungNote | undefined,
  { vibrato, scoop, fall }: PitchTouch,
  seed: number,
  index: number,
): (seconds: number) => number {
  const rng = stream(seed, "touch", index);
  const length = note.endSeconds - note.startSeconds;
  const parts: ((seconds: number) => number)[] = [];
  if (vibrato && length >= SHORTEST_WITH_VIBRATO_SECONDS) {
    const rate = vibrato.rateHz * (1 + 0.025 * rng.gauss());
    const depth = vibrato.extentCents / 100 * (1 + 0.07 * rng.gauss());
    const delay = Math.min(vibrato.delaySeconds, length / 3);
    parts.push((t) => {
      const swell = smooth((t - delay) / SWELL_SECONDS) * smooth((length - t) / FADE_SECONDS);
      return swell * depth * Math.sin(2 * Math.PI * rate * (t - delay));
    });
  }
  const opens = note.begunBy === "onset" || before === undefined;
  if (scoop && opens && length >= SHORTEST_WITH_SCOOP_SECONDS) {
    const depth = scoop.cents / 100 * (1 + 0.15 * rng.gauss());
    const seconds = Math.min(scoop.seconds, length * 0.3);
    parts.push((t) => -depth * (1 - smooth(t / seconds)));
  }
  const closes = after === undefined || after.startSeconds - note.endSeconds > PHRASE_GAP_SECONDS;
  if (fall && closes && length >= 2 * fall.seconds) {
    const depth = fall.cents / 100 * (1 + 0.15 * rng.gauss());
    parts.push((t) => -depth * smooth((t - length + fall.seconds) / fall.seconds));
  }
  return (t) => parts.reduce((sum, part) => sum + part(t), 0);
}

/** 0 before 0, 1 after 1, a raised cosine between. */
export function smooth(x: number): number {
  return x <= 0 ? 0 : x >= 1 ? 1 : 0.5 - 0.5 * Math.cos(Math.PI * x);
}
