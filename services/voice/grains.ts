import type { MarkedSpan, PitchMarks } from "./pitch_marks.ts";
import type { TimeMap } from "./time_map.ts";

/** What becomes of a voice. */
export interface Plan {
  /** By how much the pitch is multiplied at a moment of the source; read where it is voiced; default 1. */
  readonly ratioAt?: (seconds: number) => number;
  /** Default: everything stays in its place. */
  readonly timeMap?: TimeMap;
}

/** A piece of the source and where it is heard, in samples. A single pulse has `from` = `to`. */
export interface Grain {
  /** Heard in full from here … */
  readonly from: number;
  /** … to here. */
  to: number;
  /** Added to a position of the source it is that of the result. */
  readonly shift: number;
  readonly gain: number;
  /** How long it fades in before `from`, and out after `to`. */
  readonly fadeIn: number;
  fadeOut: number;
}

type OfSample = (sample: number) => number;

/**
 * Lays grains over marks. The phase of a span, counted in periods from its first mark, runs faster where
 * the pitch rises or the time is stretched; a pulse of the result lies wherever that phase is whole, and
 * sounds as the pulse of the source that is nearest. Where nothing changes, the pulses of both coincide,
 * and their grains join to one long one.
 */
export function layGrains(marks: PitchMarks, sampleRate: number, plan: Plan): Grain[] {
  const { positions } = marks;
  const ratioAt = (sample: number) => clamped(plan.ratioAt?.(sample / sampleRate) ?? 1);
  const shiftAt = shifts(plan.timeMap ?? [], sampleRate);
  const start = Math.round(shiftAt(0));
  const grains: Grain[] = [{ from: 0, to: 0, shift: start, gain: 1, fadeIn: 0, fadeOut: 0 }];
  for (const span of marks.spans) {
    if (span.voiced) {
      grains.at(-1)!.fadeOut = positions[span.first + 1]! - positions[span.first]!;
      for (const { source, nearest } of wholePhases(positions, span, shiftAt, ratioAt)) {
        const from = positions[nearest]!;
        add(grains, {
          from,
          to: from,
          shift: source - from + shiftAt(source),
          gain: 1 / Math.sqrt(ratioAt(source)), // more pulses per second are more power
          fadeIn: from - positions[nearest - 1]!,
          fadeOut: positions[nearest + 1]! - from,
        });
      }
    } else {
      for (const { source } of wholePhases(positions, span, shiftAt, () => 1)) {
        addBeside(grains, Math.round(source), Math.round(shiftAt(source)));
      }
    }
    // Spans meet in the source's own mark, whole samples away, so that what is unvoiced stays as it is.
    addBeside(grains, positions[span.last]!, Math.round(shiftAt(positions[span.last]!)));
  }
  return grains;
}

/** Where the phase of a span is whole, its ends not included, and the mark that is nearest in phase. */
function* wholePhases(
  positions: Float64Array,
  { first, last }: MarkedSpan,
  shiftAt: OfSample,
  ratioAt: OfSample,
): Generator<{ readonly source: number; readonly nearest: number }> {
  const phases = new Float64Array(last - first + 1);
  for (let i = first; i < last; i++) {
    const [one, other] = [positions[i]!, positions[i + 1]!];
    const stretch = Math.max(MIN_RATIO, 1 + (shiftAt(other) - shiftAt(one)) / (other - one));
    phases[i + 1 - first] = phases[i - first]! + stretch * ratioAt((one + other) / 2);
  }
  const end = phases[last - first]!;
  for (let phase = 1, mark = first; phase < end - 0.5; phase++) {
    while (phases[mark + 1 - first]! <= phase) mark++;
    const before = phases[mark - first]!;
    const part = (phase - before) / (phases[mark + 1 - first]! - before);
    const source = positions[mark]! + part * (positions[mark + 1]! - positions[mark]!);
    const nearest = part < 0.5 ? mark : mark + 1;
    yield { source, nearest: Math.min(last - 1, Math.max(first + 1, nearest)) };
  }
}

function add(grains: Grain[], grain: Grain): void {
  const last = grains.at(-1)!;
  if (last.shift === grain.shift && last.gain === grain.gain) {
    last.to = grain.to;
    last.fadeOut = grain.fadeOut;
  } else grains.push(grain);
}

/** Adds a position of the source that takes over from the grain before it by a plain cross-fade. */
function addBeside(grains: Grain[], at: number, shift: number): void {
  const last = grains.at(-1)!;
  const gap = Math.max(1, at + shift - (last.to + last.shift));
  const joins = last.shift === shift && last.gain === 1;
  if (!joins) last.fadeOut = gap;
  add(grains, { from: at, to: at, shift, gain: 1, fadeIn: gap, fadeOut: 0 });
}

/** How far a time map moves a sample; in whole samples wherever it moves without stretching. */
function shifts(map: TimeMap, sampleRate: number): OfSample {
  const at = map.map((point) => point.sourceSeconds * sampleRate);
  const by = map.map((p) => Math.round((p.targetSeconds - p.sourceSeconds) * sampleRate));
  let cursor = 0;
  return (sample) => {
    if (at.length === 0) return 0;
    while (cursor > 0 && at[cursor - 1]! > sample) cursor--;
    while (cursor < at.length && at[cursor]! <= sample) cursor++;
    if (cursor === 0) return by[0]!;
    const before = by[cursor - 1]!;
    if (cursor === at.length) return before;
    const part = (sample - at[cursor - 1]!) / (at[cursor]! - at[cursor - 1]!);
    return before + part * (by[cursor]! - before);
  };
}

const MIN_RATIO = 0.25;
const MAX_RATIO = 4;

function clamped(ratio: number): number {
  return Math.min(MAX_RATIO, Math.max(MIN_RATIO, ratio));
}
