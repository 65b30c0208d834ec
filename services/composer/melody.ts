import { type Draft, firstOf, takeOf, type WrittenNote } from "./draft.ts";
import { mod12 } from "./keys.ts";
import { melodyRhythm, type Onset, type SectionRhythm } from "./melody_rhythm.ts";
import { type MelodySlot, searchMelody } from "./melody_search.ts";
import { scaleOf } from "./mood.ts";
import { type Stream, stream } from "./random.ts";
import type { Chord, Section } from "./score.ts";
import { barTicks, chordAt, sectionSpan } from "./timeline.ts";

/**
 * The lead of one section, without ornament or pick-up: rhythm by letter, pitch by search, motif by
 * development. It depends on its letter's first section only, never on what stands before it.
 */
export function composeMelody(draft: Draft, section: Section): WrittenNote[] {
  const first = firstOf(draft, section.letter)!;
  if (first.id === section.id) return develop(draft, section);
  return recall(draft, section, develop(draft, first), first);
}

/** The range the lead moves in: an eleventh and more around its register, as the instrument can. */
export function leadWindow(draft: Draft, section: Section): { low: number; high: number } {
  const centre = leadCentre(draft, section);
  const { low, high } = draft.band.lead;
  const bottom = Math.max(low, Math.min(Math.round(centre) - 11, high - 14));
  const top = Math.min(high, Math.max(Math.round(centre) + 11, low + 14));
  return { low: bottom, high: top };
}

type Shape = "arch" | "wave" | "rise" | "latePeak" | "valley" | "fall";

function leadCentre(draft: Draft, section: Section): number {
  const { style, seed } = draft.brief;
  const base = draft.plan.register + (style === "rock" ? -3 : style === "jazz" ? -2 : 0);
  if (section.letter === "B") return base + 2 + 2 * stream(seed, "mel", "lift").next();
  return section.letter === "C" ? base - 2 : base;
}

/** −1…1 over a phrase; parabolas, so that no processor's sine can differ. */
function shapeAt(shape: Shape, t: number): number {
  const hump = (u: number) => 4 * u * (1 - u);
  switch (shape) {
    case "arch":
      return 1.6 * hump(t) - 1;
    case "valley":
      return 1 - 1.6 * hump(t);
    case "wave":
      return t < 0.5 ? hump(2 * t) : -hump(2 * t - 1);
    case "rise":
      return 2 * t - 1;
    case "fall":
      return 1 - 2 * t;
    case "latePeak":
      return t < 0.75 ? (t / 0.75) * 1.7 - 0.9 : 0.8 - (t - 0.75) * 4;
  }
}

interface SlotPlan {
  readonly section: Section;
  readonly onsets: readonly Onset[];
  readonly slots: MelodySlot[];
}

/** Contour, chords and noise for every note of a section, targets still open. */
function planSlots(draft: Draft, section: Section, rhythm: SectionRhythm): SlotPlan {
  const { brief, plan } = draft;
  const first = firstOf(draft, section.letter)!;
  const take = takeOf(draft, "lead", section);
  const letterRng = stream(brief.seed, "mel", section.letter, takeOf(draft, "lead", first));
  const shape = letterRng.pick<Shape>(
    section.letter === "B"
      ? ["arch", "latePeak", "fall", "wave"]
      : ["arch", "wave", "rise", "latePeak", "valley"],
  );
  const amplitude = 4 + 3 * letterRng.next();
  const centre = leadCentre(draft, section);
  const { low, high } = leadWindow(draft, section);
  const bar = barTicks(plan);
  const { from } = sectionSpan(section, plan);
  const phraseTicks = Math.min(4, section.bars) * bar;
  const leans = stream(brief.seed, "lean", section.id, take);
  let sinceLean = 5;
  const { onsets } = rhythm;
  const slots = onsets.map((onset, i): MelodySlot => {
    const tick = from + onset.tick;
    const harmonyTick = onset.pushed ? tick + 240 : tick;
    const chord = chordAt(draft.chords, harmonyTick);
    const strength = onset.pushed ? 1 : strengthOf(onset.tick, plan.beatsPerBar);
    const before = onsets[i - 1];
    const restBefore = before ? onset.tick - before.tick - before.dur : 0;
    const candidates: number[] = [];
    for (let pitch = low; pitch <= high; pitch++) {
      if (chord.scale.includes(mod12(pitch))) candidates.push(pitch);
    }
    const phrase = Math.floor(onset.tick / phraseTicks);
    const within = (onset.tick % phraseTicks) / phraseTicks;
    const noise = stream(brief.seed, "voice", section.id, take, i);
    const wantsLean = leans.chance(0.2) && strength > 0.4 && sinceLean >= 5 &&
      i < onsets.length - 1;
    sinceLean = wantsLean ? 1 : sinceLean + 1;
    const isLast = i === onsets.length - 1;
    return {
      tick,
      dur: onset.dur,
      candidates,
      chord,
      heldInto: heldChord(draft, tick, onset.dur, chord),
      strength,
      contour: centre + amplitude * shapeAt(shape, within) + (phrase % 2),
      target: undefined,
      targetWeight: 0,
      mayLean: wantsLean,
      goals: isLast ? goalsOf(draft, section, chord) : [],
      noise: candidates.map(() => 1.3 * noise.next()),
      restBefore,
    };
  });
  return { section, onsets, slots };
}

function strengthOf(tick: number, beatsPerBar: number): number {
  const inBar = tick % (beatsPerBar * 480);
  if (inBar === 0) return 1;
  if (inBar % 480 !== 0) return 0.08;
  return beatsPerBar === 4 && inBar === 960 ? 0.9 : 0.45;
}

/** The next chord, when the note is held into it for a beat or more. */
function heldChord(draft: Draft, tick: number, dur: number, chord: Chord): Chord | undefined {
  const end = chordAt(draft.chords, tick + dur - 1);
  return end !== chord && tick + dur - end.tick >= 480 ? end : undefined;
}

/** Root, third or fifth of the last chord; the tonic when it is there and the lead ends here. */
function goalsOf(draft: Draft, section: Section, chord: Chord): number[] {
  const lastLead = draft.sections.findLast((s) => s.roles.includes("lead"));
  if (lastLead?.id === section.id && chord.pcs.includes(draft.plan.key)) return [draft.plan.key];
  return chord.pcs.slice(0, 3);
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

/** Bar 3 takes X by sequence, repetition or inversion, or goes its own way. */
function transform(
  draft: Draft,
  chunk: readonly MelodySlot[],
  onsets: readonly Onset[],
  offset: number,
  bar: number,
  rng: Stream,
): MelodySlot[] {
  const kind = rng.weighted(["sequence", "repeat", "invert", "free"] as const, (k) => {
    return k === "sequence" ? 4 : k === "repeat" ? 2 : k === "invert" ? 1.2 : 0.6;
  });
  const isFirst = (i: number) => onsets[offset + i]!.bar === bar;
  if (bar !== 2) return [...chunk];
  if (kind === "repeat") return [...chunk];
  if (kind === "free") return chunk.map((slot) => ({ ...slot, target: undefined }));
  const scale = scaleOf(draft.plan.key, draft.plan.family);
  const targets = chunk.filter((slot, i) => isFirst(i) && slot.target !== undefined);
  const pivot = targets[0]?.target ?? draft.plan.register;
  const shift = kind === "sequence" ? bestShift(targets, scale) : 0;
  return chunk.map((slot, i) => {
    if (!isFirst(i) || slot.target === undefined) return slot;
    const target = kind === "invert"
      ? 2 * pivot - slot.target
      : shiftByDegrees(slot.target, shift, scale);
    return { ...slot, target };
  });
}

/** The transposition, downward favoured, whose strong notes fit the new chords best. */
function bestShift(slots: readonly MelodySlot[], scale: readonly number[]): number {
  let best = 0;
  let bestCost = Infinity;
  for (const shift of [-1, -2, 1, -3, 2, -4, 3]) {
    const cost = slots.reduce((sum, slot) => {
      const pitch = shiftByDegrees(slot.target!, shift, scale);
      const fits = slot.chord.pcs.includes(mod12(pitch));
      return sum + (fits ? 0 : slot.strength) + 0.02 * Math.abs(pitch - slot.contour);
    }, shift > 0 ? 0.25 : 0);
    if (cost < bestCost) [bestCost, best] = [cost, shift];
  }
  return best;
}

function shiftByDegrees(pitch: number, degrees: number, scale: readonly number[]): number {
  const tonic = scale[0]!;
  const steps = scale.map((pc) => mod12(pc - tonic));
  const octave = Math.floor((pitch - tonic) / 12);
  const within = pitch - tonic - 12 * octave;
  const degree = steps.findLastIndex((step) => step <= within);
  const raised = within - steps[degree]!;
  const moved = degree + degrees;
  const octaveShift = Math.floor(moved / 7);
  return tonic + 12 * (octave + octaveShift) + steps[moved - 7 * octaveShift]! + raised;
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
