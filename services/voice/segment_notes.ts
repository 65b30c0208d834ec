import { type Contour, midiOf } from "./contour.ts";
import { holdPitches } from "./held_pitches.ts";
import { syllableDips } from "./level_dips.ts";
import { steadyPitch } from "./steady_pitch.ts";
import type { SungNote } from "./sung_note.ts";
import { beginningNear, endNear } from "./voice_edges.ts";
import { type VoiceEnvelope, voiceEnvelope } from "./voice_envelope.ts";

/** Shorter than this is a slide or a slip, not a note. */
const SHORTEST_SECONDS = 0.07;
/** Frames without voice that a note goes on through, where it gets no quieter. */
const BRIDGE_FRAMES = 5;
const BRIDGE_DB = 8;
/** Left and right of a note that its pitch is not read from: glides and consonants. */
const GLIDE_SECONDS = 0.06;
const SAME_PITCH_SEMITONES = 0.3;
/** How far a pitch may stray, vibrato aside, until half of the note's sureness is gone. */
const UNSTEADY_SEMITONES = 0.4;
const SURE_STEP_SEMITONES = 0.9;
const SURE_DIP_DB = 12;

/**
 * The notes of one voice: each voiced stretch is parted where the pitch moves to another level and
 * stays there ({@link holdPitches}), and where the voice dips between two syllables
 * ({@link syllableDips}).
 *
 * @param samples16k the samples that the contour is of.
 */
export function segmentNotes(contour: Contour, samples16k: Float32Array): SungNote[] {
  const midi = contour.f0Hz.map((hz) => hz > 0 ? midiOf(hz) : NaN);
  const envelope = voiceEnvelope(samples16k);
  return voicedRuns(midi, contour, envelope).flatMap((run) =>
    notesOf(run, midi, contour, envelope)
  );
}

interface Run {
  readonly fromFrame: number;
  readonly toFrame: number;
}

interface Piece extends Run {
  /** How sure its beginning is, 0 … 1. */
  readonly boundary: number;
}

function voicedRuns(midi: Float32Array, contour: Contour, envelope: VoiceEnvelope): Run[] {
  const runs: Run[] = [];
  for (let frame = 0; frame < midi.length; frame++) {
    if (Number.isNaN(midi[frame]!)) continue;
    const fromFrame = frame;
    while (frame < midi.length && !Number.isNaN(midi[frame]!)) frame++;
    const before = runs.at(-1);
    if (before && goesOn(before.toFrame, fromFrame, contour, envelope)) {
      runs[runs.length - 1] = { fromFrame: before.fromFrame, toFrame: frame };
    } else runs.push({ fromFrame, toFrame: frame });
  }
  return runs;
}

function goesOn(from: number, to: number, { hopSeconds }: Contour, envelope: VoiceEnvelope) {
  if (to - from > BRIDGE_FRAMES) return false;
  const point = (frame: number) => Math.round(frame * hopSeconds / envelope.hopSeconds);
  const { levelDb } = envelope;
  const between = levelDb.subarray(point(from), point(to) + 1);
  const sides = Math.min(levelDb[point(from - 2)] ?? -90, levelDb[point(to + 2)] ?? -90);
  return Math.min(...between) > sides - BRIDGE_DB;
}

function notesOf(
  run: Run,
  midi: Float32Array,
  contour: Contour,
  envelope: VoiceEnvelope,
): SungNote[] {
  const { hopSeconds } = contour;
  const start = beginningNear(envelope, run.fromFrame * hopSeconds);
  const end = endNear(envelope, (run.toFrame - 1) * hopSeconds);
  const pieces = withoutSlips(
    withoutSwings(holdPitches(midi, run.fromFrame, run.toFrame), midi, hopSeconds).flatMap((
      held,
      index,
      all,
    ) => atDips(held, stepSureness(all[index - 1], held, midi), midi, envelope, hopSeconds)),
    midi,
    hopSeconds,
  );
  return pieces.flatMap((piece, index) => {
    const startSeconds = index === 0 ? start : piece.fromFrame * hopSeconds;
    const endSeconds = index === pieces.length - 1 ? end : piece.toFrame * hopSeconds;
    if (endSeconds - startSeconds < SHORTEST_SECONDS) return [];
    return [noteOf(piece, startSeconds, endSeconds, index === 0, midi, contour)];
  });
}

/** Joins what only a wide vibrato has parted: pitches that are the same once it is averaged out. */
function withoutSwings(all: readonly Run[], midi: Float32Array, hopSeconds: number): Run[] {
  const centre = (run: Run) => {
    const glide = glideFrames(run, hopSeconds);
    return steadyPitch(midi, run.fromFrame + glide, run.toFrame - glide, hopSeconds).midi;
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
  const glide = glideFrames(held, hopSeconds);
  const { vibrato } = steadyPitch(midi, fromFrame + glide, toFrame - glide, hopSeconds);
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
  for (;;) {
    const at = kept.findIndex((piece) =>
      (piece.toFrame - piece.fromFrame) * hopSeconds < SHORTEST_SECONDS
    );
    if (at < 0 || kept.length === 1) return kept;
    const pitches = kept.map((piece) => middlePitch(midi, piece));
    const far = (i: number) => i in kept ? Math.abs(pitches[i]! - pitches[at]!) || 0 : Infinity;
    const into = far(at - 1) <= far(at + 1) ? at - 1 : at;
    const [left, right] = [kept[into]!, kept[into + 1]!];
    kept.splice(into, 2, { ...left, toFrame: right.toFrame });
  }
}

function middlePitch(midi: Float32Array, { fromFrame, toFrame }: Run): number {
  const sorted = midi.slice(fromFrame, toFrame).filter((pitch) => !Number.isNaN(pitch)).sort();
  return sorted[sorted.length >> 1] ?? NaN;
}

function noteOf(
  piece: Piece,
  startSeconds: number,
  endSeconds: number,
  opens: boolean,
  midi: Float32Array,
  contour: Contour,
): SungNote {
  const { hopSeconds } = contour;
  const glide = glideFrames(piece, hopSeconds);
  const [from, to] = [piece.fromFrame + glide, piece.toFrame - glide];
  const pitch = steadyPitch(midi, from, to, hopSeconds);
  const clear = unit((meanOf(contour.periodicity, from, to) - 0.4) / 0.4);
  const unsteady = Math.hypot(pitch.restSemitones, pitch.driftSemitones / 2);
  const steady = 1 / (1 + (unsteady / UNSTEADY_SEMITONES) ** 2);
  const long = unit((endSeconds - startSeconds) / (2 * SHORTEST_SECONDS));
  return {
    startSeconds,
    endSeconds,
    midi: pitch.midi,
    vibrato: pitch.vibrato,
    confidence: clear * steady * long * piece.boundary,
    begunBy: opens ? "onset" : "step",
  };
}

function glideFrames({ fromFrame, toFrame }: Run, hopSeconds: number): number {
  return Math.min(Math.round(GLIDE_SECONDS / hopSeconds), (toFrame - fromFrame) >> 2);
}

function meanOf(values: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i]!;
  return sum / Math.max(1, to - from);
}

function unit(x: number): number {
  return Math.min(1, Math.max(0, x));
}
