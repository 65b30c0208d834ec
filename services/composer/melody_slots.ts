import { type Draft, firstOf, takeOf } from "./draft.ts";
import { mod12 } from "./keys.ts";
import type { Onset, SectionRhythm } from "./melody_rhythm.ts";
import type { MelodySlot } from "./melody_search.ts";
import { stream } from "./random.ts";
import type { Chord, Section } from "./score.ts";
import { barTicks, chordAt, sectionSpan } from "./timeline.ts";

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

/** A section's notes, waiting for their pitches. */
export interface SlotPlan {
  readonly section: Section;
  readonly onsets: readonly Onset[];
  readonly slots: MelodySlot[];
}

/** Contour, chords and noise for every note of a section, targets still open. */
export function planSlots(draft: Draft, section: Section, rhythm: SectionRhythm): SlotPlan {
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
