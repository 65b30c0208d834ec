import type { VoiceAnalysis } from "./analyse_voice.ts";
import { type Onset, type PlacedOnset, placeOnsets } from "./onset_places.ts";
import { psola } from "./psola.ts";
import type { SungNote } from "./sung_note.ts";
import { lengthOf, type Take } from "./take.ts";
import { type TimeMap, timeMap, type TimePoint } from "./time_map.ts";
import { type Grid, gridLines, offGrid } from "./timing_grid.ts";

export interface TimingSettings {
  /** 0 leaves everything as it is, 1 puts every onset on its line. */
  readonly strength: number;
  readonly grid: Grid;
  readonly tempoBpm: number;
  /** When the take starts in the project, whose first beat is at 0. */
  readonly offsetSeconds: number;
}

export interface TimingReport {
  readonly grid: Grid;
  readonly tempo_bpm: number;
  /** Notes that begin with an onset or a step of pitch that is sure enough to be moved. */
  readonly onsets_found: number;
  readonly onsets_moved: number;
  /** Beginnings of notes that were not sure enough, or had no line within reach. */
  readonly onsets_left: number;
  readonly median_shift_ms: number;
  readonly max_shift_ms: number;
  /** Of the onsets found. */
  readonly median_off_grid_ms_before: number;
}

export interface TimingPlan {
  readonly map: TimeMap;
  /** The onsets that go to a line, with the whole way there. */
  readonly placed: readonly PlacedOnset[];
  readonly report: TimingReport;
}

/**
 * Moves the onsets of a voice to the lines of a grid; what lies between is stretched, consonants and
 * attacks are not, the pitch stays, and so do the take's start and end.
 *
 * @returns with `strength` 0 the very take that was given.
 */
export function quantiseTiming(
  take: Take,
  analysis: VoiceAnalysis,
  settings: TimingSettings,
): { take: Take; report: TimingReport } {
  const { map, report } = planTiming(analysis, lengthOf(take) / take.sampleRate, settings);
  const moved = map.length === 0 ? take : psola(take, analysis.contour, { timeMap: map });
  return { take: moved, report };
}

export function planTiming(
  { notes }: Pick<VoiceAnalysis, "notes">,
  durationSeconds: number,
  { strength, grid, tempoBpm, offsetSeconds }: TimingSettings,
): TimingPlan {
  const lines = gridLines(grid, tempoBpm, offsetSeconds);
  const onsets = onsetsOf(notes);
  const placed = placeOnsets(onsets, lines, durationSeconds);
  const shiftsMs = placed.map(({ shiftSeconds }) => 1000 * strength * Math.abs(shiftSeconds));
  const offMs = onsets.map(({ atSeconds }) => 1000 * Math.abs(offGrid(lines, atSeconds)));
  return {
    map: strength === 0 || placed.length === 0 ? [] : mapOf(placed, strength, durationSeconds),
    placed,
    report: {
      grid,
      tempo_bpm: tempoBpm,
      onsets_found: onsets.length,
      onsets_moved: shiftsMs.filter((ms) => ms > MOVED_MS).length,
      onsets_left: notes.length - placed.length,
      median_shift_ms: rounded(quantile(shiftsMs, 0.5)),
      max_shift_ms: rounded(quantile(shiftsMs, 1)),
      median_off_grid_ms_before: rounded(quantile(offMs, 0.5)),
    },
  };
}

const SURE = 0.3;
/** The boundary of a step is worth half an onset's, see `segmentNotes`. */
const SURE_STEP = 0.2;
const MOVED_MS = 1;

/** A voice rises for a while before it is as loud as `segmentNotes` wants a beginning to be. */
const RISE_SECONDS = 0.006;
/** Before an onset: room for the consonant that belongs to it. Around a step: its glide. */
const CONSONANT_SECONDS = 0.13;
const ATTACK_SECONDS = 0.06;
const GLIDE_SECONDS = 0.03;

function onsetsOf(notes: readonly SungNote[]): Onset[] {
  return notes.flatMap((note, i) => {
    if (note.confidence < (note.begunBy === "onset" ? SURE : SURE_STEP)) return [];
    const bound = note.begunBy === "step";
    const atSeconds = Math.max(0, note.startSeconds - (bound ? 0 : RISE_SECONDS));
    const half = (note.endSeconds - atSeconds) / 2;
    const rest = atSeconds - (notes[i - 1]?.endSeconds ?? 0);
    return [{
      atSeconds,
      fromSeconds: atSeconds - (bound ? GLIDE_SECONDS : Math.min(CONSONANT_SECONDS, 0.7 * rest)),
      toSeconds: atSeconds + Math.min(bound ? GLIDE_SECONDS : ATTACK_SECONDS, half),
    }];
  });
}

function mapOf(placed: readonly PlacedOnset[], strength: number, end: number): TimeMap {
  const point = (sourceSeconds: number, shift: number): TimePoint => {
    return { sourceSeconds, targetSeconds: sourceSeconds + strength * shift };
  };
  const moved = placed.flatMap(({ fromSeconds, toSeconds, shiftSeconds }) => [
    point(fromSeconds, shiftSeconds),
    point(toSeconds, shiftSeconds),
  ]);
  return timeMap([point(0, 0), ...moved, point(end, 0)]);
}

function quantile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(part * (values.length - 1))] ?? 0;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
