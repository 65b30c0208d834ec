import { BassHand } from "./bass_hand.ts";
import {
  chordsOf,
  type Draft,
  energyLevel,
  stepsPerBar,
  takeOf,
  type WrittenNote,
} from "./draft.ts";
import { mod12 } from "./keys.ts";
import { type Stream, stream } from "./random.ts";
import type { Chord, Section } from "./score.ts";
import { type BassPattern, STYLE_BOOK } from "./style_book.ts";
import { barTicks, chordAt, holdTick, sectionSpan } from "./timeline.ts";

/** The bass of one section. */
export function composeBass(draft: Draft, section: Section): WrittenNote[] {
  const rng = stream(draft.brief.seed, "bass", section.id, takeOf(draft, "bass", section));
  const hand = new BassHand(draft.band.bass.low, draft.band.bass.high);
  const pattern = patternOf(draft, section);
  switch (pattern) {
    case "drone":
      return chordsOf(draft, section.id).map((chord) => ({
        tick: chord.tick,
        dur: chord.dur,
        pitch: hand.near(chord.bass),
      }));
    case "walk":
      return walk(draft, section, hand, rng);
    case "two":
      return rootAndFifth(draft, section, hand, rng, 864, 0);
    case "root5":
      return rootAndFifth(draft, section, hand, rng, 960, section.energy > 0.6 ? 0.3 : 0);
    default:
      return runIn(draft, section, stepped(draft, section, hand, PATTERNS[pattern]), rng);
  }
}

/** Lowest comfortable pitch of a pitch class in this bass. */
export function bassPitch(draft: Draft, pitchClass: number): number {
  return new BassHand(draft.band.bass.low, draft.band.bass.high).near(pitchClass);
}

type SteppedPattern = Exclude<BassPattern, "drone" | "walk" | "two" | "root5">;

/** r root or slash bass, 5 fifth, 8 octave, - held, . rest; sixteen steps for levels 1, 2, 3. */
const PATTERNS: Readonly<Record<SteppedPattern, readonly [string, string, string]>> = {
  pop: ["r-----r-r-------", "r-----r-r---5-r-", "r--r--r-r--r5-8-"],
  oct: ["r-----8-r-----8-", "r-8-r-8-r-8-r-8-", "r-8-r-8-r-8-r-8-"],
  eight: ["r---r---r---r---", "r-r-r-r-r-r-r-r-", "r-r-r-r-r-r-r-5-"],
  rockroot: ["r-------r-------", "r-----r-r-r-----", "r-r-r-r-r-r-5-r-"],
  lofi: ["r---------5-----", "r------r--5---8-", "r--r---r--5--r8-"],
  off: ["r-------r-------", "..r-..r-..r-..r-", "..rr..rr..rr..r8"],
  pulse: ["r-------r-------", "r-r-r-r-r-r-r-r-", "r-rrr-rrr-rrr-5-"],
  long: ["r---------------", "r-----------5---", "r-rrr-rrr-rrr-r-"],
};

function patternOf(draft: Draft, section: Section): BassPattern {
  const patterns = STYLE_BOOK[draft.brief.style].bass;
  if (draft.brief.style === "jazz") return section.energy < 0.4 ? "two" : "walk";
  return stream(draft.brief.seed, "bass", "pattern").pick(patterns);
}

function fifthOf(chord: Chord): number {
  return chord.pcs.find((pc) => [6, 7].includes(mod12(pc - chord.root))) ?? chord.root;
}

function stepped(
  draft: Draft,
  section: Section,
  hand: BassHand,
  levels: readonly [string, string, string],
): WrittenNote[] {
  const pattern = levels[energyLevel(section.energy) - 1]!;
  const steps = stepsPerBar(draft.plan);
  const { from, to } = sectionSpan(section, draft.plan);
  const offBeat = pattern.startsWith(".");
  const notes: WrittenNote[] = [];
  let root = 0;
  let rooted: Chord | undefined;
  for (let tick = from, step = 0; tick < to; tick += 120, step = (step + 1) % steps) {
    const chord = chordAt(draft.chords, tick);
    const starts = chord.tick === tick;
    let sign = pattern[step]!;
    if (starts && !offBeat) sign = "r";
    if (sign === "-" && notes.length > 0) {
      const last = notes.at(-1)!;
      if (last.tick + last.dur === tick) notes[notes.length - 1] = { ...last, dur: last.dur + 120 };
      continue;
    }
    if (sign === "." || sign === "-") continue;
    if (rooted !== chord) {
      root = hand.near(chord.bass);
      rooted = chord;
    }
    const pitch = sign === "r"
      ? root
      : sign === "8"
      ? hand.above(root, 12)
      : hand.above(root, mod12(fifthOf(chord) - root));
    notes.push({ tick, dur: 120, pitch });
  }
  return notes;
}

/** Into a section on another root the last beat may walk: two eighths by step. */
function runIn(
  draft: Draft,
  section: Section,
  notes: readonly WrittenNote[],
  rng: Stream,
): WrittenNote[] {
  const { to } = sectionSpan(section, draft.plan);
  const chord = chordAt(draft.chords, to - 1);
  const next = chordAt(draft.chords, to);
  // The last cadence keeps its dominant in the bass.
  const isEnd = to === holdTick(draft.plan);
  const walks = rng.chance(0.6) && energyLevel(section.energy) > 1 && chord.dur > 480 && !isEnd;
  const last = notes.findLast((note) => note.tick < to - 480);
  if (!walks || !last || next.bass === chord.bass) return [...notes];
  const { low, high } = draft.band.bass;
  const target = new BassHand(low, high).near(next.bass);
  const side = target > last.pitch ? -1 : 1;
  const steps: number[] = [];
  for (let pitch = target + side; steps.length < 2; pitch += side) {
    if (chord.scale.includes(mod12(pitch))) steps.unshift(pitch);
  }
  if (steps.some((pitch) => pitch < low || pitch > high)) return [...notes];
  const start = to - 480;
  return [
    ...notes.filter((note) => note.tick < start)
      .map((note) => ({ ...note, dur: Math.min(note.dur, start - note.tick) })),
    ...steps.map((pitch, i) => ({ tick: start + 240 * i, dur: 240, pitch })),
  ];
}

function rootAndFifth(
  draft: Draft,
  section: Section,
  hand: BassHand,
  rng: Stream,
  length: number,
  walkUp: number,
): WrittenNote[] {
  const bar = barTicks(draft.plan);
  const beats = draft.plan.beatsPerBar;
  return chordsOf(draft, section.id).flatMap((chord) => {
    const root = hand.near(chord.bass);
    const fifth = hand.above(root, mod12(fifthOf(chord) - root));
    const end = chord.tick + chord.dur;
    const notes: WrittenNote[] = [];
    const stride = beats === 3 ? bar : 960;
    for (let tick = chord.tick, i = 0; tick < end; tick += stride, i++) {
      const dur = Math.min(beats === 3 ? stride : length, end - tick);
      notes.push({ tick, dur, pitch: i % 2 === 0 ? root : fifth });
    }
    const next = chordAt(draft.chords, end);
    if (rng.chance(walkUp) && chord.dur >= 1440 && next !== chord) {
      const target = hand.near(next.bass);
      const last = notes.at(-1)!;
      const step = approach(target, root, chord, 0, rng);
      if (last.dur > 480) {
        notes[notes.length - 1] = { ...last, dur: last.dur - 480 };
        notes.push({ tick: end - 480, dur: 480, pitch: step });
      }
    }
    return notes;
  });
}

/** Walking quarters: root, chord tones and steps, and a step into the next root. */
function walk(draft: Draft, section: Section, hand: BassHand, rng: Stream): WrittenNote[] {
  const notes: WrittenNote[] = [];
  for (const chord of chordsOf(draft, section.id)) {
    const end = chord.tick + chord.dur;
    const next = chordAt(draft.chords, end);
    let pitch = hand.near(chord.bass);
    for (let tick = chord.tick; tick < end; tick += 480) {
      const isFirst = tick === chord.tick;
      const isLast = tick + 480 >= end;
      if (!isFirst) {
        pitch = isLast && next !== chord
          ? approach(nearest(next.bass, pitch, hand), pitch, chord, 0.3, rng)
          : wander(chord, pitch, hand, rng);
        hand.moveTo(pitch);
      }
      const skips = !isLast && rng.chance(0.08);
      notes.push({ tick, dur: skips ? 240 : Math.min(480, end - tick), pitch });
      if (skips) notes.push({ tick: tick + 240, dur: 240, pitch, accent: -24 });
    }
  }
  return notes;
}

function nearest(pitchClass: number, to: number, hand: BassHand): number {
  let best = hand.low + mod12(pitchClass - hand.low);
  for (let pitch = best; pitch <= hand.high; pitch += 12) {
    if (Math.abs(pitch - to) < Math.abs(best - to)) best = pitch;
  }
  return best;
}

/** A scale or chromatic step below or above the coming root, on the side one comes from. */
function approach(
  target: number,
  from: number,
  chord: Chord,
  chromatic: number,
  rng: Stream,
): number {
  const side = from === target ? (rng.chance(0.5) ? 1 : -1) : Math.sign(from - target);
  if (rng.chance(chromatic)) return target + side;
  for (let step = 1; step <= 2; step++) {
    if (chord.scale.includes(mod12(target + side * step))) return target + side * step;
  }
  return target + side * 2;
}

/** Chord tones within a fourth count twice as much as scale steps. */
function wander(chord: Chord, pitch: number, hand: BassHand, rng: Stream): number {
  const options: { pitch: number; weight: number }[] = [];
  for (let p = Math.max(hand.low, pitch - 5); p <= Math.min(hand.high, pitch + 5); p++) {
    if (p === pitch) continue;
    if (chord.pcs.includes(mod12(p))) options.push({ pitch: p, weight: 2 });
    else if (Math.abs(p - pitch) <= 2 && chord.scale.includes(mod12(p))) {
      options.push({ pitch: p, weight: 1 });
    }
  }
  return options.length > 0 ? rng.weighted(options, (o) => o.weight).pitch : pitch;
}
