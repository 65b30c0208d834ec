import type { LeadMeasures } from "./lead_measures.ts";
import type { Measures } from "./measure.ts";

/** A range a measure should fall in. */
export interface Target {
  readonly low: number;
  readonly high: number;
}

/** Where human melodies lie, and where the audition wants the lead (folk and pop, see ARCHITECTURE). */
export const LEAD_TARGETS: Readonly<Partial<Record<keyof LeadMeasures, Target>>> = {
  strongChordTones: { low: 0.8, high: 0.97 },
  chordTones: { low: 0.62, high: 0.85 },
  unisons: { low: 0.02, high: 0.3 },
  steps: { low: 0.4, high: 0.75 },
  thirds: { low: 0.1, high: 0.35 },
  wider: { low: 0.04, high: 0.22 },
  leapsOverOctave: { low: 0, high: 0.01 },
  returns: { low: 0.05, high: 0.26 },
  dithers: { low: 0, high: 0.05 },
  range: { low: 9, high: 20 },
  notesPerBar: { low: 1.5, high: 6 },
  offBeats: { low: 0.2, high: 0.5 },
  sixteenths: { low: 0, high: 0.3 },
  returningBars: { low: 0.4, high: 0.95 },
  parallels: { low: 0, high: 0.02 },
};

/** How badly a lead misses its targets: the sum of the misses in units of each target's width. */
export function leadPenalty(measures: LeadMeasures): number {
  let penalty = 0;
  for (const [name, target] of Object.entries(LEAD_TARGETS)) {
    const value = measures[name as keyof LeadMeasures];
    const miss = Math.max(0, target.low - value, value - target.high);
    penalty += miss / Math.max(target.high - target.low, 0.05);
  }
  return penalty;
}

/** Names the hard rules a score breaks; a piece that breaks one is composed anew. */
export function brokenRules(measures: Measures, durationSeconds: number): string[] {
  const rules: readonly (readonly [string, boolean])[] = [
    ["exact length", Math.abs(measures.durationSeconds - durationSeconds) < 1 / 44100],
    ["ends on the tonic after a cadence", measures.endsOnTonic],
    ["no empty bars", measures.emptyBars === 0],
    ["notes in the chord's scale ≥ .95", measures.inScale >= 0.95],
    ["lead chord tones on strong beats ≥ .75", measures.lead.strongChordTones >= 0.75],
    ["leaps over an octave ≤ .02", measures.lead.leapsOverOctave <= 0.02],
  ];
  return rules.filter(([, kept]) => !kept).map(([name]) => name);
}
