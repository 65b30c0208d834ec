import { mod12 } from "./keys.ts";
import type { Chord, Note, Plan, Score } from "./score.ts";
import { barTicks, chordAt, holdTick, holdTicks, PRE_ROLL_SECONDS, secondsAt } from "./timeline.ts";

/** What one voice's line is like; shares are 0..1. */
export interface LeadMeasures {
  readonly strongChordTones: number;
  readonly chordTones: number;
  readonly unisons: number;
  readonly steps: number;
  readonly thirds: number;
  readonly wider: number;
  readonly leapsOverOctave: number;
  /** Going back to the note before last. */
  readonly returns: number;
  /** Four notes ABAB. */
  readonly dithers: number;
  readonly range: number;
  readonly notesPerBar: number;
  readonly offBeats: number;
  readonly sixteenths: number;
  /** Bars heard again (≥ .6 alike) at least two bars away. */
  readonly returningBars: number;
  readonly meanPitch: number;
  /** Similar-motion fifths and octaves with the bass, per pair of moves. */
  readonly parallels: number;
}

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

/** The lead's part of the measures; cheap, so that the audition can use it. */
export function measureLead(
  lead: readonly Note[],
  bass: readonly Note[],
  chords: readonly Chord[],
  { bars, beatsPerBar }: Pick<Plan, "bars" | "beatsPerBar">,
): LeadMeasures {
  const bar = beatsPerBar * 480;
  const isChordTone = (note: Note) => chordAt(chords, note.tick).pcs.includes(mod12(note.pitch));
  const strong = lead.filter((note) => {
    const inBar = note.tick % bar;
    return inBar === 0 || (beatsPerBar === 4 && inBar === 960);
  });
  const pitches = lead.map((note) => note.pitch);
  const moves = pitches.slice(1).map((pitch, i) => Math.abs(pitch - pitches[i]!));
  const share = (test: (size: number) => boolean) => ratio(moves.filter(test).length, moves.length);
  return {
    strongChordTones: ratio(strong.filter(isChordTone).length, strong.length, 1),
    chordTones: ratio(lead.filter(isChordTone).length, lead.length, 1),
    unisons: share((size) => size === 0),
    steps: share((size) => size === 1 || size === 2),
    thirds: share((size) => size === 3 || size === 4),
    wider: share((size) => size > 4),
    leapsOverOctave: share((size) => size > 12),
    returns: ratio(
      pitches.filter((p, i) => i > 1 && p === pitches[i - 2] && p !== pitches[i - 1]).length,
      Math.max(0, pitches.length - 2),
    ),
    dithers: ratio(
      pitches.filter((p, i) =>
        i > 2 && p === pitches[i - 2] && pitches[i - 1] === pitches[i - 3] && p !== pitches[i - 1]
      ).length,
      Math.max(0, pitches.length - 3),
    ),
    range: pitches.length > 0 ? Math.max(...pitches) - Math.min(...pitches) : 0,
    notesPerBar: lead.length / Math.max(1, bars),
    offBeats: ratio(lead.filter((note) => note.tick % 480 === 240).length, lead.length),
    sixteenths: ratio(lead.filter((note) => note.tick % 240 === 120).length, lead.length),
    returningBars: returningBars(lead, bars, bar),
    meanPitch: mean(pitches),
    parallels: parallels(lead, bass),
  };
}

/** Likeness 0..1 of two leads bar by bar: shared (place, pitch) over all of them (Dice). */
export function leadSimilarity(a: Score, b: Score): number {
  const notes = (score: Score) => score.parts.find((part) => part.role === "lead")?.notes ?? [];
  const bars = Math.min(a.plan.bars, b.plan.bars);
  const ofA = barContents(notes(a), bars, barTicks(a.plan));
  const ofB = barContents(notes(b), bars, barTicks(b.plan));
  return mean(ofA.map((content, i) => dice(content, ofB[i]!)));
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

function parallels(lead: readonly Note[], bass: readonly Note[]): number {
  let moves = 0;
  let bad = 0;
  for (let i = 1; i < lead.length; i++) {
    const a = lead[i - 1]!;
    const b = lead[i]!;
    const under = bass.findLast((n) => n.tick <= a.tick && n.tick + n.dur > a.tick);
    const next = bass.findLast((n) => n.tick <= b.tick && n.tick + n.dur > b.tick);
    if (!under || !next) continue;
    moves++;
    const similar = (b.pitch - a.pitch) * (next.pitch - under.pitch) > 0;
    const interval = mod12(b.pitch - next.pitch);
    const perfect = interval === 0 || interval === 7;
    if (similar && perfect && interval === mod12(a.pitch - under.pitch)) bad++;
  }
  return ratio(bad, moves);
}

function barContents(notes: readonly Note[], bars: number, bar: number): Set<string>[] {
  const contents = Array.from({ length: bars }, () => new Set<string>());
  for (const note of notes) {
    contents[Math.floor(note.tick / bar)]?.add(`${note.tick % bar}/${note.pitch}`);
  }
  return contents;
}

function returningBars(lead: readonly Note[], bars: number, bar: number): number {
  const contents = barContents(lead, bars, bar);
  const sung = contents.map((content, i) => ({ content, i })).filter(({ content }) =>
    content.size > 0
  );
  const back = sung.filter(({ content, i }) =>
    sung.some((other) => Math.abs(other.i - i) >= 2 && dice(content, other.content) >= 0.6)
  );
  return ratio(back.length, sung.length);
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

function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size + b.size === 0) return 0;
  let shared = 0;
  for (const item of a) if (b.has(item)) shared++;
  return (2 * shared) / (a.size + b.size);
}

function ratio(part: number, whole: number, whenEmpty = 0): number {
  return whole > 0 ? part / whole : whenEmpty;
}

function mean(values: readonly number[]): number {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : 0;
}
