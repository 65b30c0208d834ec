import { analyseVoice } from "../analyse_voice.ts";
import { psola } from "../psola.ts";
import { type PartNote, VOICE_TYPES, type Vowel } from "../singer/part.ts";
import { sing } from "../singer/sing.ts";
import { formantDistanceDb } from "./formant_distance.ts";

/** Pitches so low that also five semitones higher no harmonic passes the first formant and drags it along. */
const SUNG = {
  bass: { midi: 43, vowels: ["a", "e", "i", "o", "u"] },
  tenor: { midi: 50, vowels: ["a", "e", "i", "o", "u"] },
  alto: { midi: 57, vowels: ["a", "e", "o"] },
  soprano: { midi: 60, vowels: ["a", "e", "o"] },
} as const satisfies Record<string, { readonly midi: number; readonly vowels: readonly Vowel[] }>;

export type FormantVoice = keyof typeof SUNG;

export const FORMANT_VOICES = Object.keys(SUNG) as readonly FormantVoice[];

/** How far the formants of a voice that is moved by some semitones are from those of one that sings there. */
export function formantErrorDb(voice: FormantVoice, semitones: number): number {
  const { midi, vowels } = SUNG[voice];
  const notes = vowels.map((vowel, i): PartNote => {
    return { startSeconds: i + 0.3, endSeconds: i + 1, midi, vowel, consonant: "none" };
  });
  const singer = { seed: 1, formantScale: VOICE_TYPES[voice].formantScale };
  const { take } = sing(notes, singer);
  const there = sing(notes.map((note) => ({ ...note, midi: midi + semitones })), singer).take;
  const moved = psola(take, analyseVoice(take).contour, { ratioAt: () => 2 ** (semitones / 12) });
  const contours = [analyseVoice(moved).contour, analyseVoice(there).contour] as const;
  return formantDistanceDb([moved, there], contours);
}
