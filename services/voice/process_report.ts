import type { VoiceAnalysis } from "./analyse_voice.ts";
import { type Breath, MOST_CALM_DB } from "./breaths.ts";
import type { PitchPlan, PitchReport } from "./correct_pitch.ts";
import { type IntonationFigures, intonationFigures } from "./intonation_figures.ts";
import type { ProcessSettings } from "./process_take.ts";
import type { TimingPlan, TimingReport } from "./quantise_timing.ts";
import { targetSeconds, type TimeMap } from "./time_map.ts";
import { gridLines, offGrid } from "./timing_grid.ts";

/** Why something that was wanted was not done. */
export interface ProcessWarning {
  readonly code: "silent" | "unpitched" | "polyphonic";
  readonly message: string;
}

/** What a take's processing found and changed, as it goes out; a part that was not done says nothing. */
export interface ProcessReport extends
  Partial<PitchReport>,
  Partial<TimingReport>,
  Partial<{
    readonly median_abs_cents_before: number;
    readonly median_abs_cents_after: number;
    readonly p95_abs_cents_before: number;
    readonly p95_abs_cents_after: number;
    readonly frames_in_50_cents_before: number;
    readonly frames_in_50_cents_after: number;
    readonly median_off_grid_ms_after: number;
    readonly breaths_found: number;
    readonly breath_gain_db: number;
  }> {
  readonly warnings: readonly ProcessWarning[];
}

interface Processed {
  readonly analysis: VoiceAnalysis;
  /** Measured on the result. */
  readonly after: VoiceAnalysis;
  readonly settings: ProcessSettings;
  readonly timing: TimingPlan | undefined;
  readonly pitch: PitchPlan | undefined;
  readonly breaths: readonly Breath[] | undefined;
}

export function reportOf(done: Processed): ProcessReport {
  return { ...tuning(done), ...timing(done), ...breathing(done), warnings: warnings(done) };
}

function tuning({ analysis, after, pitch, timing }: Processed): Partial<ProcessReport> {
  if (!pitch) return {};
  const meant = analysis.notes.map(({ startSeconds, endSeconds }, i) => {
    return { startSeconds, endSeconds, targetMidi: pitch.targets[i]! };
  });
  const map: TimeMap = timing?.map ?? [];
  const moved = meant.map(({ startSeconds, endSeconds, targetMidi }) => ({
    startSeconds: targetSeconds(map, startSeconds),
    endSeconds: targetSeconds(map, endSeconds),
    targetMidi,
  }));
  const was = intonationFigures(analysis.contour, meant);
  const is = intonationFigures(after.contour, moved);
  return {
    ...pitch.report,
    median_abs_cents_before: tenth(was.medianAbsCents),
    median_abs_cents_after: tenth(is.medianAbsCents),
    p95_abs_cents_before: tenth(was.p95AbsCents),
    p95_abs_cents_after: tenth(is.p95AbsCents),
    frames_in_50_cents_before: share(was),
    frames_in_50_cents_after: share(is),
  };
}

/** An onset is found again where it was put, give or take this. */
const SAME_ONSET_SECONDS = 0.06;

function timing({ after, settings, timing }: Processed): Partial<ProcessReport> {
  if (!timing || !settings.timing) return {};
  const { grid, tempoBpm, offsetSeconds } = settings.timing;
  const lines = gridLines(grid, tempoBpm, offsetSeconds);
  const offMs = timing.placed.flatMap(({ atSeconds }) => {
    const put = targetSeconds(timing.map, atSeconds);
    const distance = (note: { startSeconds: number }) => Math.abs(note.startSeconds - put);
    const found = after.notes.toSorted((one, other) => distance(one) - distance(other))[0];
    if (!found || distance(found) > SAME_ONSET_SECONDS) return [];
    return [1000 * Math.abs(offGrid(lines, found.startSeconds))];
  }).sort((one, other) => one - other);
  return { ...timing.report, median_off_grid_ms_after: tenth(offMs[offMs.length >> 1] ?? 0) };
}

function breathing({ breaths, settings }: Processed): Partial<ProcessReport> {
  if (!breaths || !settings.breaths) return {};
  const gainDb = breaths.length > 0 ? -MOST_CALM_DB * settings.breaths.strength : 0;
  return { breaths_found: breaths.length, breath_gain_db: tenth(gainDb) };
}

const MESSAGES: Readonly<Record<ProcessWarning["code"], string>> = {
  silent: "The take is silent: there is nothing to work on.",
  unpitched: "No sung pitch was found: pitch and timing stay as they are.",
  polyphonic: "Several voices sound at once: pitch and timing stay as they are, " +
    "breath control, styles and the mix still work.",
};

function warnings({ analysis: { problem }, settings }: Processed): ProcessWarning[] {
  if (problem === null) return [];
  if (problem !== "silent" && !settings.pitch && !settings.timing) return [];
  return [{ code: problem, message: MESSAGES[problem] }];
}

function share({ framesIn50Cents }: IntonationFigures): number {
  return Math.round(framesIn50Cents * 1000) / 1000;
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
