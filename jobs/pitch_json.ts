import { keyName, mod12 } from "../services/composer/keys.ts";
import type { VoiceAnalysis } from "../services/voice/analyse_voice.ts";

/** Changes when the same sound is heard otherwise: what was kept of an earlier one is not used then. */
export const LISTENER = "voice-3";

/** The answer of `GET /recordings/{r}/pitch`: plain JSON. */
export interface PitchJson {
  /** Value i is centred at i times this. */
  readonly hop_seconds: number;
  /** Null where there is no pitch. */
  readonly f0_hz: readonly (number | null)[];
  readonly notes: readonly {
    readonly start_seconds: number;
    readonly end_seconds: number;
    readonly midi: number;
    /** "A4", the nearest one. */
    readonly name: string;
    readonly confidence: number;
    /** Where tuning has led it. */
    readonly target_midi?: number;
  }[];
  /** What the take seems to be sung in. */
  readonly key: { readonly key: string; readonly scale: string; readonly confidence: number };
  /** For a version that was tuned: where the tune was led, by frame; null where nowhere. */
  readonly target_midi?: readonly (number | null)[];
  /** Why it cannot be tuned, if so. */
  readonly problem: VoiceAnalysis["problem"];
}

/** @param targetMidi per frame, 0 for none. */
export function pitchJson(analysis: VoiceAnalysis, targetMidi?: Float32Array): PitchJson {
  const { contour: { hopSeconds, f0Hz }, notes, key, problem } = analysis;
  return {
    hop_seconds: hopSeconds,
    f0_hz: known(f0Hz),
    notes: notes.map((note) => {
      const middle = Math.round((note.startSeconds + note.endSeconds) / 2 / hopSeconds);
      const target = targetMidi?.[middle];
      return {
        start_seconds: rounded(note.startSeconds, 1000),
        end_seconds: rounded(note.endSeconds, 1000),
        midi: rounded(note.midi, 100),
        name: noteName(note.midi),
        confidence: rounded(note.confidence, 100),
        ...(target ? { target_midi: rounded(target, 100) } : {}),
      };
    }),
    key: { key: key.key, scale: key.scale, confidence: rounded(key.confidence, 100) },
    ...(targetMidi?.some((midi) => midi > 0) ? { target_midi: known(targetMidi) } : {}),
    problem,
  };
}

function known(values: Float32Array): (number | null)[] {
  return Array.from(values, (value) => value > 0 ? rounded(value, 100) : null);
}

function rounded(value: number, steps: number): number {
  return Math.round(value * steps) / steps;
}

function noteName(midi: number): string {
  const note = Math.round(midi);
  return `${keyName(mod12(note), "min")}${Math.floor(note / 12) - 1}`;
}
