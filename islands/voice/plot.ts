import { FAMILY_STEPS, parseKey, parseScale } from "../../services/composer/keys.ts";
import { noteName, type Pitch, type PitchNote } from "./pitch.ts";

/** Where pitch and time lie on the plot. Pure; pixels from the top left. */
export interface PlotFrame {
  readonly width: number;
  readonly height: number;
  /** What is in sight, in seconds of the song. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly lowMidi: number;
  readonly highMidi: number;
}

export function xOf(seconds: number, { fromSeconds, toSeconds, width }: PlotFrame): number {
  return (seconds - fromSeconds) / (toSeconds - fromSeconds) * width;
}

export function secondsAt(x: number, { fromSeconds, toSeconds, width }: PlotFrame): number {
  return fromSeconds + x / width * (toSeconds - fromSeconds);
}

export function yOf(midi: number, { lowMidi, highMidi, height }: PlotFrame): number {
  return (highMidi - midi) / (highMidi - lowMidi) * height;
}

export function midiAt(y: number, { lowMidi, highMidi, height }: PlotFrame): number {
  return highMidi - y / height * (highMidi - lowMidi);
}

export interface MidiRange {
  readonly lowMidi: number;
  readonly highMidi: number;
}

/** An octave around middle C, when nothing was sung. */
const BLANK_RANGE: MidiRange = { lowMidi: 53, highMidi: 67 };
const LEAST_SEMITONES = 10;
const MARGIN_SEMITONES = 1.7;

/** All notes with some air; single stray frames do not count. */
export function rangeOf(pitches: readonly Pitch[]): MidiRange {
  const sung = pitches.flatMap(({ notes }) =>
    notes.flatMap(({ midi, targetMidi }) => targetMidi === null ? [midi] : [midi, targetMidi])
  );
  const found = sung.length > 0 ? sung : pitches.flatMap(({ midi }) => middleOf(midi));
  if (found.length === 0) return BLANK_RANGE;
  const low = found.reduce((least, midi) => Math.min(least, midi), Infinity) - MARGIN_SEMITONES;
  const high = found.reduce((most, midi) => Math.max(most, midi), -Infinity) + MARGIN_SEMITONES;
  const missing = Math.max(0, LEAST_SEMITONES - (high - low)) / 2;
  return { lowMidi: low - missing, highMidi: high + missing };
}

/**
 * The range of a pane of that height, with so many pixels free above the highest note and below the lowest.
 */
export function withRoom(
  { lowMidi, highMidi }: MidiRange,
  height: number,
  abovePixels: number,
  belowPixels: number,
): MidiRange {
  const [low, high] = [lowMidi + MARGIN_SEMITONES, highMidi - MARGIN_SEMITONES];
  const free = height - abovePixels - belowPixels;
  if (free <= 0) return { lowMidi, highMidi };
  const semitonesPerPixel = (high - low) / free;
  return {
    lowMidi: Math.min(lowMidi, low - belowPixels * semitonesPerPixel),
    highMidi: Math.max(highMidi, high + abovePixels * semitonesPerPixel),
  };
}

/** The contour without its tenth at either end: octave errors live there. */
function middleOf(midi: Float32Array): number[] {
  const voiced = midi.filter((value) => !Number.isNaN(value)).sort();
  return voiced.length === 0
    ? []
    : [voiced[Math.floor(voiced.length * .1)]!, voiced[Math.floor(voiced.length * .9)]!];
}

/** A stretch of voice without a break: x, y, x, y, … */
export type Run = readonly number[];

/** A jump of more than this between two frames is two runs: octave errors draw no walls. */
const JUMP_SEMITONES = 4;

/**
 * The contour in sight as lines, at most one point for each half pixel.
 *
 * @param startSeconds where the recording begins in the song.
 */
export function runsOf(
  midi: Float32Array,
  hopSeconds: number,
  startSeconds: number,
  frame: PlotFrame,
): Run[] {
  const runs: number[][] = [];
  let run: number[] = [];
  const first = Math.max(0, Math.floor((frame.fromSeconds - startSeconds) / hopSeconds) - 1);
  const last = Math.min(
    midi.length - 1,
    Math.ceil((frame.toSeconds - startSeconds) / hopSeconds) + 1,
  );
  const pixels = hopSeconds / (frame.toSeconds - frame.fromSeconds) * frame.width;
  const step = Math.max(1, Math.floor(.5 / pixels));
  const close = () => {
    if (run.length >= 4) runs.push(run);
    run = [];
  };
  let before = NaN;
  for (let i = first; i <= last; i += step) {
    const value = midi[i]!;
    if (Number.isNaN(value) || Math.abs(value - before) > JUMP_SEMITONES) close();
    if (!Number.isNaN(value)) {
      run.push(xOf(startSeconds + i * hopSeconds, frame), yOf(value, frame));
    }
    before = value;
  }
  close();
  return runs;
}

export interface PitchRow {
  readonly midi: number;
  readonly name: string;
  readonly inScale: boolean;
  readonly tonic: boolean;
}

/** One line for each semitone in sight, from below; those of the scale are marked. */
export function rowsOf({ lowMidi, highMidi }: MidiRange, key: string, scale: string): PitchRow[] {
  const tonic = parseKey(key);
  const family = parseScale(scale);
  const steps = family && FAMILY_STEPS[family];
  const rows: PitchRow[] = [];
  for (let midi = Math.ceil(lowMidi); midi <= highMidi; midi++) {
    const step = tonic === undefined ? -1 : ((midi - tonic) % 12 + 12) % 12;
    rows.push({
      midi,
      name: noteName(midi),
      inScale: tonic === undefined || steps === undefined || steps.includes(step),
      tonic: step === 0,
    });
  }
  return rows;
}

/** The note under a point, or null: within the note's time, and a semitone and a half of its pitch. */
export function noteUnder(
  notes: readonly PitchNote[],
  startSeconds: number,
  seconds: number,
  midi: number,
): number | null {
  const at = seconds - startSeconds;
  const found = notes.findIndex((note) =>
    at >= note.startSeconds - .02 && at <= note.endSeconds + .02 &&
    Math.min(Math.abs(midi - note.midi), Math.abs(midi - (note.targetMidi ?? note.midi))) < 1.5
  );
  return found < 0 ? null : found;
}
