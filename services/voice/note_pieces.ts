import { holdPitches } from "./held_pitches.ts";
import { syllableDips } from "./level_dips.ts";
import { steadyPitch } from "./steady_pitch.ts";
import type { VoiceEnvelope } from "./voice_envelope.ts";

/** Frames of a contour, the last exclusive. */
export interface Run {
  readonly fromFrame: number;
  readonly toFrame: number;
}

export interface Piece extends Run {
  /** How sure its beginning is, 0 … 1. */
  readonly boundary: number;
}

/** Shorter than this is a slide or a slip, not a note. */
export const SHORTEST_SECONDS = 0.07;

/** Left and right of a note that its pitch is not read from: glides and consonants. */
const GLIDE_SECONDS = 0.06;
const SAME_PITCH_SEMITONES = 0.3;
const SURE_STEP_SEMITONES = 0.9;
const SURE_DIP_DB = 12;

/** The notes of a voiced run, as frames: at least one, and together the whole run. */
export function partIntoNotes(
  run: Run,
  midi: Float32Array,
  envelope: VoiceEnvelope,
  hopSeconds: number,
): Piece[] {
  const levels = holdPitches(midi, run.fromFrame, run.toFrame);
  const held = withoutSwings(levels, midi, hopSeconds);
  const syllables = held.flatMap((level, index) =>
    atDips(level, stepSureness(held[index - 1], level, midi), midi, envelope, hopSeconds)
  );
  return withoutSlips(syllables, midi, hopSeconds);
}

/** A note's frames without the glides at its ends. */
export function interior(run: Run, hopSeconds: number): Run {
  const frames = run.toFrame - run.fromFrame;
  const glide = Math.min(Math.round(GLIDE_SECONDS / hopSeconds), frames >> 2);
  return { fromFrame: run.fromFrame + glide, toFrame: run.toFrame - glide };
}

/** Joins what only a wide vibrato has parted: pitches that are the same once it is averaged out. */
function withoutSwings(all: readonly Run[], midi: Float32Array, hopSeconds: number): Run[] {
  const centre = (run: Run) => {
    const { fromFrame, toFrame } = interior(run, hopSeconds);
    return steadyPitch(midi, fromFrame, toFrame, hopSeconds).midi;
  };
  const joined: Run[] = [];
  for (const run of all) {
    const before = joined.at(-1);
    if (before && Math.abs(centre(before) - centre(run)) < SAME_PITCH_SEMITONES) {
      joined[joined.length - 1] = { fromFrame: before.fromFrame, toFrame: run.toFrame };
    } else joined.push(run);
  }
  return joined;
}

/** Parts a held pitch where one syllable ends and another begins. */
function atDips(
  held: Run,
  boundary: number,
  midi: Float32Array,
  envelope: VoiceEnvelope,
  hopSeconds: number,
): Piece[] {
  const { fromFrame, toFrame } = held;
  const steady = interior(held, hopSeconds);
  const { vibrato } = steadyPitch(midi, steady.fromFrame, steady.toFrame, hopSeconds);
  const pieces: Piece[] = [];
  let from = fromFrame;
  let sureness = boundary;
  const [start, end] = [fromFrame * hopSeconds, toFrame * hopSeconds];
  for (const dip of syllableDips(envelope, start, end, vibrato !== null)) {
    const cut = Math.round(dip.startSeconds / hopSeconds);
    if (Math.min(cut - from, toFrame - cut) * hopSeconds < SHORTEST_SECONDS) continue;
    pieces.push({ fromFrame: from, toFrame: cut, boundary: sureness });
    from = cut;
    sureness = unit(dip.depthDb / SURE_DIP_DB);
  }
  return [...pieces, { fromFrame: from, toFrame, boundary: sureness }];
}

/** How clear a step of pitch is; the first of a run is begun by the voice itself. */
function stepSureness(before: Run | undefined, held: Run, midi: Float32Array): number {
  if (!before) return 1;
  return unit(Math.abs(middlePitch(midi, held) - middlePitch(midi, before)) / SURE_STEP_SEMITONES);
}

/** Gives what is too short for a note to the neighbour whose pitch is nearer. */
function withoutSlips(pieces: readonly Piece[], midi: Float32Array, hopSeconds: number): Piece[] {
  const kept = [...pieces];
  const pitches = kept.map((piece) => middlePitch(midi, piece));
  for (let at = 0; at < kept.length;) {
    const { fromFrame, toFrame } = kept[at]!;
    if ((toFrame - fromFrame) * hopSeconds >= SHORTEST_SECONDS || kept.length === 1) {
      at++;
      continue;
    }
    const far = (i: number) => i in kept ? Math.abs(pitches[i]! - pitches[at]!) || 0 : Infinity;
    const left = far(at - 1) <= far(at + 1) ? at - 1 : at;
    const joined = { ...kept[left]!, toFrame: kept[left + 1]!.toFrame };
    kept.splice(left, 2, joined);
    pitches.splice(left, 2, middlePitch(midi, joined));
    at = left;
  }
  return kept;
}

function middlePitch(midi: Float32Array, { fromFrame, toFrame }: Run): number {
  const sorted = midi.slice(fromFrame, toFrame).filter((pitch) => !Number.isNaN(pitch)).sort();
  return sorted[sorted.length >> 1] ?? NaN;
}

function unit(x: number): number {
  return Math.min(1, Math.max(0, x));
}
