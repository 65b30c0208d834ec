import type { Contour } from "../contour.ts";
import type { SungNote } from "../sung_note.ts";

/** A note this much softer than the rest is none, */
const MUCH_SOFTER_DB = 25;
/** or this much, when it lies this far from the rest. */
const SOFTER_DB = 10;
const FAR_SEMITONES = 14;

/** The notes that are sung, without those that only the room hums in the pauses. */
export function melodyNotes(notes: readonly SungNote[], contour: Contour): SungNote[] {
  const heard = notes.map((note) => {
    const db = levelOf(note, contour);
    return { note, db, energy: 10 ** (db / 10) * (note.endSeconds - note.startSeconds) };
  });
  const usualDb = middle(heard.map(({ db, energy }) => ({ value: db, weight: energy })));
  const usualMidi = middle(heard.map(({ note, energy }) => ({ value: note.midi, weight: energy })));
  return heard.filter(({ note, db }) => {
    const softer = usualDb - db;
    const far = Math.abs(note.midi - usualMidi) > FAR_SEMITONES;
    return softer < (far ? SOFTER_DB : MUCH_SOFTER_DB);
  }).map(({ note }) => note);
}

/** The median level of a note's frames, dB. */
function levelOf({ startSeconds, endSeconds }: SungNote, { levelDb, hopSeconds }: Contour): number {
  const from = Math.round(startSeconds / hopSeconds);
  const frames = levelDb.slice(from, Math.max(from + 1, Math.round(endSeconds / hopSeconds)))
    .sort();
  return frames[frames.length >> 1] ?? -Infinity;
}

function middle(weighted: readonly { readonly value: number; readonly weight: number }[]): number {
  const sorted = weighted.toSorted((a, b) => a.value - b.value);
  let left = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2;
  for (const { value, weight } of sorted) {
    left -= weight;
    if (left <= 0) return value;
  }
  return sorted.at(-1)?.value ?? 0;
}
