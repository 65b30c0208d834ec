import { type Draft, intoCell, monophonic, takeOf, type WrittenNote } from "./draft.ts";
import { mod12 } from "./keys.ts";
import { composeMelody } from "./melody.ts";
import { leadWindow } from "./melody_slots.ts";
import { type Stream, stream } from "./random.ts";
import type { Note, Section } from "./score.ts";
import { STYLE_BOOK } from "./style_book.ts";
import { chordAt, holdTick, holdTicks, sectionSpan } from "./timeline.ts";

/** The lead part: melodies of all sections, ornaments on returns, pick-ups, the last tonic. */
export function composeLead(draft: Draft): Note[] {
  const singing = draft.sections.filter((section) => section.roles.includes("lead"));
  const bare = new Map(singing.map((section) => [section.id, composeMelody(draft, section)]));
  const notes = singing.flatMap((section) => {
    const melody = bare.get(section.id)!;
    const previous = draft.sections[draft.sections.indexOf(section) - 1];
    const before = previous ? bare.get(previous.id)?.at(-1) : undefined;
    return intoCell(draft, "lead", section, [
      ...pickUp(draft, section, melody[0], before),
      ...ornament(draft, section, melody),
    ]);
  });
  const last = lastTonic(draft, notes.at(-1)?.pitch ?? Math.round(draft.plan.register));
  const lastSection = draft.sections.at(-1)!;
  const held = intoCell(draft, "lead", lastSection, [last])
    .map((note) => ({ ...note, id: `lead:${lastSection.id}:last` }));
  return monophonic([...notes, ...held]);
}

/** On returns a few long notes before a step or a third are split by a passing or neighbour note. */
function ornament(
  draft: Draft,
  section: Section,
  melody: readonly WrittenNote[],
): WrittenNote[] {
  if (section.letter !== "A" || section.version === 0) return [...melody];
  const rng = stream(draft.brief.seed, "orn", section.id, takeOf(draft, "lead", section));
  const wanted = section.version > 1 ? 4 : 2;
  const places = melody.flatMap((note, i) => {
    const next = melody[i + 1];
    if (!next || note.dur < 480 || next.tick - note.tick !== note.dur) return [];
    const size = Math.abs(next.pitch - note.pitch);
    return size >= 1 && size <= 4 ? [{ index: i, draw: rng.next() }] : [];
  });
  const chosen = new Set(
    places.sort((a, b) => a.draw - b.draw).slice(0, wanted).map((place) => place.index),
  );
  return melody.flatMap((note, i) => {
    const next = melody[i + 1];
    if (!chosen.has(i) || !next) return [note];
    const added = note.dur >= 960 ? 480 : 240;
    const tick = note.tick + note.dur - added;
    const pitch = between(note.pitch, next.pitch, chordAt(draft.chords, tick).scale);
    if (pitch === undefined) return [note];
    return [{ ...note, dur: note.dur - added }, { tick, dur: added, pitch, accent: -4 }];
  });
}

/** The scale tone inside a third, or beyond the goal of a step. */
function between(from: number, to: number, scale: readonly number[]): number | undefined {
  const direction = Math.sign(to - from);
  const isThird = Math.abs(to - from) > 2;
  const start = isThird ? from : to;
  for (let step = 1; step <= 2; step++) {
    const pitch = start + direction * step;
    if (isThird && pitch === to) return undefined;
    if (scale.includes(mod12(pitch))) return pitch;
  }
  return undefined;
}

/**
 * One to three eighths that walk into a section's first note. They belong to the section they lead
 * into; the note before is shortened only where a beat of it stays.
 */
function pickUp(
  draft: Draft,
  section: Section,
  first: WrittenNote | undefined,
  before: WrittenNote | undefined,
): WrittenNote[] {
  const rng = stream(draft.brief.seed, "pick", section.id, takeOf(draft, "lead", section));
  const wanted = rng.chance(STYLE_BOOK[draft.brief.style].pickUp) ? 1 + rng.below(3) : 0;
  const { from } = sectionSpan(section, draft.plan);
  if (wanted === 0 || !first || section.bar === 0 || first.tick !== from) return [];
  const eighth = 240;
  const earliest = before ? before.tick + 480 : from - 3 * eighth;
  const count = Math.min(wanted, Math.floor((from - earliest) / eighth));
  return walkInto(draft, section, first, count, rng);
}

function walkInto(
  draft: Draft,
  section: Section,
  first: WrittenNote,
  count: number,
  rng: Stream,
): WrittenNote[] {
  const eighth = 240;
  const { low, high } = leadWindow(draft, section);
  const fromBelow = rng.chance(0.62);
  const direction = (fromBelow ? first.pitch - low > 6 : high - first.pitch <= 6) ? -1 : 1;
  const notes: WrittenNote[] = [];
  let pitch = first.pitch;
  for (let i = 1; i <= count; i++) {
    const tick = first.tick - i * eighth;
    const { scale } = chordAt(draft.chords, tick);
    do pitch += direction; while (!scale.includes(mod12(pitch)));
    if (pitch < low || pitch > high) break;
    notes.push({ tick, dur: eighth, pitch, accent: -6 });
  }
  return notes;
}

/** Tonic, or third where it is much nearer, held to the end. */
function lastTonic(draft: Draft, lastPitch: number): WrittenNote {
  const chord = draft.chords.at(-1)!;
  const third = chord.pcs.find((pc) => [3, 4].includes(mod12(pc - chord.root)));
  const { low, high } = draft.band.lead;
  let best = lastPitch;
  let bestCost = Infinity;
  for (let pitch = low; pitch <= high; pitch++) {
    const pc = mod12(pitch);
    if (pc !== chord.root && pc !== third) continue;
    const cost = Math.abs(pitch - lastPitch) + (pc === third ? 2.5 : 0) +
      0.15 * Math.abs(pitch - draft.plan.register);
    if (cost < bestCost) [bestCost, best] = [cost, pitch];
  }
  return { tick: holdTick(draft.plan), dur: holdTicks(draft.plan), pitch: best, accent: -4 };
}
