import { hzOf } from "../contour.ts";
import { isLegato, type PartNote } from "./part.ts";

export interface Intonation {
  /** Half the peak-to-peak extent. */
  readonly vibratoCents: number;
  readonly vibratoHz: number;
  /** A bound note is reached by a glide of this length, whose middle is the note's start. */
  readonly portamentoSeconds: number;
  /** An unbound note is begun this far below itself. */
  readonly scoopCents: number;
  /** A slow wandering of the pitch within a note, ±. */
  readonly driftCents: number;
}

/** The vibrato sets in this long after the note's start, and is full after as long again. */
export const VIBRATO_DELAY_SECONDS = 0.2;

const VIBRATO_END_SECONDS = 0.06;
const DRIFT_HZ = 0.7;

/**
 * @param length samples.
 * @returns the fundamental frequency of each sample in Hz, 0 where nobody sings.
 */
export function intone(
  notes: readonly PartNote[],
  intonation: Intonation,
  length: number,
  sampleRate: number,
): Float32Array<ArrayBuffer> {
  const f0Hz = new Float32Array(length);
  notes.forEach((note, index) => {
    const before = notes[index - 1];
    const after = notes[index + 1];
    const from = isLegato(before, note) ? before?.midi : undefined;
    const to = after && isLegato(note, after) ? after.midi : undefined;
    const start = Math.round(note.startSeconds * sampleRate);
    const end = Math.min(length, Math.round(note.endSeconds * sampleRate));
    for (let i = start; i < end; i++) {
      f0Hz[i] = hzOf(pitchAt(i / sampleRate, note, from, to, intonation));
    }
  });
  return f0Hz;
}

function pitchAt(
  seconds: number,
  note: PartNote,
  from: number | undefined,
  to: number | undefined,
  intonation: Intonation,
): number {
  const since = seconds - note.startSeconds;
  const left = note.endSeconds - seconds;
  const { portamentoSeconds: glide, scoopCents, driftCents, vibratoCents, vibratoHz } = intonation;
  let midi = note.midi;
  if (from === undefined) midi -= scoopCents / 100 * (1 - ease(since / glide));
  else midi += (from - note.midi) * (1 - ease(0.5 + since / glide));
  if (to !== undefined) midi += (to - note.midi) * ease(0.5 - left / glide);
  const grown = unit((since - VIBRATO_DELAY_SECONDS) / VIBRATO_DELAY_SECONDS);
  const vibrato = Math.min(grown, unit(left / VIBRATO_END_SECONDS)) * vibratoCents / 100;
  midi += vibrato * Math.sin(2 * Math.PI * vibratoHz * since);
  return midi + driftCents / 100 * Math.sin(2 * Math.PI * DRIFT_HZ * since + note.startSeconds);
}

/** Half a cosine from 0 to 1. */
function ease(x: number): number {
  return (1 - Math.cos(Math.PI * unit(x))) / 2;
}

function unit(x: number): number {
  return Math.min(1, Math.max(0, x));
}
