import { type Contour, midiOf } from "./contour.ts";
import { interior, partIntoNotes, type Piece, type Run, SHORTEST_SECONDS } from "./note_pieces.ts";
import { steadyPitch } from "./steady_pitch.ts";
import type { SungNote } from "./sung_note.ts";
import { beginningNear, endNear } from "./voice_edges.ts";
import { type VoiceEnvelope, voiceEnvelope } from "./voice_envelope.ts";

/** Frames without voice that a note goes on through, where it gets no quieter. */
const BRIDGE_FRAMES = 5;
const BRIDGE_DB = 8;
/** How far a pitch may stray, vibrato aside, until half of the note's sureness is gone. */
const UNSTEADY_SEMITONES = 0.4;

/**
 * The notes of one voice: each voiced stretch is parted where the pitch moves to another level and
 * stays there (`holdPitches`), and where the voice dips between two syllables (`syllableDips`).
 *
 * @param samples16k the samples that the contour is of.
 */
export function segmentNotes(contour: Contour, samples16k: Float32Array): SungNote[] {
  const midi = contour.f0Hz.map((hz) => hz > 0 ? midiOf(hz) : NaN);
  const envelope = voiceEnvelope(samples16k);
  const notes = voicedRuns(midi, contour, envelope).flatMap((run) =>
    notesOf(run, midi, contour, envelope)
  );
  return notes.map((note, i) => endingBefore(note, notes[i + 1]));
}

/** Two voiced runs may both reach into the short gap between them. */
function endingBefore(note: SungNote, next: SungNote | undefined): SungNote {
  const endSeconds = Math.min(note.endSeconds, next?.startSeconds ?? Infinity);
  return { ...note, endSeconds };
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
  const pieces = partIntoNotes(run, midi, envelope, hopSeconds);
  return pieces.flatMap((piece, index) => {
    const startSeconds = index === 0 ? start : piece.fromFrame * hopSeconds;
    const endSeconds = index === pieces.length - 1 ? end : piece.toFrame * hopSeconds;
    if (endSeconds - startSeconds < SHORTEST_SECONDS) return [];
    const note = noteOf(piece, startSeconds, endSeconds, index === 0, midi, contour);
    return Number.isNaN(note.midi) ? [] : [note];
  });
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
  const { fromFrame, toFrame } = interior(piece, hopSeconds);
  const pitch = steadyPitch(midi, fromFrame, toFrame, hopSeconds);
  const clear = unit((meanOf(contour.periodicity, fromFrame, toFrame) - 0.4) / 0.4);
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

function meanOf(values: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i]!;
  return sum / Math.max(1, to - from);
}

function unit(x: number): number {
  return Math.min(1, Math.max(0, x));
}
