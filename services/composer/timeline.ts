import {
  type Chord,
  type Plan,
  type Section,
  type TempoChange,
  TICKS_PER_QUARTER,
} from "./score.ts";

/** Sound starts this late, so that notes played early are not clipped. */
export const PRE_ROLL_SECONDS = 0.06;

export function barTicks(plan: { readonly beatsPerBar: number }): number {
  return plan.beatsPerBar * TICKS_PER_QUARTER;
}

/** Tick at which the held last chord starts. */
export function holdTick(plan: Plan): number {
  return plan.bars * barTicks(plan);
}

/**
 * Written length of the held last chord: its seconds in whole beats of the piece; a tempo of its
 * own (see `tempoMapOf`) makes the total exact to the microsecond.
 */
export function holdTicks(plan: Plan): number {
  const beats = Math.max(1, Math.round((plan.holdSeconds * 1e6) / plan.usPerQuarter));
  return beats * TICKS_PER_QUARTER;
}

/** Constant tempo, a slowing last bar, then the held chord. */
export function tempoMapOf(plan: Plan): TempoChange[] {
  const map: TempoChange[] = [{ tick: 0, usPerQuarter: plan.usPerQuarter }];
  const lastBar = holdTick(plan) - barTicks(plan);
  if (plan.ritard > 0) {
    for (let beat = 0; beat < plan.beatsPerBar; beat++) {
      const tick = lastBar + beat * TICKS_PER_QUARTER;
      const usPerQuarter = ritardUs(plan.usPerQuarter, plan.ritard, beat, plan.beatsPerBar);
      if (tick === 0) map[0] = { tick, usPerQuarter };
      else map.push({ tick, usPerQuarter });
    }
  }
  map.push({
    tick: holdTick(plan),
    usPerQuarter: Math.round((plan.holdSeconds * 1e6 * TICKS_PER_QUARTER) / holdTicks(plan)),
  });
  return map;
}

/** Microseconds of one beat of the slowing last bar. */
export function ritardUs(
  usPerQuarter: number,
  ritard: number,
  beat: number,
  beats: number,
): number {
  return Math.round(usPerQuarter * (1 + (ritard * (beat + 0.5)) / beats));
}

/** Seconds from tick 0 (without the pre-roll) of a possibly fractional tick ≥ 0. */
export function secondsAt(tick: number, map: readonly TempoChange[]): number {
  let seconds = 0;
  for (let i = 0; i < map.length; i++) {
    const { tick: from, usPerQuarter } = map[i]!;
    const to = Math.min(tick, map[i + 1]?.tick ?? Infinity);
    if (to <= from) break;
    seconds += ((to - from) * usPerQuarter) / (TICKS_PER_QUARTER * 1e6);
  }
  return seconds;
}

/** The chord sounding at a tick; the first before the start, the last after the end. */
export function chordAt(chords: readonly Chord[], tick: number): Chord {
  let low = 0;
  let high = chords.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (chords[middle]!.tick <= tick) low = middle;
    else high = middle - 1;
  }
  return chords[low]!;
}

/** First and last (exclusive) tick of a section, without the hold. */
export function sectionSpan(section: Section, plan: Plan): { from: number; to: number } {
  const bar = barTicks(plan);
  return { from: section.bar * bar, to: (section.bar + section.bars) * bar };
}
