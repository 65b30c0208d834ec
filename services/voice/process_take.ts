import { analyseVoice, type VoiceAnalysis } from "./analyse_voice.ts";
import { calmBreaths, findBreaths } from "./breaths.ts";
import { type PitchPlan, planPitch } from "./correct_pitch.ts";
import type { CorrectionSettings } from "./correction_curve.ts";
import type { NotePitch } from "./note_targets.ts";
import { type ProcessReport, reportOf } from "./process_report.ts";
import { psola } from "./psola.ts";
import { planTiming, type TimingPlan, type TimingSettings } from "./quantise_timing.ts";
import { lengthOf, type Take } from "./take.ts";
import { sourceSeconds } from "./time_map.ts";

/** What is wanted; a part that is absent is not done. */
export interface ProcessSettings {
  readonly pitch?: CorrectionSettings & {
    /** The take's own by default, both or none. */
    readonly key?: string;
    readonly scale?: string;
    readonly pitches?: readonly NotePitch[];
  };
  readonly timing?: TimingSettings;
  readonly breaths?: { readonly strength: number };
}

export interface ProcessedTake {
  readonly take: Take;
  readonly after: VoiceAnalysis;
  /** Where the tune was led, per frame of `after`; 0 where nowhere. */
  readonly targetMidi: Float32Array<ArrayBuffer>;
  readonly report: ProcessReport;
}

/**
 * Timing, pitch and breaths of a take. Time and pitch are moved together, so that the voice is taken
 * apart once. What cannot be done well is refused, and the report says so.
 *
 * @param onProgress a stage as a person reads it, and how much of the whole is done, 0 … 1.
 * @returns the very take that was given when nothing is to be changed.
 * @throws {RangeError} when key, scale or tempo make no sense.
 */
export function processTake(
  take: Take,
  analysis: VoiceAnalysis,
  settings: ProcessSettings,
  onProgress: (stage: string, progress: number) => void = () => {},
): ProcessedTake {
  const tunable = analysis.problem === null;
  const seconds = lengthOf(take) / take.sampleRate;
  onProgress("timing", 0);
  const timing = settings.timing && tunable
    ? planTiming(analysis, seconds, settings.timing)
    : undefined;
  onProgress("tuning", 0.05);
  const pitch = settings.pitch && tunable
    ? planPitch(analysis, { ...keyOf(analysis, settings.pitch), ...settings.pitch })
    : undefined;
  onProgress("breaths", 0.1);
  // Breaths lie where there is no voice: turned down before or after the voice is moved, they are the same.
  const breaths = settings.breaths ? findBreaths(take, analysis) : undefined;
  const calm = calmBreaths(take, breaths ?? [], settings.breaths?.strength ?? 0);
  onProgress(pitch ? "tuning" : "timing", 0.2);
  const moved = moveVoice(calm, analysis, timing, settings.pitch?.strength ? pitch : undefined);
  onProgress("listening", 0.6);
  const after = moved === take ? analysis : analyseVoice(moved);
  const report = reportOf({ analysis, after, settings, timing, pitch, breaths });
  onProgress("listening", 1);
  return { take: moved, after, targetMidi: moveTargets(pitch, timing, after), report };
}

function keyOf(
  { key }: VoiceAnalysis,
  chosen: { readonly key?: string; readonly scale?: string },
): { readonly key: string; readonly scale: string } {
  return chosen.key !== undefined && chosen.scale !== undefined
    ? { key: chosen.key, scale: chosen.scale }
    : { key: key.key, scale: key.scale };
}

function moveVoice(
  take: Take,
  { contour }: VoiceAnalysis,
  timing: TimingPlan | undefined,
  pitch: PitchPlan | undefined,
): Take {
  const timeMap = timing?.map ?? [];
  if (pitch === undefined && timeMap.length === 0) return take;
  return psola(take, contour, { timeMap, ratioAt: pitch?.ratioAt });
}

function moveTargets(
  pitch: PitchPlan | undefined,
  timing: TimingPlan | undefined,
  { contour: { f0Hz, hopSeconds } }: VoiceAnalysis,
): Float32Array<ArrayBuffer> {
  const targets = new Float32Array(f0Hz.length);
  if (!pitch) return targets;
  return targets.map((_, i) =>
    pitch.targetMidi[Math.round(sourceSeconds(timing?.map ?? [], i * hopSeconds) / hopSeconds)] ?? 0
  );
}
