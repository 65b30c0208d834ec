import { gainToDb } from "../../mixer/decibels.ts";
import { truePeak } from "../../mixer/true_peak.ts";
import type { VoiceAnalysis } from "../analyse_voice.ts";
import { heardLoudness } from "../shaping/as_loud_as.ts";
import { longTermSpectrum, spectralDistanceDb } from "../shaping/long_term_spectrum.ts";
import { centresMoved, magnitudeAt, NOT_MOVED, trackNear } from "../shaping/note_centres.ts";
import type { Take } from "../take.ts";
import { targetSeconds, type TimeMap } from "../time_map.ts";
import type { StyleName } from "./style_names.ts";

/** What a style did, measured on the result. */
export interface StyleReport {
  readonly style: StyleName;
  readonly strength: number;
  /** Whether the voice could be sung anew; otherwise only its colour has changed. */
  readonly pitch_followed: boolean;
  /** How far the long-term spectrum moved, dB. */
  readonly spectrum_moved_db: number;
  /** By how much the centres of notes moved, cents. */
  readonly note_centres_moved_cents: { readonly median: number; readonly p95: number };
  readonly notes_compared: number;
  /** Notes in whose place nothing near their pitch is heard. */
  readonly notes_lost: number;
  /** By how much the starts of notes were laid behind, ms. */
  readonly mean_lag_ms: number;
  /** As heard: a mono take counts on both sides. null for silence. */
  readonly loudness_before_lufs: number | null;
  readonly loudness_after_lufs: number | null;
  readonly true_peak_db: number | null;
}

export function reportStyle(
  take: Take,
  analysis: VoiceAnalysis,
  result: { readonly take: Take; readonly timeMap: TimeMap },
  style: StyleName,
  strength: number,
): StyleReport {
  const changed = result.take !== take;
  const placed = (seconds: number) => targetSeconds(result.timeMap, seconds);
  const followed = analysis.problem === null;
  const moved = changed && followed
    ? centresMoved(
      analysis.contour,
      trackNear(result.take, analysis.contour),
      analysis.notes,
      placed,
    )
    : NOT_MOVED;
  const lags = analysis.notes.map((note) => placed(note.startSeconds) - note.startSeconds);
  const lag = lags.reduce((sum, seconds) => sum + seconds, 0) / Math.max(1, lags.length);
  return {
    style,
    strength,
    pitch_followed: followed,
    spectrum_moved_db: changed
      ? rounded(spectralDistanceDb(longTermSpectrum(take), longTermSpectrum(result.take)))
      : 0,
    note_centres_moved_cents: {
      median: rounded(magnitudeAt(moved.cents, 0.5)),
      p95: rounded(magnitudeAt(moved.cents, 0.95)),
    },
    notes_compared: moved.cents.length + moved.lost,
    notes_lost: moved.lost,
    mean_lag_ms: rounded(1000 * lag),
    loudness_before_lufs: finite(heardLoudness(take)),
    loudness_after_lufs: finite(heardLoudness(result.take)),
    true_peak_db: finite(gainToDb(truePeak(result.take.channels))),
  };
}

function rounded(value: number): number {
  return Math.round(10 * value) / 10;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? rounded(value) : null;
}
