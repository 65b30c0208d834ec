import { VOICE_TYPES, type VoiceName } from "../singer/part.ts";
import { breathFigures } from "./breath_figures.ts";
import {
  type CorrectionFigures,
  correctionFigures,
  HARD,
  inTuneMovedCents,
  NATURAL,
  type Sung,
} from "./correction_figures.ts";
import { FORMANT_VOICES, formantErrorDb, type FormantVoice } from "./formant_figures.ts";
import { mean } from "./quantile.ts";
import { atLeast, atMost, type Row } from "./table.ts";
import { type Articulation, timingFigures } from "./timing_figures.ts";

const ALL_VOICES = Object.keys(VOICE_TYPES) as VoiceName[];

/** How much is sung: few voices for a test, all of them and with noise for a bench. */
export interface Extent {
  readonly voices?: readonly VoiceName[];
  readonly seconds: number;
  readonly seed: number;
  readonly snrDb?: number;
}

/** Correction against its bars. */
export function correctionRows(extent: Extent): Row[] {
  const sung = each(extent);
  const natural = sung.map((one) => correctionFigures(one, NATURAL));
  const hard = sung.map((one) => correctionFigures(one, HARD));
  const worst = (of: (figures: CorrectionFigures) => number, among = natural) =>
    Math.max(...among.map(of));
  const least = (of: (figures: CorrectionFigures) => number, among = natural) =>
    Math.min(...among.map(of));
  return [
    atMost("mean note error", mean(natural.map((it) => it.meanNoteCents)), 8, "c"),
    atMost("95 % of the notes", worst((it) => it.p95NoteCents), 25, "c"),
    atLeast("frames within 50 c", least((it) => it.framesIn50Cents), 0.95),
    atMost("in-tune notes moved", Math.max(...sung.map(inTuneMovedCents)), 5, "c"),
    atLeast("vibrato kept, least", least((it) => it.vibratoKept), 0.8),
    atMost("vibrato kept, most", worst((it) => 100 * it.vibratoKept), 110, "%"),
    atMost("vibrato left by hard tuning", worst((it) => 100 * it.vibratoKept, hard), 20, "%"),
    atMost("95 % of the notes, hard", worst((it) => it.p95NoteCents, hard), 25, "c"),
    atMost("harmonics-to-noise lost", worst((it) => it.hnrLossDb, [...natural, ...hard]), 3, "dB"),
    atMost("length changed", worst((it) => Math.abs(it.lengthChange), natural), 0, "samples"),
  ];
}

/** Formants after a move of the pitch, against their bar. */
export function formantRows(
  semitones: readonly number[],
  voices: readonly FormantVoice[] = FORMANT_VOICES,
): Row[] {
  return semitones.map((shift) => {
    const worst = Math.max(...voices.map((voice) => formantErrorDb(voice, shift)));
    return atMost(
      `formants at ${shift > 0 ? "+" : "−"}${Math.abs(shift)} semitones`,
      worst,
      5,
      "dB",
    );
  });
}

/** Timing against its bars. */
export function timingRows(
  extent: Extent,
  articulations: readonly Articulation[] = ["detached", "mixed", "legato"],
): Row[] {
  return articulations.flatMap((articulation) => {
    const figures = each(extent).map((one) => timingFigures(one, articulation));
    const worst = (of: (it: typeof figures[number]) => number) => Math.max(...figures.map(of));
    const [placed, onsets] = [
      mean(figures.map((it) => it.placed)),
      mean(figures.map((it) => it.onsets)),
    ];
    return [
      atMost(`${articulation}: off the grid, median`, worst((it) => it.medianMs), 10, "ms"),
      atMost(`${articulation}: off the grid, 95 %`, worst((it) => it.p95Ms), 25, "ms"),
      atMost(`${articulation}: pitch changed, median`, worst((it) => it.medianPitchCents), 5, "c"),
      atMost(
        `${articulation}: length changed`,
        worst((it) => Math.abs(it.lengthChange)),
        0,
        "samples",
      ),
      atLeast(`${articulation}: onsets placed`, placed / onsets, 0.8),
    ];
  });
}

/** Breaths among consonants. */
export function breathRows(extent: Extent): Row[] {
  const { breaths, found, wrong } = breathFigures(each(extent));
  return [
    atLeast(`${breaths} breaths: found`, found / breaths, 0.9),
    atLeast("of what is found, breaths", found / Math.max(1, found + wrong), 0.9),
  ];
}

function each({ voices = ALL_VOICES, ...sung }: Extent): Sung[] {
  return voices.map((voice) => ({ voice, ...sung }));
}
