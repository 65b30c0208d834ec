import { ApiError } from "../api_error.ts";
import type { VoiceAnalysis } from "./analyse_voice.ts";
import { heardLoudness, makeAsLoudAs } from "./shaping/as_loud_as.ts";
import { eased } from "./shaping/eased.ts";
import { expressionOf } from "./shaping/expression.ts";
import { levelSpread, spreadDistanceDb, spreadLike, withLevels } from "./shaping/level_spread.ts";
import {
  longTermSpectrum,
  smoothedSpectrum,
  spectralDistanceDb,
} from "./shaping/long_term_spectrum.ts";
import { type Colour, colouredLike, commonBand } from "./shaping/coloured_like.ts";
import {
  type CentresMoved,
  centresMoved,
  magnitudeAt,
  NOT_MOVED,
  trackNear,
} from "./shaping/note_centres.ts";
import { pitchRatio, type PitchTouch } from "./shaping/pitch_touch.ts";
import { singerCopies } from "./shaping/singer_copies.ts";
import { type TakeVibrato, vibratoOf } from "./shaping/vibrato_of.ts";
import { lengthOf, type Take } from "./take.ts";

export interface MatchOptions {
  /** 0 gives the take back as it is, 1 goes all the way to the reference. */
  readonly strength: number;
  /** Draws the small differences from note to note of a vibrato that is laid on; default 1. */
  readonly seed?: number;
}

export interface MatchReport {
  readonly strength: number;
  /** How alike the result and the reference are in spectrum, dynamics and vibrato, 0 … 1. */
  readonly score: number;
  readonly score_before: number;
  /** Root mean square of the spectra's difference, smoothed over an octave, dB, between `compared_from_hz` and `compared_to_hz`. */
  readonly spectral_distance_before: number;
  readonly spectral_distance_after: number;
  /** Share of the distance that is gone, 0 … 1; null where there was none worth speaking of. */
  readonly spectral_distance_cut: number | null;
  /** The lower notes of the higher voice: below them its spectrum says nothing about its colour. */
  readonly compared_from_hz: number;
  readonly compared_to_hz: number;
  /** One of the two holds nothing above that: no equaliser brings back what is not there. */
  readonly band_limited: boolean;
  /** Mean difference of the levels at each tenth of the frames, dB. */
  readonly dynamics_distance_before: number;
  readonly dynamics_distance_after: number;
  readonly vibrato_before_cents: number;
  readonly vibrato_reference_cents: number;
  readonly vibrato_after_cents: number;
  readonly note_centres_moved_cents: { readonly median: number; readonly p95: number };
  /** Notes in whose place nothing near their pitch is heard. */
  readonly notes_lost: number;
}

const LOWEST_HZ = 100;
/** Colour changes which notes are loud, and levels change the colour of the whole: in turns they settle. */
const TURNS = 3;
/** A band limit below this is one. */
const FULL_BAND_HZ = 9_000;

/**
 * Gives a take the colour, the dynamics and the vibrato of another: long-term spectrum by a smooth
 * equaliser, levels by their spread, vibrato by
 * PSOLA. Melody, words, length and the loudness as heard stay; no true peak is above −1 dBTP. Where
 * a pitch cannot be followed in either take, the vibrato is left alone; a silent one changes nothing.
 *
 * @throws ApiError 422 REFERENCE_UNLIKE when there is no octave in which both have something.
 */
export function matchReference(
  take: Take,
  analysis: VoiceAnalysis,
  reference: Take,
  referenceAnalysis: VoiceAnalysis,
  options: MatchOptions,
): { take: Take; report: MatchReport } {
  const strength = Math.max(0, Math.min(1, options.strength));
  const wanted = traitsOf(reference, referenceAnalysis);
  const before = traitsOf(take, analysis);
  const silent = [analysis, referenceAnalysis].some(({ problem }) => problem === "silent");
  if (!silent) assertAlike(before, wanted);
  if (strength === 0 || silent || lengthOf(take) === 0) {
    return { take, report: reportOf(strength, before, before, wanted, NOT_MOVED) };
  }
  const sung = withVibrato(eased(take), analysis, before, wanted, strength, options.seed ?? 1);
  let matched = colouredLike(sung, before, wanted, strength);
  for (let turn = 0; turn < TURNS; turn++) {
    spreadLike(matched, withLevels(matched, analysis.contour), wanted.spread, strength);
    matched = colouredLike(matched, before, wanted, strength);
  }
  makeAsLoudAs(matched, heardLoudness(take));
  const contour = trackNear(matched, analysis.contour);
  const after = traitsOf(matched, { ...analysis, contour });
  const moved = analysis.problem === null
    ? centresMoved(analysis.contour, contour, analysis.notes)
    : NOT_MOVED;
  return { take: matched, report: reportOf(strength, before, after, wanted, moved) };
}

function assertAlike(before: Colour, wanted: Colour): void {
  const { lowHz, highHz } = commonBand(before, wanted);
  if (highHz >= 2 * lowHz) return;
  const message =
    "The two have no octave in common in which they could be compared: one of them is " +
    "a hum or a whistle.";
  throw new ApiError("REFERENCE_UNLIKE", 422, message);
}

interface Traits extends Colour {
  readonly spread: readonly number[];
  /** undefined where no pitch can be followed. */
  readonly vibrato: TakeVibrato | undefined;
}

function traitsOf(take: Take, analysis: VoiceAnalysis): Traits {
  const pitches = analysis.contour.f0Hz.filter((hz) => hz > 0).sort();
  return {
    lowHz: Math.max(LOWEST_HZ, 0.9 * (pitches[Math.floor(pitches.length / 10)] ?? 0)),
    spectrum: smoothedSpectrum(longTermSpectrum(take)),
    spread: levelSpread(withLevels(take, analysis.contour)),
    vibrato: analysis.problem === null ? vibratoOf(analysis) : undefined,
  };
}

/** Sings the notes with as much vibrato as the reference has. */
function withVibrato(
  take: Take,
  analysis: VoiceAnalysis,
  { vibrato: own }: Traits,
  { vibrato: wanted }: Traits,
  strength: number,
  seed: number,
): Take {
  if (!own || !wanted) return take;
  const touch = vibratoTouch(own, wanted);
  if (!touch) return take;
  const expression = expressionOf(analysis.contour, analysis.notes);
  const ratioAt = pitchRatio(expression, analysis.notes, touch, strength, seed);
  return singerCopies(take, analysis.contour).singAll({ ratioAt });
}

/** The singer's own, made wider or straighter, where the rates are alike; else the other's in its place. */
function vibratoTouch(own: TakeVibrato, wanted: TakeVibrato): PitchTouch | undefined {
  const [has, wants] = [own.extentCents * own.share, wanted.extentCents * wanted.share];
  if (Math.abs(has - wants) < 5) return undefined;
  if (wants < 5) return { keepVibrato: 0.15 };
  const alike = own.share > 0.4 && Math.abs(own.rateHz - wanted.rateHz) < 0.8;
  if (alike) return { keepVibrato: Math.min(2.5, wanted.extentCents / own.extentCents) };
  return {
    keepVibrato: 0.1,
    vibrato: {
      rateHz: wanted.rateHz,
      extentCents: Math.min(100, wanted.extentCents),
      delaySeconds: 0.2,
    },
  };
}

function reportOf(
  strength: number,
  before: Traits,
  after: Traits,
  wanted: Traits,
  moved: CentresMoved,
): MatchReport {
  const band = commonBand(before, wanted);
  const distance = (traits: Traits) => spectralDistanceDb(traits.spectrum, wanted.spectrum, band);
  const [was, is] = [distance(before), distance(after)];
  return {
    strength,
    score: rounded(scoreOf(after, wanted, is), 100),
    score_before: rounded(scoreOf(before, wanted, was), 100),
    spectral_distance_before: rounded(was, 10),
    spectral_distance_after: rounded(is, 10),
    spectral_distance_cut: was < 0.5 ? null : rounded(1 - is / was, 1000),
    compared_from_hz: Math.round(band.lowHz),
    compared_to_hz: Math.round(band.highHz),
    band_limited: band.highHz < FULL_BAND_HZ,
    dynamics_distance_before: rounded(spreadDistanceDb(before.spread, wanted.spread), 10),
    dynamics_distance_after: rounded(spreadDistanceDb(after.spread, wanted.spread), 10),
    vibrato_before_cents: Math.round(before.vibrato?.extentCents ?? 0),
    vibrato_reference_cents: Math.round(wanted.vibrato?.extentCents ?? 0),
    vibrato_after_cents: Math.round(after.vibrato?.extentCents ?? 0),
    note_centres_moved_cents: {
      median: rounded(magnitudeAt(moved.cents, 0.5), 10),
      p95: rounded(magnitudeAt(moved.cents, 0.95), 10),
    },
    notes_lost: moved.lost,
  };
}

/** Six parts spectrum, two dynamics, two vibrato; each falls to a third at 6 dB, 4 dB, 40 cents. */
function scoreOf(traits: Traits, wanted: Traits, spectralDb: number): number {
  const vibratoOff = traits.vibrato && wanted.vibrato
    ? Math.abs(
      traits.vibrato.extentCents * traits.vibrato.share -
        wanted.vibrato.extentCents * wanted.vibrato.share,
    )
    : 0;
  return 0.6 * Math.exp(-spectralDb / 6) +
    0.2 * Math.exp(-spreadDistanceDb(traits.spread, wanted.spread) / 4) +
    0.2 * Math.exp(-vibratoOff / 40);
}

function rounded(value: number, parts: number): number {
  return Math.round(parts * value) / parts;
}
