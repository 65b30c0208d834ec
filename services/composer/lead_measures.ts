import { mod12 } from "./keys.ts";
import type { Chord, Note, Plan, Score } from "./score.ts";
import { barTicks, chordAt } from "./timeline.ts";

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

/** What each bar of a line holds: (place, pitch). */
export function barContents(notes: readonly Note[], bars: number, bar: number): Set<string>[] {
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

/** Shared items over all of two sets. */
export function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size + b.size === 0) return 0;
  let shared = 0;
  for (const item of a) if (b.has(item)) shared++;
  return (2 * shared) / (a.size + b.size);
}

/** A share, or `whenEmpty` of nothing. */
export function ratio(part: number, whole: number, whenEmpty = 0): number {
  return whole > 0 ? part / whole : whenEmpty;
}

export function mean(values: readonly number[]): number {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : 0;
}
