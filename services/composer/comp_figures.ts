import { type Draft, energyLevel, stepsPerBar, type WrittenNote } from "./draft.ts";
import { mod12 } from "./keys.ts";
import type { Stream } from "./random.ts";
import type { Chord, Section } from "./score.ts";
import { barTicks, chordAt, sectionSpan } from "./timeline.ts";
import type { Voicing } from "./voicing.ts";

/** A chord and the notes it is played with. */
export interface VoicedChord {
  readonly chord: Chord;
  readonly voicing: Voicing;
}

/** The comp figures that are bars of blocks. */
export type BlockPattern = "block8" | "push" | "lofi" | "stab";

/** x block, o soft, X accent, - held, . rest; for levels 1, 2, 3. */
export const BLOCKS: Readonly<Record<BlockPattern, readonly [string, string, string]>> = {
  block8: ["x-------x-------", "x-o-x-o-x-o-x-o-", "X-o-x-o-X-o-x-o-"],
  push: ["x-------x-------", "x-----x---------", "x-----x-..x---x-"],
  lofi: ["x------x--------", "x-----..x-------", "x--x--.....x--x-"],
  stab: ["x--x--x-..x-....", "..x-..x-..x-..x-", "x--x--x---x--x--"],
};

export const CHARLESTONS = [
  "x-....x---......",
  "..x---......x-..",
  "......x---....x-",
  "x-........x-....",
  "..x-..x---......",
];

const ACCENT: Readonly<Record<string, number>> = { X: 10, x: 2, o: -10, u: -6 };

/** Plays a bar pattern of blocks; a new chord always speaks where the pattern would hold. */
export function blocks(
  draft: Draft,
  section: Section,
  voiced: readonly VoicedChord[],
  pattern: string,
  short: boolean,
): WrittenNote[] {
  const notes: WrittenNote[] = [];
  for (const hit of hitsOf(draft, section, pattern)) {
    const { voicing } = voicedAt(voiced, hit.tick);
    const dur = short ? Math.max(90, Math.round(hit.dur * 0.6)) : hit.dur;
    for (const pitch of voicing) {
      notes.push({ tick: hit.tick, dur, pitch, accent: ACCENT[hit.sign] });
    }
  }
  return notes;
}

interface Hit {
  readonly tick: number;
  readonly dur: number;
  readonly sign: string;
}

function hitsOf(draft: Draft, section: Section, pattern: string): Hit[] {
  const steps = stepsPerBar(draft.plan);
  const { from, to } = sectionSpan(section, draft.plan);
  const hits: Hit[] = [];
  let holding = false;
  for (let tick = from, step = 0; tick < to; tick += 120, step = (step + 1) % steps) {
    const starts = chordAt(draft.chords, tick).tick === tick;
    const sign = pattern[step]!;
    if (ACCENT[sign] !== undefined || (sign === "-" && (starts || !holding))) {
      hits.push({ tick, dur: 120, sign: sign === "-" ? "x" : sign });
      holding = true;
    } else if (sign === "-") {
      const last = hits.at(-1)!;
      hits[hits.length - 1] = { ...last, dur: last.dur + 120 };
    } else holding = false;
  }
  return hits;
}

function voicedAt(voiced: readonly VoicedChord[], tick: number): VoicedChord {
  return voiced.findLast(({ chord }) => chord.tick <= tick) ?? voiced[0]!;
}

export function arpOrder(rng: Stream): readonly number[] {
  return rng.pick([
    [0, 1, 2, 3, 2, 1],
    [0, 2, 1, 3],
    [0, 1, 2, 1],
    [3, 2, 1, 0, 1, 2],
    [0, 2, 3, 2],
  ]);
}

/** Broken chords from each chord's start; a note rings a little into the next. */
export function arpeggio(
  voiced: readonly VoicedChord[],
  unit: number,
  order: readonly number[],
  draft: Draft,
): WrittenNote[] {
  const { high } = draft.band.comp;
  return voiced.flatMap(({ chord, voicing }) => {
    const octave = voicing[0]! + 12;
    const tones = voicing.length > 3
      ? voicing
      : [...voicing, octave <= high && !voicing.includes(octave) ? octave : voicing[1]!];
    const end = chord.tick + chord.dur;
    const notes: WrittenNote[] = [];
    for (let tick = chord.tick, i = 0; tick < end; tick += unit, i++) {
      const pitch = tones[order[i % order.length]! % tones.length]!;
      notes.push({ tick, dur: Math.min(Math.round(2.2 * unit), end - tick), pitch });
    }
    return notes;
  });
}

/** Sparse off-beat hits, drawn anew for each chord, never an empty one. */
export function charleston(
  draft: Draft,
  voiced: readonly VoicedChord[],
  rng: Stream,
  patterns: readonly string[],
): WrittenNote[] {
  const steps = stepsPerBar(draft.plan);
  return voiced.flatMap(({ chord, voicing }) => {
    const length = chord.dur / 120;
    const notes: WrittenNote[] = [];
    for (let first = 0; first < length; first += steps) {
      const room = Math.min(steps, length - first);
      const pattern = rng.pick(patterns).slice(0, room);
      const usable = pattern.includes("x") ? pattern : "x-".padEnd(room, ".");
      for (const match of usable.matchAll(/x-*/g)) {
        const tick = chord.tick + (first + match.index) * 120;
        for (const pitch of voicing) notes.push({ tick, dur: match[0].length * 120, pitch });
      }
    }
    return notes;
  });
}

/** Travis-like picking: thumb on root and fifth, fingers between. */
export function pick(draft: Draft, voiced: readonly VoicedChord[]): WrittenNote[] {
  const { low } = draft.band.comp;
  const bar = barTicks(draft.plan);
  return voiced.flatMap(({ chord, voicing }) => {
    const root = low + mod12(chord.bass - low);
    const fifthPc = chord.pcs.find((pc) => [6, 7].includes(mod12(pc - chord.root))) ?? chord.root;
    const fifth = low + mod12(fifthPc - low);
    const [v0, v1, v2] = [voicing[0]!, voicing[1]!, voicing[2] ?? voicing[0]! + 12];
    const order = draft.plan.beatsPerBar === 3
      ? [root, v1, v2, v1, v2, v1]
      : [root, v1, v2, v0, fifth, v1, v2, v0];
    const end = chord.tick + chord.dur;
    const notes: WrittenNote[] = [];
    for (let tick = chord.tick; tick < end; tick += 240) {
      const place = ((tick - chord.tick) % bar) / 240;
      const isThumb = place === 0 || (place === 4 && order.length === 8);
      const dur = Math.min(isThumb ? 960 : 480, end - tick);
      notes.push({ tick, dur, pitch: order[place]!, accent: isThumb ? 3 : -3 });
    }
    return notes;
  });
}

/** Film strings: whole notes when calm, a rocking figure of short notes when not. */
export function ostinato(
  draft: Draft,
  section: Section,
  voiced: readonly VoicedChord[],
): WrittenNote[] {
  if (section.energy < 0.35) {
    return voiced.flatMap(({ chord, voicing }) =>
      voicing.map((pitch) => ({ tick: chord.tick, dur: chord.dur, pitch }))
    );
  }
  const unit = section.energy > 0.78 && draft.plan.tempo < 125 ? 120 : 240;
  const figure = [0, 1, 2, 1];
  return voiced.flatMap(({ chord, voicing }) => {
    const notes: WrittenNote[] = [];
    for (let tick = chord.tick, i = 0; tick < chord.tick + chord.dur; tick += unit, i++) {
      const pitch = voicing[figure[i % 4]! % voicing.length]!;
      const accent = (tick - chord.tick) % 480 === 0 ? 4 : -4;
      notes.push({ tick, dur: Math.round(unit * 0.7), pitch, accent });
    }
    return notes;
  });
}

const CHUGS = ["x-------x-------", "X-o-o-o-X-o-o-o-", "X-ooo-ooX-ooo-oo"];

/** Power chords: thirds blur under distortion. */
export function chug(
  draft: Draft,
  section: Section,
  voiced: readonly VoicedChord[],
): WrittenNote[] {
  const pattern = CHUGS[energyLevel(section.energy) - 1]!;
  return hitsOf(draft, section, pattern).flatMap((hit) => {
    const { chord } = voicedAt(voiced, hit.tick);
    const tones = powerChord(draft, chord, hit.sign === "X");
    const dur = hit.sign === "o" ? Math.round(hit.dur * 0.55) : hit.dur;
    return tones.map((pitch) => ({ tick: hit.tick, dur, pitch, accent: ACCENT[hit.sign] }));
  });
}

export function isDistorted(draft: Draft): boolean {
  return draft.band.comp.program === 29 || draft.band.comp.program === 30;
}

export function powerChord(draft: Draft, chord: Chord, withOctave: boolean): number[] {
  const { low } = draft.band.comp;
  const root = low + mod12(chord.bass - low);
  const fifth = chord.pcs.find((pc) => [6, 7].includes(mod12(pc - chord.root))) ?? chord.root;
  const above = chord.bass === chord.root ? root + mod12(fifth - root) : root + 12;
  return withOctave && above !== root + 12 ? [root, above, root + 12] : [root, above];
}

export function strum(
  draft: Draft,
  section: Section,
  voiced: readonly VoicedChord[],
  level: number,
): WrittenNote[] {
  const threeFour = draft.plan.beatsPerBar === 3;
  const pattern = threeFour
    ? "x---x-u-x-u-"
    : level === 1
    ? "x-------x---x-u-"
    : level === 3 && draft.brief.style === "rock"
    ? "X-u-x-u-X-u-x-u-"
    : "x---x-u-..u-x-u-";
  return hitsOf(draft, section, pattern).flatMap((hit) => {
    const { chord, voicing } = voicedAt(voiced, hit.tick);
    const full = isDistorted(draft) ? powerChord(draft, chord, true) : voicing;
    const strings = hit.sign === "u" ? full.slice(-2) : full;
    return strings.map((pitch) => ({
      tick: hit.tick,
      dur: hit.dur,
      pitch,
      accent: ACCENT[hit.sign],
    }));
  });
}
