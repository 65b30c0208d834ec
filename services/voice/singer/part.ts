/** What the synthetic singer is given to sing. */

export type Vowel = "a" | "e" | "i" | "o" | "u";

/**
 * How a note is begun: a fricative ("s") or plosive ("t") sounds before it, without voice; a nasal
 * ("m") is voiced and is its first 60 ms; a glottal dip parts it from the note before.
 */
export type Consonant = "none" | "fricative" | "plosive" | "nasal" | "glottal";

/** Legato where it starts exactly when the note before ends. */
export interface PartNote {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** Fractional: a note out of tune by 30 cents is 60.3. */
  readonly midi: number;
  readonly vowel: Vowel;
  readonly consonant: Consonant;
}

export interface VoiceType {
  readonly lowMidi: number;
  readonly highMidi: number;
  /** Formants relative to a grown man's: shorter tracts have higher ones. */
  readonly formantScale: number;
}

/** Ranges from choir practice; together about 60 to 1050 Hz. */
export const VOICE_TYPES = {
  bass: { lowMidi: 35, highMidi: 55, formantScale: 0.95 },
  tenor: { lowMidi: 48, highMidi: 67, formantScale: 1 },
  alto: { lowMidi: 53, highMidi: 74, formantScale: 1.12 },
  soprano: { lowMidi: 60, highMidi: 84, formantScale: 1.17 },
  child: { lowMidi: 60, highMidi: 81, formantScale: 1.3 },
} as const satisfies Record<string, VoiceType>;

export type VoiceName = keyof typeof VOICE_TYPES;

/** Whether `note` follows `before` without a gap. */
export function isLegato(before: PartNote | undefined, note: PartNote): boolean {
  return before !== undefined && Math.abs(before.endSeconds - note.startSeconds) < 1e-6;
}
