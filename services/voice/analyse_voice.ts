import type { Contour } from "./contour.ts";
import { notesOfSinger } from "./notes_of_singer.ts";
import { type Polyphony, polyphony } from "./polyphony.ts";
import { to16k } from "./resample.ts";
import { segmentNotes } from "./segment_notes.ts";
import { type KeySuggestion, suggestKey } from "./suggest_key.ts";
import type { SungNote } from "./sung_note.ts";
import type { Take } from "./take.ts";
import { trackPitch } from "./track_pitch.ts";

/**
 * Why a take cannot be tuned: nothing sounds, nothing has a pitch (or a higher one than voices have), or
 * several voices sound at once.
 */
export type VoiceProblem = "silent" | "unpitched" | "polyphonic";

export interface VoiceAnalysis {
  readonly contour: Contour;
  /** What is sung for sure; other sound with a pitch is left as it is. */
  readonly notes: readonly SungNote[];
  readonly key: KeySuggestion;
  readonly polyphony: Polyphony;
  /** Part of the frames that sound which have a pitch. */
  readonly voicedRatio: number;
  readonly problem: VoiceProblem | null;
}

const SILENT_DB = -60;
/** Of the take's loudest frame: quieter ones are pauses. */
const PAUSE_DB = 40;
/** A frame as periodic as this has a pitch for sure: coloured noise seldom does. */
const CLEAR_PERIODICITY = 0.7;
const LEAST_CLEAR_SECONDS = 0.15;
const LEAST_CLEAR_RATIO = 0.08;

/** All that is known of a voice: what every job on a take starts from. */
export function analyseVoice(take: Take): VoiceAnalysis {
  const samples = to16k(take);
  const contour = trackPitch(samples);
  const notes = notesOfSinger(segmentNotes(contour, samples), contour);
  const voices = polyphony(samples, contour);
  const loudestDb = contour.levelDb.reduce((most, db) => Math.max(most, db), -Infinity);
  const floorDb = Math.max(SILENT_DB, loudestDb - PAUSE_DB);
  const sounding = contour.levelDb.filter((db) => db >= floorDb).length;
  const voiced = contour.f0Hz.filter((hz) => hz > 0).length;
  const clear = contour.periodicity.filter((height) => height >= CLEAR_PERIODICITY).length;
  return {
    contour,
    notes,
    key: suggestKey(notes),
    polyphony: voices,
    voicedRatio: Math.min(1, voiced / Math.max(1, sounding)),
    problem: problemOf(sounding, clear, contour.hopSeconds, voices),
  };
}

/** @param sounding frames that are no pause. @param clear frames that surely have a pitch. */
function problemOf(
  sounding: number,
  clear: number,
  hopSeconds: number,
  { polyphonic, whistled }: Polyphony,
): VoiceProblem | null {
  if (sounding === 0) return "silent";
  if (clear * hopSeconds < LEAST_CLEAR_SECONDS) return "unpitched";
  if (clear / sounding < LEAST_CLEAR_RATIO) return "unpitched";
  if (whistled) return "unpitched";
  return polyphonic ? "polyphonic" : null;
}
