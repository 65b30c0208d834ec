import { clamp } from "./mood.ts";
import type { Band } from "./palette.ts";
import type {
  Brief,
  CellId,
  Chord,
  Note,
  Plan,
  Role,
  Section,
  SectionId,
  SectionLetter,
} from "./score.ts";
import { TICKS_PER_QUARTER } from "./score.ts";
import { barTicks, sectionSpan } from "./timeline.ts";

/**
 * What every voice is composed from. A voice is composed section by section and each section from
 * this alone, so that one cell can be composed anew without touching the next.
 */
export interface Draft {
  readonly brief: Brief;
  readonly plan: Plan;
  readonly sections: readonly Section[];
  readonly chords: readonly Chord[];
  readonly band: Band;
  readonly takes: Readonly<Record<CellId, number>>;
}

/** What is known of a piece before its chords. */
export type Outline = Pick<Draft, "brief" | "plan" | "sections" | "takes">;

/** A note before it has an id and a velocity. */
export interface WrittenNote {
  readonly tick: number;
  readonly dur: number;
  readonly pitch: number;
  /** Added to the velocity of its place. */
  readonly accent?: number;
}

export function takeOf(draft: Draft, role: Role, section: Section): number {
  return draft.takes[`${role}:${section.id}`] ?? 0;
}

/** The section in which a letter is heard first: its rhythm and contour rule the returns. */
export function firstOf(draft: Draft, letter: SectionLetter): Section | undefined {
  return draft.sections.find((section) => section.letter === letter);
}

/** A section's chords, without the held last one. */
export function chordsOf(draft: Draft, id: SectionId): Chord[] {
  return draft.chords.slice(0, -1).filter((chord) => chord.section === id);
}

/** Gives a section's notes their ids and dynamics. */
export function intoCell(
  draft: Draft,
  role: Role,
  section: Section,
  notes: readonly WrittenNote[],
): Note[] {
  const cell: CellId = `${role}:${section.id}`;
  const { from, to } = sectionSpan(section, draft.plan);
  return [...notes]
    .sort((a, b) => a.tick - b.tick || a.pitch - b.pitch)
    .map((note, index) => ({
      id: `${cell}:${index}`,
      tick: note.tick,
      dur: note.dur,
      pitch: note.pitch,
      velocity: Math.round(clamp(
        levelOf(draft, role, section) + metreAccent(note.tick, draft.plan.beatsPerBar) +
          phraseArch((note.tick - from) / (to - from)) + leadRise(draft, role, note.pitch) +
          (note.accent ?? 0),
        role === "drums" ? 12 : 18,
        122,
      )),
      cell,
    }));
}

const ROLE_VELOCITY: Readonly<Record<Role, number>> = {
  lead: 6,
  counter: -12,
  comp: -8,
  pad: -12,
  bass: 0,
  drums: 0,
};

function levelOf(draft: Draft, role: Role, section: Section): number {
  return draft.plan.velocity + (section.energy - draft.plan.energy) * 38 + ROLE_VELOCITY[role];
}

function metreAccent(tick: number, beatsPerBar: number): number {
  const inBar = tick % (beatsPerBar * TICKS_PER_QUARTER);
  if (inBar === 0) return 7;
  if (inBar % TICKS_PER_QUARTER !== 0) return -4;
  return beatsPerBar === 4 && inBar === 2 * TICKS_PER_QUARTER ? 4 : 1;
}

/** Louder towards the middle of a phrase, ±2. */
function phraseArch(position: number): number {
  const t = clamp(position, 0, 1);
  return 16 * t * (1 - t) - 2;
}

function leadRise(draft: Draft, role: Role, pitch: number): number {
  return role === "lead" ? clamp(0.5 * (pitch - draft.plan.register), -6, 6) : 0;
}

/** Steps of a sixteenth in one bar. */
export function stepsPerBar(plan: Plan): number {
  return barTicks(plan) / 120;
}

/**
 * Lets one voice sound at a time: a note ends where the next begins. Notes of a pick-up shorten
 * what they follow; a note left without length is dropped.
 */
export function monophonic(notes: readonly Note[]): Note[] {
  const sorted = [...notes].sort((a, b) => a.tick - b.tick || b.pitch - a.pitch);
  return sorted.flatMap((note, i) => {
    const next = sorted[i + 1];
    const dur = next ? Math.min(note.dur, next.tick - note.tick) : note.dur;
    return dur > 0 ? [{ ...note, dur }] : [];
  });
}

/** 1 calm, 2 moving, 3 driving. */
export function energyLevel(energy: number): 1 | 2 | 3 {
  return energy < 0.4 ? 1 : energy < 0.7 ? 2 : 3;
}
