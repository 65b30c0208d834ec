import { ApiError } from "../api_error.ts";
import { bassPitch, composeBass } from "./bass.ts";
import { composeComp, lastCompVoicing } from "./comp.ts";
import { composeCounter } from "./counter.ts";
import { type Draft, intoCell, type WrittenNote } from "./draft.ts";
import { composeDrums, composeLastHit } from "./drums.ts";
import { planForm } from "./form.ts";
import { harmonise } from "./harmony.ts";
import { mod12 } from "./keys.ts";
import { composeLead } from "./lead.ts";
import { measureLead } from "./lead_measures.ts";
import { measure } from "./measure.ts";
import { planMood, rhythmLevelFor } from "./mood.ts";
import { composePad, padWindow } from "./pad.ts";
import { chooseBand } from "./palette.ts";
import type { Brief, CellId, Note, Part, Plan, Role, Score, Section } from "./score.ts";
import { ROLES } from "./score.ts";
import { STYLE_BOOK } from "./style_book.ts";
import { brokenRules, leadPenalty } from "./targets.ts";
import { holdTick, holdTicks, tempoMapOf } from "./timeline.ts";
import { voiceChords } from "./voicing.ts";

/** A piece that breaks a hard rule is composed anew this often. */
const ATTEMPTS = 4;
const AUDITIONS = 6;
const GOOD_ENOUGH = 0.05;

/**
 * A whole piece from a brief: the same brief gives the same score on every machine.
 *
 * @throws ApiError `COMPOSE_NO_FORM` (422) when no form fits the tempo, `COMPOSE_FAILED` (500) with
 * the broken rules when four attempts break a hard rule.
 */
export function compose(brief: Brief): Score {
  let broken: string[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const score = composeOnce(brief, brief.seed + attempt * 1_000_003);
    broken = brokenRules(measure(score), brief.duration);
    if (broken.length === 0) return score;
  }
  throw new ApiError(
    "COMPOSE_FAILED",
    500,
    `No piece of ${ATTEMPTS} attempts kept every rule of composition; another seed would do.`,
    { broken_rules: broken, seed: brief.seed },
  );
}

/** The draft a stored score was composed from, for composing one of its cells anew. */
export function draftOf(score: Score): Draft {
  const brief = { ...score.brief, seed: score.plan.seed };
  return {
    brief,
    plan: score.plan,
    sections: score.sections,
    chords: score.chords,
    band: chooseBand(brief, score.plan.register),
    takes: score.takes,
  };
}

/** One role's notes in one section; the lead is composed by `composeLead`. */
export function composeCell(
  draft: Draft,
  role: Exclude<Role, "lead">,
  section: Section,
  lead: readonly Note[],
): Note[] {
  const written = writeCell(draft, role, section, lead);
  const isLast = section.id === draft.sections.at(-1)!.id;
  const held = isLast ? lastChordNotes(draft, role) : [];
  return intoCell(draft, role, section, [...written, ...held]);
}

function composeOnce(brief: Brief, seed: number): Score {
  const seeded: Brief = { ...brief, seed };
  const mood = planMood(seeded);
  const form = planForm({
    style: brief.style,
    arousal: brief.arousal,
    duration: brief.duration,
    seed,
    tempo: mood.tempo,
    tempoIsFixed: brief.tempo !== undefined,
    beatsPerBar: mood.beatsPerBar,
    energy: mood.energy,
    wished: brief.arrangement?.form,
  });
  const barSeconds = (mood.beatsPerBar * form.usPerQuarter) / 1e6;
  const plan: Plan = {
    ...mood,
    seed,
    tempo: form.tempo,
    usPerQuarter: form.usPerQuarter,
    bars: form.bars,
    holdSeconds: form.holdSeconds,
    rhythmLevel: rhythmLevelFor(brief.arousal, brief.style, barSeconds),
    ritard: STYLE_BOOK[brief.style].ritard,
  };
  const band = chooseBand(seeded, plan.register);
  const sections = band.pad
    ? form.sections
    : form.sections.map((s) => ({ ...s, roles: s.roles.filter((role) => role !== "pad") }));
  const chords = harmonise({ brief: seeded, plan, sections, takes: {} });
  const bare: Draft = { brief: seeded, plan, sections, chords, band, takes: {} };
  const { draft, lead } = audition(bare);
  const parts = ROLES.filter((role) => role !== "lead")
    .map((role) => partOf(draft, role, composeRole(draft, role, lead)));
  return {
    brief,
    plan,
    sections,
    chords,
    parts: [partOf(draft, "lead", lead), ...parts].filter((part) => part.notes.length > 0),
    tempoMap: tempoMapOf(plan),
    takes: draft.takes,
    engine: "rules/1",
  };
}

function composeRole(draft: Draft, role: Exclude<Role, "lead">, lead: readonly Note[]): Note[] {
  if (role === "pad" && !draft.band.pad) return [];
  return draft.sections.flatMap((section) => composeCell(draft, role, section, lead));
}

/** Six melodies sing for the part; the first that is good enough gets it, else the best. */
function audition(bare: Draft): { draft: Draft; lead: Note[] } {
  const bass = composeRole(bare, "bass", []);
  let best: { draft: Draft; lead: Note[]; penalty: number } | undefined;
  for (let take = 0; take < AUDITIONS; take++) {
    const draft: Draft = { ...bare, takes: takesOf(bare.sections, take) };
    const lead = composeLead(draft);
    const penalty = leadPenalty(measureLead(lead, bass, bare.chords, bare.plan));
    if (!best || penalty < best.penalty) best = { draft, lead, penalty };
    if (penalty < GOOD_ENOUGH) break;
  }
  return best!;
}

function takesOf(sections: readonly Section[], leadTake: number): Record<CellId, number> {
  const takes: Record<CellId, number> = {};
  for (const section of sections) {
    takes[`harmony:${section.id}`] = 0;
    for (const role of section.roles) {
      takes[`${role}:${section.id}`] = role === "lead" ? leadTake : 0;
    }
  }
  return takes;
}

function writeCell(
  draft: Draft,
  role: Exclude<Role, "lead">,
  section: Section,
  lead: readonly Note[],
): WrittenNote[] {
  if (!section.roles.includes(role)) return [];
  switch (role) {
    case "counter":
      return composeCounter(draft, section, lead);
    case "comp":
      return composeComp(draft, section, lead);
    case "pad":
      return composePad(draft, section, lead);
    case "bass":
      return composeBass(draft, section);
    case "drums":
      return composeDrums(draft, section);
  }
}

/** Every pitched part holds the final tonic. */
function lastChordNotes(draft: Draft, role: Exclude<Role, "lead">): WrittenNote[] {
  const chord = draft.chords.at(-1)!;
  const place = { tick: holdTick(draft.plan), dur: holdTicks(draft.plan) };
  switch (role) {
    case "bass":
      return [{ ...place, pitch: bassPitch(draft, chord.bass) }];
    case "comp":
      return lastCompVoicing(draft).map((pitch) => ({ ...place, pitch }));
    case "pad":
      return voiceChords([chord], padWindow(draft))[0]!.map((pitch) => ({ ...place, pitch }));
    case "counter":
      return [{ ...place, pitch: lastCounterPitch(draft) }];
    case "drums":
      return composeLastHit(draft);
  }
}

/** The third where the chord has one, near the middle of the instrument. */
function lastCounterPitch(draft: Draft): number {
  const chord = draft.chords.at(-1)!;
  const { low, high } = draft.band.counter;
  const third = chord.pcs.find((pc) => [3, 4].includes(mod12(pc - chord.root))) ?? chord.root;
  const lowest = low + mod12(third - low);
  return lowest + 12 <= (low + high) / 2 + 6 ? lowest + 12 : lowest;
}

const CHANNELS: Readonly<Record<Role, number>> = {
  lead: 0,
  counter: 1,
  comp: 2,
  pad: 3,
  bass: 4,
  drums: 9,
};

function partOf(draft: Draft, role: Role, notes: readonly Note[]): Part {
  const drum = role === "drums";
  const program = drum ? draft.band.kit : (draft.band[role] ?? draft.band.comp).program;
  return { id: role, role, program, channel: CHANNELS[role], drum, notes, gainDb: 0 };
}
