import type { SungNote } from "../sung_note.ts";
import type { HarmonyChord } from "./harmony_key.ts";
import { isStrongAt, type Meter } from "./meter.ts";

/** A stretch of the lead over one chord: the parts choose one pitch each for it. */
export interface LeadStep {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** The note of the lead it belongs to: a long one over two chords makes two steps. */
  readonly note: number;
  /** The lead's pitch on the keyboard. */
  readonly pitch: number;
  readonly chord: HarmonyChord;
  readonly strong: boolean;
  /** Nothing was sung for long before it: what came before binds no voice. */
  readonly opensPhrase: boolean;
}

const SHORTEST_STEP_SECONDS = 0.22;
const PHRASE_GAP_SECONDS = 0.6;

/**
 * Cuts the lead into steps.
 *
 * @param tuning how far the singer stands from A = 440 Hz, in semitones.
 */
export function leadSteps(
  notes: readonly SungNote[],
  chords: readonly HarmonyChord[],
  meter: Meter,
  tuning: number,
): LeadStep[] {
  const steps: LeadStep[] = [];
  notes.forEach((note, n) => {
    const opensPhrase = n === 0 ||
      note.startSeconds - notes[n - 1]!.endSeconds > PHRASE_GAP_SECONDS;
    for (const [startSeconds, endSeconds] of cutAt(chords, note)) {
      steps.push({
        startSeconds,
        endSeconds,
        note: n,
        pitch: Math.round(note.midi - tuning),
        chord: chordDuring(chords, startSeconds, endSeconds),
        strong: isStrongAt(meter, startSeconds, endSeconds),
        opensPhrase: opensPhrase && startSeconds === note.startSeconds,
      });
    }
  });
  return steps;
}

/**
 * How far from A = 440 Hz a singer stands throughout, in semitones (−.5 … .5): the circular mean of
 * the notes' distances from the keyboard; 0 where they do not agree, because then it is not the
 * tuning that is off.
 */
export function tuningOf(notes: readonly SungNote[]): number {
  let x = 0, y = 0, total = 0;
  for (const note of notes) {
    const weight = note.endSeconds - note.startSeconds;
    x += weight * Math.cos(2 * Math.PI * note.midi);
    y += weight * Math.sin(2 * Math.PI * note.midi);
    total += weight;
  }
  const agreement = total === 0 ? 0 : Math.hypot(x, y) / total;
  return agreement < 0.75 ? 0 : Math.atan2(y, x) / (2 * Math.PI);
}

/** The note's time, cut where a chord changes, if both pieces are long enough to be heard. */
function cutAt(chords: readonly HarmonyChord[], note: SungNote): [number, number][] {
  const cuts = chords.map((chord) => chord.startSeconds).filter((at) =>
    at - note.startSeconds >= SHORTEST_STEP_SECONDS && note.endSeconds - at >= SHORTEST_STEP_SECONDS
  );
  const edges = [note.startSeconds, ...cuts, note.endSeconds];
  return edges.slice(1).map((end, i) => [edges[i]!, end]);
}

/** The chord that sounds for most of a stretch. */
function chordDuring(
  chords: readonly HarmonyChord[],
  startSeconds: number,
  endSeconds: number,
): HarmonyChord {
  const shared = (chord: HarmonyChord) =>
    Math.min(chord.endSeconds, endSeconds) - Math.max(chord.startSeconds, startSeconds);
  const chosen = chords.reduce<HarmonyChord | undefined>(
    (best, chord) => best === undefined || shared(chord) > shared(best) ? chord : best,
    undefined,
  );
  if (!chosen) throw new RangeError("a lead needs at least one chord under it");
  return chosen;
}
