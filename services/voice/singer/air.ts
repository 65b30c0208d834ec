/** The sounds of a singer that have no voice: breaths, fricatives, plosives. */
import type { Stream } from "../../composer/random.ts";
import { type Biquad, filterThrough, highPass, lowPass, peaking } from "../../mixer/biquad.ts";
import { isLegato, type PartNote } from "./part.ts";

export interface Span {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

const FRICATIVE_LEVEL = 0.035;
const PLOSIVE_LEVEL = 0.06;
const ASPIRATION_LEVEL = 0.012;
const BREATH_LEVEL = 0.012;

/** A breath is taken where there is room for it between two notes, and before the first. */
const BREATH_ROOM_SECONDS = 0.4;
const BREATH_SECONDS = 0.28;
/** From the breath's end to the note: room for the note's consonant. */
const BREATH_LEAD_SECONDS = 0.12;

/** Where the singer breathes. */
export function breathsOf(notes: readonly PartNote[]): Span[] {
  return notes.flatMap((note, i) => {
    const room = note.startSeconds - (notes[i - 1]?.endSeconds ?? 0);
    if (room < BREATH_ROOM_SECONDS) return [];
    const endSeconds = note.startSeconds - BREATH_LEAD_SECONDS;
    const length = Math.min(BREATH_SECONDS, room - BREATH_LEAD_SECONDS - 0.08);
    return [{ startSeconds: endSeconds - length, endSeconds }];
  });
}

/** Adds breaths, in place. */
export function breathe(
  samples: Float32Array,
  breaths: readonly Span[],
  sampleRate: number,
  random: Stream,
): void {
  const colour = [highPass(400, sampleRate), bell(1_700, 8, sampleRate)];
  for (const { startSeconds, endSeconds } of breaths) {
    blow(samples, startSeconds, endSeconds, BREATH_LEVEL, colour, sampleRate, random);
  }
}

/** Adds the fricatives and plosives before unbound notes, in place. */
export function consonants(
  samples: Float32Array,
  notes: readonly PartNote[],
  sampleRate: number,
  random: Stream,
): void {
  const hiss = [highPass(Math.min(4_500, 0.4 * sampleRate), sampleRate)];
  const burst = [highPass(1_500, sampleRate), bell(3_500, 6, sampleRate)];
  const puff = [highPass(700, sampleRate), lowPass(Math.min(5_000, 0.4 * sampleRate), sampleRate)];
  notes.forEach((note, i) => {
    if (isLegato(notes[i - 1], note)) return;
    const at = note.startSeconds;
    if (note.consonant === "fricative") {
      blow(samples, at - 0.1, at - 0.005, FRICATIVE_LEVEL, hiss, sampleRate, random);
    } else if (note.consonant === "plosive") {
      blow(samples, at - 0.035, at - 0.025, PLOSIVE_LEVEL, burst, sampleRate, random);
      blow(samples, at - 0.028, at, ASPIRATION_LEVEL, puff, sampleRate, random);
    }
  });
}

/** Filtered noise under half a sine, of a given level (RMS at its loudest). */
function blow(
  samples: Float32Array,
  startSeconds: number,
  endSeconds: number,
  level: number,
  colour: readonly Biquad[],
  sampleRate: number,
  random: Stream,
): void {
  const start = Math.round(startSeconds * sampleRate);
  const length = Math.round(endSeconds * sampleRate) - start;
  const air = new Float32Array(length);
  for (let i = 0; i < length; i++) air[i] = 2 * random.next() - 1;
  filterThrough(air, colour);
  let power = 0;
  for (let i = 0; i < length; i++) power += air[i]! * air[i]! / length;
  const gain = level / Math.sqrt(power + 1e-20);
  for (let i = Math.max(0, -start); i < length && start + i < samples.length; i++) {
    samples[start + i]! += gain * air[i]! * Math.sin(Math.PI * (i + 0.5) / length);
  }
}

function bell(hz: number, gainDb: number, sampleRate: number): Biquad {
  return peaking(Math.min(hz, 0.4 * sampleRate), gainDb, sampleRate);
}
