import type { Contour } from "./contour.ts";
import type { SungNote } from "./sung_note.ts";

/** Slides as of speech, gasps and slips are less sure; the notes of song, in noise too, are surer. */
const LEAST_CONFIDENCE = 0.2;
/** Nobody sings further than this from the middle of a take: that is the mains, or a slip of the tracker. */
const FURTHEST_SEMITONES = 20;

/**
 * The notes that are sung: sure ones, about where the voice is. What hums in the pauses far below the
 * singer's range is as steady as any note but quieter, so notes are weighed by how loud they are.
 */
export function notesOfSinger(notes: readonly SungNote[], contour: Contour): SungNote[] {
  const sure = notes.filter(({ confidence }) => confidence >= LEAST_CONFIDENCE);
  const middle = middlePitch(sure, contour);
  return sure.filter(({ midi }) => Math.abs(midi - middle) <= FURTHEST_SEMITONES);
}

/** The median pitch, each note counted by its amplitude and its length. */
function middlePitch(notes: readonly SungNote[], contour: Contour): number {
  const weighed = notes.map((note) => ({ midi: note.midi, weight: loudnessOf(note, contour) }))
    .sort((a, b) => a.midi - b.midi);
  let left = weighed.reduce((sum, { weight }) => sum + weight, 0) / 2;
  for (const { midi, weight } of weighed) {
    left -= weight;
    if (left <= 0) return midi;
  }
  return NaN;
}

/** The sum of the amplitudes of its frames. */
function loudnessOf({ startSeconds, endSeconds }: SungNote, { levelDb, hopSeconds }: Contour) {
  const from = Math.max(0, Math.round(startSeconds / hopSeconds));
  const frames = levelDb.subarray(from, Math.round(endSeconds / hopSeconds));
  return frames.reduce((sum, db) => sum + 10 ** (db / 20), 0);
}
