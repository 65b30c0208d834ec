import { type Contour, midiOf } from "../contour.ts";
import type { SungNote } from "../sung_note.ts";

/** A sung line taken apart, frame by frame of its contour. */
export interface Expression {
  readonly hopSeconds: number;
  /** The pitch, a fractional MIDI note; NaN where there is no voice. */
  readonly midi: Float32Array<ArrayBuffer>;
  /** Index of the note that the frame belongs to, or the one nearest to it; −1 without notes. */
  readonly note: Int32Array<ArrayBuffer>;
  /** The fast part of the pitch's motion, semitones: vibrato and tremble. 0 where there is no voice. */
  readonly vibrato: Float32Array<ArrayBuffer>;
  /** The slow part about the note's centre, semitones: glides, scoops, drift. */
  readonly drift: Float32Array<ArrayBuffer>;
}

/** Half of the window that averages one turn of a vibrato out. */
const HALF_TURN_SECONDS = 0.1;
/** At a note's edges its glides are no vibrato. */
const EDGE_SECONDS = 0.07;
const MOST_VIBRATO = 1.5;

/** Parts the pitch of each note into its centre, slow drift and vibrato. */
export function expressionOf(contour: Contour, notes: readonly SungNote[]): Expression {
  const { hopSeconds, f0Hz } = contour;
  const frames = f0Hz.length;
  const midi = Float32Array.from(f0Hz, (hz) => hz > 0 ? midiOf(hz) : NaN);
  const note = nearestNotes(notes, frames, hopSeconds);
  const vibrato = new Float32Array(frames);
  const drift = new Float32Array(frames);
  for (let start = 0; start < frames;) {
    if (Number.isNaN(midi[start]!)) {
      start++;
      continue;
    }
    let end = start + 1;
    while (end < frames && !Number.isNaN(midi[end]!) && note[end] === note[start]) end++;
    split(midi, start, end, hopSeconds, notes[note[start]!]?.midi, vibrato, drift);
    start = end;
  }
  return { hopSeconds, midi, note, vibrato, drift };
}

/** One note's frames: a moving average that narrows towards the edges is the slow part. */
function split(
  midi: Float32Array,
  start: number,
  end: number,
  hopSeconds: number,
  centre: number | undefined,
  vibrato: Float32Array,
  drift: Float32Array,
): void {
  const sums = new Float64Array(end - start + 1);
  for (let i = start; i < end; i++) sums[i - start + 1] = sums[i - start]! + midi[i]!;
  const widest = Math.round(HALF_TURN_SECONDS / hopSeconds);
  for (let i = start; i < end; i++) {
    const reach = Math.min(widest, i - start, end - 1 - i);
    const slow = (sums[i + reach + 1 - start]! - sums[i - reach - start]!) / (2 * reach + 1);
    const edge = Math.min(1, Math.min(i - start, end - 1 - i) * hopSeconds / EDGE_SECONDS);
    const fast = edge * Math.max(-MOST_VIBRATO, Math.min(MOST_VIBRATO, midi[i]! - slow));
    vibrato[i] = fast;
    drift[i] = midi[i]! - fast - (centre ?? slow);
  }
}

function nearestNotes(
  notes: readonly SungNote[],
  frames: number,
  hopSeconds: number,
): Int32Array<ArrayBuffer> {
  const nearest = new Int32Array(frames).fill(-1);
  if (notes.length === 0) return nearest;
  for (let i = 0, n = 0; i < frames; i++) {
    const at = i * hopSeconds;
    while (
      n + 1 < notes.length && at >= (notes[n]!.endSeconds + notes[n + 1]!.startSeconds) / 2
    ) n++;
    nearest[i] = n;
  }
  return nearest;
}

/** Values per frame, read at any time in straight lines; the ends hold. */
export function readAt(values: Float32Array, hopSeconds: number, seconds: number): number {
  const place = Math.max(0, Math.min(values.length - 1, seconds / hopSeconds));
  const below = Math.floor(place);
  const one = values[below]!;
  return one + ((values[below + 1] ?? one) - one) * (place - below);
}
