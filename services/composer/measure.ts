import { mod12 } from "./keys.ts";
import { barContents, dice, type LeadMeasures, mean, measureLead, ratio } from "./lead_measures.ts";
import type { Chord, Note, Score } from "./score.ts";
import { barTicks, chordAt, holdTick, holdTicks, PRE_ROLL_SECONDS, secondsAt } from "./timeline.ts";

/** The statistics by which a piece is judged. */
export interface Measures {
  readonly durationSeconds: number;
  readonly endsOnTonic: boolean;
  readonly emptyBars: number;
  /** Pitched notes in the sounding chord's scale or the next chord's. */
  readonly inScale: number;
  /** Best fit of 36 plain scales (major, harmonic and melodic minor). */
  readonly scaleConsistency: number;
  readonly lead: LeadMeasures;
  /** Pitch-class entropy, bits. */
  readonly entropy: number;
  readonly grooveConsistency: number;
  readonly drumConsistency: number;
  /** Likeness of A and A' minus likeness of A and B; NaN without both. */
  readonly formContrast: number;
  readonly distinctChords: number;
  readonly chordsPerBar: number;
  readonly parts: number;
  readonly notesPerSecond: number;
  readonly meanVelocity: number;
}

/** Measures a score as written (MusPy's definitions where it has them: Dong et al. 2020). */
export function measure(score: Score): Measures {
  const { plan, chords, parts } = score;
  const lead = parts.find((part) => part.role === "lead")?.notes ?? [];
  const bass = parts.find((part) => part.role === "bass")?.notes ?? [];
  const pitched = parts.filter((part) => !part.drum).flatMap((part) => part.notes);
  const all = parts.flatMap((part) => part.notes);
  const drums = parts.filter((part) => part.drum).flatMap((part) => part.notes);
  const bar = barTicks(plan);
  const endTick = holdTick(plan) + holdTicks(plan);
  const durationSeconds = PRE_ROLL_SECONDS + secondsAt(endTick, score.tempoMap);
  return {
    durationSeconds,
    endsOnTonic: endsOnTonic(score),
    emptyBars: emptyBars(all, plan.bars, bar),
    inScale: inScale(pitched, chords),
    scaleConsistency: scaleConsistency(pitched),
    lead: measureLead(lead, bass, chords, plan),
    entropy: entropy(pitched),
    grooveConsistency: grooveConsistency(all, plan.bars, bar),
    drumConsistency: grooveConsistency(drums, plan.bars, bar),
    formContrast: formContrast(score, lead),
    distinctChords: new Set(chords.map((chord) => chord.name)).size,
    chordsPerBar: chords.length / (plan.bars + 1),
    parts: parts.length,
    notesPerSecond: all.length / durationSeconds,
    meanVelocity: mean(all.map((note) => note.velocity)),
  };
}

function endsOnTonic({ plan, chords }: Score): boolean {
  const last = chords.at(-1);
  const before = chords.at(-2);
  return last !== undefined && before !== undefined && last.bass === plan.key && last.fn === "T" &&
    before.fn !== "T";
}

function emptyBars(notes: readonly Note[], bars: number, bar: number): number {
  let empty = 0;
  for (let b = 0; b < bars; b++) {
    if (!notes.some((n) => n.tick < (b + 1) * bar && n.tick + n.dur > b * bar)) empty++;
  }
  return empty;
}

function inScale(notes: readonly Note[], chords: readonly Chord[]): number {
  const fits = (note: Note) => {
    const chord = chordAt(chords, note.tick);
    const next = chordAt(chords, chord.tick + chord.dur);
    const pc = mod12(note.pitch);
    return chord.scale.includes(pc) || next.scale.includes(pc);
  };
  return ratio(notes.filter(fits).length, notes.length, 1);
}

const PLAIN_SCALES = [
  [0, 2, 4, 5, 7, 9, 11],
  [0, 2, 3, 5, 7, 8, 11],
  [0, 2, 3, 5, 7, 9, 11],
];

function scaleConsistency(notes: readonly Note[]): number {
  const counts = pitchClassCounts(notes);
  let best = 0;
  for (let tonic = 0; tonic < 12; tonic++) {
    for (const scale of PLAIN_SCALES) {
      best = Math.max(best, scale.reduce((sum, step) => sum + counts[(tonic + step) % 12]!, 0));
    }
  }
  return ratio(best, notes.length, 1);
}

function entropy(notes: readonly Note[]): number {
  return pitchClassCounts(notes).reduce((sum, count) => {
    const p = ratio(count, notes.length);
    return p > 0 ? sum - p * Math.log2(p) : sum;
  }, 0);
}

function pitchClassCounts(notes: readonly Note[]): number[] {
  const counts = new Array<number>(12).fill(0);
  for (const note of notes) counts[mod12(note.pitch)]! += 1;
  return counts;
}

/** 1 minus the mean share of steps by which neighbouring bars differ. */
function grooveConsistency(notes: readonly Note[], bars: number, bar: number): number {
  const steps = bar / 120;
  const rows = Array.from({ length: bars }, () => new Uint8Array(steps));
  for (const note of notes) {
    rows[Math.floor(note.tick / bar)]?.fill(
      1,
      Math.floor((note.tick % bar) / 120),
      Math.floor((note.tick % bar) / 120) + 1,
    );
  }
  const played = rows.filter((row) => row.includes(1));
  if (played.length < 2) return 1;
  let differing = 0;
  for (let b = 1; b < played.length; b++) {
    for (let s = 0; s < steps; s++) differing += played[b]![s] === played[b - 1]![s] ? 0 : 1;
  }
  return 1 - differing / ((played.length - 1) * steps);
}

function formContrast(score: Score, lead: readonly Note[]): number {
  const bar = barTicks(score.plan);
  const contents = barContents(lead, score.plan.bars, bar);
  const [a, again] = score.sections.filter((section) => section.letter === "A");
  const b = score.sections.find((section) => section.letter === "B");
  if (!a || !again || !b) return NaN;
  const alike = (x: typeof a, y: typeof a) => {
    const bars = Math.min(x.bars, y.bars);
    return mean(
      Array.from({ length: bars }, (_, i) => dice(contents[x.bar + i]!, contents[y.bar + i]!)),
    );
  };
  return alike(a, again) - alike(a, b);
}
