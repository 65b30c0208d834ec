import type { VoiceAnalysis } from "./analyse_voice.ts";
import { correctionCurve, type CorrectionSettings, framesOf } from "./correction_curve.ts";
import { type NotePitch, noteTargets } from "./note_targets.ts";
import { psola } from "./psola.ts";
import type { Take } from "./take.ts";

export interface PitchSettings extends CorrectionSettings {
  /** "F#", "Bb". */
  readonly key: string;
  /** "major", "dorian", "chromatic". */
  readonly scale: string;
  /** Notes with a target of their own, instead of the scale's. */
  readonly pitches?: readonly NotePitch[];
}

export interface PitchReport {
  readonly key: string;
  readonly scale: string;
  readonly notes: number;
  /** Those that go further than 5 cents. */
  readonly notes_moved: number;
  readonly median_move_cents: number;
}

/** What a correction will do, before any sample is touched. */
export interface PitchPlan {
  /** Semitones to move, per frame of the contour. */
  readonly semitones: Float32Array<ArrayBuffer>;
  /** The target of each of the analysis' notes, as a MIDI note. */
  readonly targets: readonly number[];
  /** The same per frame, 0 outside notes. */
  readonly targetMidi: Float32Array<ArrayBuffer>;
  /** By how much the pitch is multiplied at a moment of the take. */
  ratioAt(seconds: number): number;
  readonly report: PitchReport;
}

/**
 * Puts a voice on the pitches of a key and keeps its formants, its length and all that has no pitch.
 *
 * @returns with `strength` 0 the very take that was given.
 * @throws {RangeError} when key or scale are not known.
 */
export function correctPitch(
  take: Take,
  analysis: VoiceAnalysis,
  settings: PitchSettings,
): { take: Take; targetMidi: Float32Array<ArrayBuffer>; report: PitchReport } {
  const { ratioAt, targetMidi, report } = planPitch(analysis, settings);
  const corrected = settings.strength === 0 ? take : psola(take, analysis.contour, { ratioAt });
  return { take: corrected, targetMidi, report };
}

/** @throws {RangeError} when key or scale are not known. */
export function planPitch(
  { contour, notes }: Pick<VoiceAnalysis, "contour" | "notes">,
  settings: PitchSettings,
): PitchPlan {
  const targets = noteTargets(notes, settings);
  const semitones = correctionCurve(contour, notes, targets, settings);
  const targetMidi = new Float32Array(semitones.length);
  notes.forEach((note, i) => targetMidi.fill(targets[i]!, ...framesOf(note, contour)));
  const moves = notes.map((note, i) => 100 * settings.strength * Math.abs(targets[i]! - note.midi));
  return {
    semitones,
    targets,
    targetMidi,
    ratioAt: (seconds) => 2 ** (between(semitones, seconds / contour.hopSeconds) / 12),
    report: {
      key: settings.key,
      scale: settings.scale,
      notes: notes.length,
      notes_moved: moves.filter((cents) => cents > MOVED_CENTS).length,
      median_move_cents: rounded(moves.toSorted((a, b) => a - b)[moves.length >> 1] ?? 0),
    },
  };
}

const MOVED_CENTS = 5;

function between(values: Float32Array, frame: number): number {
  const low = Math.min(values.length - 1, Math.max(0, Math.floor(frame)));
  const high = Math.min(values.length - 1, low + 1);
  const weight = Math.min(1, Math.max(0, frame - low));
  return values[low]! * (1 - weight) + values[high]! * weight;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
