/**
 * The score is data; the sound is derived from it.
 *
 * A score holds written time on the straight grid (480 ticks to the quarter, 120 to a step of a
 * sixteenth). Swing, ritard, lag and human error live only in {@link Performance}, so notation,
 * lyrics and strokes always see clean notes.
 */

export { type Pigment, pigmentOf, PIGMENTS } from "./pigment.ts";

export const TICKS_PER_QUARTER = 480;
export const TICKS_PER_STEP = 120;

export const STYLES = [
  "ambient",
  "pop",
  "rock",
  "jazz",
  "lofi",
  "cinematic",
  "electronic",
  "folk",
] as const;
export type Style = typeof STYLES[number];

/** Modes by falling brightness: Lydian, major, Mixolydian, Dorian, minor, harmonic minor, Phrygian. */
export const FAMILIES = ["lyd", "maj", "mixo", "dor", "min", "hmin", "phr"] as const;
export type Family = typeof FAMILIES[number];

export const ROLES = ["lead", "counter", "comp", "pad", "bass", "drums"] as const;
export type Role = typeof ROLES[number];

export const DURATIONS = [30, 60, 90] as const;
export type DurationSeconds = typeof DURATIONS[number];

/** 0 = C … 11 = B. */
export type PitchClass = number;

/** What is asked for. `valence` and `arousal` are −1..1; `seed` is a non-negative integer. */
export interface Brief {
  readonly valence: number;
  readonly arousal: number;
  readonly style: Style;
  readonly duration: DurationSeconds;
  readonly seed: number;
  /** Quarters per minute, 30–240; the user's tempo is kept exactly. */
  readonly tempo?: number;
  readonly key?: PitchClass;
  readonly family?: Family;
  /** What somebody else than the mood proposed; see `arrangement.ts`. */
  readonly arrangement?: Arrangement;
}

/** Choices among those that the composer has anyway. What does not fit a piece is passed over. */
export interface Arrangement {
  /** Quarters per minute; the form may move it, as it moves a mood's. */
  readonly tempo?: number;
  /** Such as `AABA`. */
  readonly form?: string;
  /** Rows of the book of progressions: `I V vi IV`. */
  readonly progressions?: Readonly<Partial<Record<"A" | "B", string>>>;
  /** Programs of the style's palette. */
  readonly programs?: Readonly<Partial<Record<Exclude<Role, "drums">, number>>>;
}

/** The musical parameters a brief leads to. */
export interface Plan {
  /** The seed that was heard: the brief's, or its successor where that broke a hard rule. */
  readonly seed: number;
  /** Quarters per minute. */
  readonly tempo: number;
  readonly usPerQuarter: number;
  readonly family: Family;
  readonly key: PitchClass;
  readonly beatsPerBar: 3 | 4;
  /** Bars before the held last chord. */
  readonly bars: number;
  readonly holdSeconds: number;
  /** Mean MIDI pitch aimed at by the lead. */
  readonly register: number;
  readonly velocity: number;
  /** Sounding share of a short note's written length. */
  readonly articulation: number;
  readonly dissonance: number;
  /** Rhythm-cell level 0..4 aimed at by the lead. */
  readonly rhythmLevel: number;
  /** Energy 0..1 of the first A. */
  readonly energy: number;
  /** The last bar slows by `1 + ritard·(beat + .5)/beats`. */
  readonly ritard: number;
}

export type SectionLetter = "I" | "A" | "B" | "C" | "O";
/** The letter and its count from one: `I1`, `A1`, `A2`, `B1`… */
export type SectionId = `${SectionLetter}${number}`;

export interface Section {
  readonly id: SectionId;
  readonly letter: SectionLetter;
  /** A, A′, A″ = 0, 1, 2. */
  readonly version: number;
  /** First bar, counted from zero. */
  readonly bar: number;
  readonly bars: number;
  /** 0..1 */
  readonly energy: number;
  readonly roles: readonly Role[];
}

/** Tonic, subdominant (predominant) or dominant function. */
export type HarmonicFunction = "T" | "S" | "D";

export interface Chord {
  readonly tick: number;
  readonly dur: number;
  readonly root: PitchClass;
  readonly bass: PitchClass;
  /** Chord tones, root first. */
  readonly pcs: readonly PitchClass[];
  /** Seven pitch classes to draw melody from, ascending from the key's tonic. */
  readonly scale: readonly PitchClass[];
  readonly roman: string;
  readonly name: string;
  readonly fn: HarmonicFunction;
  readonly section: SectionId;
}

/** The unit of regenerate, lock and alternate. */
export type CellId = `${Role | "harmony"}:${SectionId}`;

export interface Note {
  readonly id: string;
  readonly tick: number;
  readonly dur: number;
  readonly pitch: number;
  readonly velocity: number;
  readonly cell: CellId;
  readonly syllable?: string;
  /** The stroke this note was drawn by. */
  readonly from?: string;
}

export interface Part {
  readonly id: string;
  readonly role: Role;
  /** General MIDI program, 0-based; the kit for drums. */
  readonly program: number;
  /** MIDI channel 0–15; drums play on 9. */
  readonly channel: number;
  readonly drum: boolean;
  readonly notes: readonly Note[];
  /** Level correction, measured once by the mixer and then frozen; 0 in a fresh score. */
  readonly gainDb: number;
}

export interface TempoChange {
  readonly tick: number;
  readonly usPerQuarter: number;
}

export interface Score {
  readonly brief: Brief;
  readonly plan: Plan;
  readonly sections: readonly Section[];
  /** In time order, without gaps; the last one is held to the end. */
  readonly chords: readonly Chord[];
  readonly parts: readonly Part[];
  readonly tempoMap: readonly TempoChange[];
  readonly takes: Readonly<Record<CellId, number>>;
  readonly engine: "rules/1";
}

/** One sounding note; seconds from the first sample. */
export interface PerformedNote {
  readonly id: string;
  readonly onSeconds: number;
  readonly offSeconds: number;
  readonly pitch: number;
  readonly velocity: number;
}

/** One MIDI controller change (0–127); seconds from the first sample. */
export interface PerformedControl {
  readonly seconds: number;
  readonly controller: number;
  readonly value: number;
}

export interface PerformedPart {
  readonly id: string;
  readonly role: Role;
  /** What a musician calls it: "Cello", "Brush kit". */
  readonly name: string;
  readonly program: number;
  readonly channel: number;
  readonly drum: boolean;
  readonly notes: readonly PerformedNote[];
  readonly controls: readonly PerformedControl[];
}

export interface Performance {
  readonly durationSeconds: DurationSeconds;
  readonly style: Style;
  /** Tick 0 of the score sounds this late, so that early notes are not clipped. */
  readonly preRollSeconds: number;
  /** Length of the end fade; it meets digital zero on the last sample. */
  readonly fadeSeconds: number;
  /** Sounding notes are let go this long before the end. */
  readonly releaseSeconds: number;
  readonly parts: readonly PerformedPart[];
  readonly tempoMap: readonly TempoChange[];
}
