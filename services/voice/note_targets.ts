import { FAMILY_STEPS, mod12, parseKey, parseScale } from "../composer/keys.ts";
import type { SungNote } from "./sung_note.ts";

/** A note of the take that somebody has given a pitch of their own. */
export interface NotePitch {
  /** Index into the analysis' notes. */
  readonly note: number;
  /** Where it is to be, as a fractional MIDI note. */
  readonly midi: number;
}

/**
 * The pitch that each sung note is meant to have: the nearest of the scale. Between two, the interval
 * from the note before tips the balance, so that a singer who is flat all along is read as flat.
 *
 * @param key "F#"; @param scale "dorian": as `services/composer/keys.ts` reads them.
 * @throws {RangeError} when either is not known.
 */
export function noteTargets(
  notes: readonly SungNote[],
  { key, scale, pitches = [] }: {
    readonly key: string;
    readonly scale: string;
    readonly pitches?: readonly NotePitch[];
  },
): number[] {
  const inScale = scaleOf(key, scale);
  const given = new Map(pitches.map(({ note, midi }) => [note, midi]));
  const targets: number[] = [];
  notes.forEach((note, index) => {
    const before = notes[index - 1];
    const near = before !== undefined && note.startSeconds - before.endSeconds < PHRASE_GAP_SECONDS;
    const expected = near ? targets[index - 1]! + note.midi - before.midi : note.midi;
    targets.push(given.get(index) ?? nearest(note.midi, expected, inScale));
  });
  return targets;
}

const PHRASE_GAP_SECONDS = 0.5;
const INTERVAL_WEIGHT = 0.15;

function nearest(midi: number, expected: number, inScale: (midi: number) => boolean): number {
  let best = Math.round(midi);
  let least = Infinity;
  for (let candidate = Math.floor(midi) - 3; candidate <= Math.ceil(midi) + 3; candidate++) {
    if (!inScale(candidate)) continue;
    const stray = Math.min(1, Math.abs(candidate - expected));
    const distance = Math.abs(candidate - midi) + INTERVAL_WEIGHT * stray;
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

function scaleOf(key: string, scale: string): (midi: number) => boolean {
  if (scale === "chromatic") return () => true;
  const [tonic, family] = [parseKey(key), parseScale(scale)];
  if (tonic === undefined) throw new RangeError(`"${key}" is no key; "F#" or "Bb" would be`);
  if (family === undefined) throw new RangeError(`"${scale}" is no scale; "major" would be`);
  return (midi) => FAMILY_STEPS[family].includes(mod12(midi - tonic));
}
