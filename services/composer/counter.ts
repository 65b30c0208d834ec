import { chordsOf, type Draft, takeOf, type WrittenNote } from "./draft.ts";
import { mod12 } from "./keys.ts";
import { stream } from "./random.ts";
import type { Chord, Note, Section } from "./score.ts";
import { barTicks, chordAt, sectionSpan } from "./timeline.ts";

/**
 * The second voice of one section, call and response: a guide-tone line under the lead, and short
 * stepwise answers where the lead rests or holds.
 */
export function composeCounter(
  draft: Draft,
  section: Section,
  lead: readonly Note[],
): WrittenNote[] {
  const chords = chordsOf(draft, section.id);
  const guide = guideLine(draft, chords, lead);
  const line = tie(chords, guide, 2 * barTicks(draft.plan));
  const answers = section.energy > 0.35 ? answersIn(draft, section, lead, chords, guide) : [];
  return [...carve(line, answers), ...answers.flat()];
}

function guideLine(draft: Draft, chords: readonly Chord[], lead: readonly Note[]): number[] {
  const { low, high } = draft.band.counter;
  const middle = (low + high) / 2;
  let paths: { pitch: number; cost: number; path: number[] }[] = [];
  for (const chord of chords) {
    const heard = lead.filter((n) =>
      n.tick < chord.tick + chord.dur && n.tick + n.dur > chord.tick
    );
    const above = heard.find((n) => n.tick + n.dur > chord.tick)?.pitch;
    const next: typeof paths = [];
    for (let pitch = low; pitch <= high; pitch++) {
      const rank = guideRank(chord, pitch);
      if (rank === undefined) continue;
      const own = rank + 0.06 * Math.abs(pitch - middle) + clash(pitch, chord, heard);
      let best: { cost: number; path: number[] } = { cost: own, path: [pitch] };
      if (paths.length > 0) {
        best = { cost: Infinity, path: [] };
        for (const from of paths) {
          const move = Math.abs(pitch - from.pitch);
          const parallel = above !== undefined && move > 0 &&
            [0, 7].includes(mod12(above - pitch));
          const cost = from.cost + own + 0.45 * move + (move > 7 ? 3 : 0) + (parallel ? 0.8 : 0);
          if (cost < best.cost) best = { cost, path: [...from.path, pitch] };
        }
      }
      next.push({ pitch, ...best });
    }
    if (next.length > 0) paths = next;
    else paths = paths.map((p) => ({ ...p, path: [...p.path, p.pitch] }));
  }
  return paths.reduce((a, b) => (b.cost < a.cost ? b : a)).path;
}

/** Thirds and sevenths tell the chord; fifths and roots say less. */
function guideRank(chord: Chord, pitch: number): number | undefined {
  const interval = mod12(pitch - chord.root);
  if (!chord.pcs.includes(mod12(pitch))) return undefined;
  if (interval === 3 || interval === 4) return 0;
  if (interval === 10 || interval === 11) return 0.4;
  if (interval === 0) return 2.2;
  return 1.2;
}

/** Share of the chord during which the lead is nearer than a third, or underneath. */
function clash(pitch: number, chord: Chord, heard: readonly Note[]): number {
  let cost = 0;
  for (const note of heard) {
    const overlap = Math.min(note.tick + note.dur, chord.tick + chord.dur) -
      Math.max(note.tick, chord.tick);
    const share = overlap / chord.dur;
    if (Math.abs(note.pitch - pitch) < 3) cost += 6 * share;
    else if (note.pitch < pitch) cost += 2 * share;
  }
  return cost;
}

function tie(chords: readonly Chord[], pitches: readonly number[], most: number): WrittenNote[] {
  const notes: WrittenNote[] = [];
  chords.forEach((chord, i) => {
    const last = notes.at(-1);
    const pitch = pitches[i]!;
    if (last && last.pitch === pitch && last.dur + chord.dur <= most) {
      notes[notes.length - 1] = { ...last, dur: last.dur + chord.dur };
    } else notes.push({ tick: chord.tick, dur: chord.dur, pitch });
  });
  return notes;
}

/** Up to four eighths by step to a chord tone, held, wherever the lead leaves 1.5 beats free. */
function answersIn(
  draft: Draft,
  section: Section,
  lead: readonly Note[],
  chords: readonly Chord[],
  guide: readonly number[],
): WrittenNote[][] {
  const rng = stream(
    draft.brief.seed,
    "counter",
    section.id,
    takeOf(draft, "counter", section),
  );
  const { from, to } = sectionSpan(section, draft.plan);
  const starts = lead.filter((note) => note.tick >= from && note.tick < to);
  const moments = [{ quiet: from, next: starts[0]?.tick ?? to }].concat(
    starts.map((note, i) => ({
      quiet: note.tick + Math.min(note.dur, 480),
      next: Math.min(to, starts[i + 1]?.tick ?? to),
    })),
  );
  const answers: WrittenNote[][] = [];
  let free = from;
  for (const { quiet, next } of moments) {
    const start = Math.ceil(Math.max(quiet, free) / 240) * 240;
    const room = Math.floor((next - start) / 240);
    if (next - start < 720 || !rng.chance(0.75)) continue;
    const count = Math.min(room, 2 + rng.below(3));
    const near = guide[chords.findLastIndex((chord) => chord.tick <= start)] ?? guide[0]!;
    const answer = answerPhrase(draft, start, count, next, near);
    if (answer.length < 2) continue;
    answers.push(answer);
    free = next + barTicks(draft.plan) / 2;
  }
  return answers;
}

function answerPhrase(
  draft: Draft,
  start: number,
  count: number,
  next: number,
  near: number,
): WrittenNote[] {
  const { low, high } = draft.band.counter;
  const lastTick = start + (count - 1) * 240;
  const goal = chordAt(draft.chords, lastTick);
  let best: number[] = [];
  let bestCost = Infinity;
  for (let last = low; last <= high; last++) {
    if (!goal.pcs.includes(mod12(last))) continue;
    for (const direction of [1, -1]) {
      const pitches = [last];
      for (let i = 1; i < count; i++) {
        const { scale } = chordAt(draft.chords, lastTick - i * 240);
        let pitch = pitches[0]!;
        do pitch -= direction; while (!scale.includes(mod12(pitch)));
        pitches.unshift(pitch);
      }
      const outside = pitches.some((pitch) => pitch < low || pitch > high);
      const cost = Math.abs(pitches[0]! - near) + 0.3 * Math.abs(last - near);
      if (!outside && cost < bestCost) [bestCost, best] = [cost, pitches];
    }
  }
  return best.map((pitch, i) => {
    const tick = start + i * 240;
    const isLast = i === best.length - 1;
    const chordEnd = goal.tick + goal.dur;
    const dur = isLast ? Math.max(240, Math.min(960, next - tick, chordEnd - tick)) : 240;
    return { tick, dur, pitch, accent: 4 };
  });
}

/** Guide notes make room for the answers. */
function carve(
  line: readonly WrittenNote[],
  answers: readonly (readonly WrittenNote[])[],
): WrittenNote[] {
  return answers.reduce<WrittenNote[]>((notes, answer) => {
    const from = answer[0]!.tick;
    const to = answer.at(-1)!.tick + answer.at(-1)!.dur;
    return notes.flatMap((note) => {
      const end = note.tick + note.dur;
      if (end <= from || note.tick >= to) return [note];
      const pieces: WrittenNote[] = [];
      if (from - note.tick >= 240) pieces.push({ ...note, dur: from - note.tick });
      if (end - to >= 480) pieces.push({ ...note, tick: to, dur: end - to });
      return pieces;
    });
  }, [...line]);
}
