import { type Draft, firstOf, takeOf, type WrittenNote } from "./draft.ts";
import { melodyRhythm, type Onset } from "./melody_rhythm.ts";
import { type MelodySlot, searchMelody } from "./melody_search.ts";
import { planSlots, type SlotPlan } from "./melody_slots.ts";
import { transform } from "./motif.ts";
import { stream } from "./random.ts";
import type { Section } from "./score.ts";
import { barTicks, sectionSpan } from "./timeline.ts";

/**
 * The lead of one section, without ornament or pick-up: rhythm by letter, pitch by search, motif by
 * development. It depends on its letter's first section only, never on what stands before it.
 */
export function composeMelody(draft: Draft, section: Section): WrittenNote[] {
  const first = firstOf(draft, section.letter)!;
  if (first.id === section.id) return develop(draft, section);
  return recall(draft, section, develop(draft, first), first);
}

/** A letter's first statement: bars 1–2 free, bar 3 by development, later phrases by recollection. */
function develop(draft: Draft, section: Section): WrittenNote[] {
  const rhythm = melodyRhythm(draft, section);
  const plan = planSlots(draft, section, rhythm);
  const rng = stream(draft.brief.seed, "motif", section.letter, takeOf(draft, "lead", section));
  const bar = barTicks(draft.plan);
  const pitches: number[] = [];
  for (let b = 0; b < section.bars; b += 2) {
    const upTo = plan.onsets.findIndex((onset) => onset.bar >= b + 2);
    const end = upTo < 0 ? plan.onsets.length : upTo;
    const chunk = plan.onsets.slice(pitches.length, end).map((onset, i) => {
      const slot = plan.slots[pitches.length + i]!;
      const aim = aimOf(onset, b, section.bars, rhythm.sentence);
      if (!aim) return slot;
      const source = sourcePitch(plan, pitches, onset, aim.sourceBar, aim.position, bar);
      return source === undefined ? slot : { ...slot, target: source, targetWeight: aim.weight };
    });
    const moved = b % 4 === 2
      ? transform(draft, chunk, plan.onsets, pitches.length, b, rng)
      : chunk;
    pitches.push(...searchFrom(plan.slots, pitches, moved));
  }
  return plan.slots.map((slot, i) => ({
    tick: slot.tick,
    dur: slot.dur,
    pitch: pitches[i]!,
  }));
}

interface Aim {
  readonly sourceBar: number;
  readonly weight: number;
  readonly position: "same" | "head";
}

/** Which earlier bar a bar thinks of, and how strongly; the very first two think of nothing. */
function aimOf(onset: Onset, chunkBar: number, bars: number, sentence: boolean): Aim | undefined {
  const inPhrase = onset.bar % 4;
  if (chunkBar === 0) return undefined;
  if (sentence && onset.bar % 8 >= 4) {
    if (onset.bar % 8 < 6) return { sourceBar: 0, weight: 1.2, position: "head" };
    return undefined;
  }
  if (onset.bar < 4 || (bars === 16 && onset.bar >= 8 && onset.bar < 12)) {
    return inPhrase === 2 ? { sourceBar: onset.bar - 2, weight: 1.5, position: "same" } : undefined;
  }
  const isCadence = inPhrase === 3;
  return { sourceBar: inPhrase, weight: isCadence ? 0.5 : 2.2, position: "same" };
}

/** Pitch sounding in an already composed bar at the same place of the bar (or of its head). */
function sourcePitch(
  plan: SlotPlan,
  pitches: readonly number[],
  onset: Onset,
  sourceBar: number,
  position: "same" | "head",
  bar: number,
): number | undefined {
  const inBar = onset.tick - onset.bar * bar;
  const at = sourceBar * bar + (position === "head" ? inBar % (bar / 2) : inBar);
  let found: number | undefined;
  for (let i = 0; i < pitches.length; i++) {
    if (plan.onsets[i]!.tick <= at) found = pitches[i];
  }
  return found ?? pitches[0];
}

/** Continues a line: the two pitches before the new slots are fixed. */
function searchFrom(
  slots: readonly MelodySlot[],
  pitches: readonly number[],
  chunk: readonly MelodySlot[],
): number[] {
  const context = pitches.slice(-2).map((pitch, i, all): MelodySlot => {
    const slot = slots[pitches.length - all.length + i]!;
    return { ...slot, candidates: [pitch], noise: [0] };
  });
  return searchMelody([...context, ...chunk]).slice(context.length);
}

/** A', A'': the same rhythm, its pitches aimed at strongly, the cadence bar free to answer. */
function recall(
  draft: Draft,
  section: Section,
  original: readonly WrittenNote[],
  first: Section,
): WrittenNote[] {
  const rhythm = melodyRhythm(draft, section);
  const plan = planSlots(draft, section, rhythm);
  const origin = sectionSpan(first, draft.plan).from;
  const slots = plan.slots.map((slot, i): MelodySlot => {
    const onset = plan.onsets[i]!;
    const isCadence = onset.bar === section.bars - 1;
    const source = original.findLast((note) => note.tick - origin <= onset.tick) ?? original[0]!;
    return { ...slot, target: source.pitch, targetWeight: isCadence ? 0.5 : 2.6 };
  });
  const pitches = searchMelody(slots);
  return slots.map((slot, i) => ({ tick: slot.tick, dur: slot.dur, pitch: pitches[i]! }));
}
