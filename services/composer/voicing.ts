import { mod12 } from "./keys.ts";
import type { Chord, PitchClass } from "./score.ts";

export interface VoicingWindow {
  readonly low: number;
  readonly high: number;
  readonly voices: number;
}

/** Ascending MIDI pitches. */
export type Voicing = readonly number[];

/**
 * Voices a chain of chords so that the parts move little and do not run parallel in the outer
 * voices (Huron 2001). Starts without a previous voicing, so a chain depends on nothing before it.
 *
 * @param melodyAt pitch of the lead where a chord starts, if it sounds; the top voice stays below.
 */
export function voiceChords(
  chords: readonly Chord[],
  window: VoicingWindow,
  melodyAt: (tick: number) => number | undefined = () => undefined,
): Voicing[] {
  let previous: Voicing | undefined;
  return chords.map((chord) => {
    const melody = melodyAt(chord.tick);
    let best: Voicing = [];
    let bestCost = Infinity;
    for (const candidate of placements(chooseTones(chord, window.voices), window)) {
      const bottom = mod12(candidate[0]! - chord.root);
      const heavy = bottom === 1 || bottom === 2 || bottom === 9 ? 4 : 0;
      const cost = Math.round((heavy + costOf(candidate, previous, window, melody)) * 1e6);
      if (cost < bestCost) {
        bestCost = cost;
        best = candidate;
      }
    }
    previous = best;
    return best;
  });
}

/**
 * Drops the fifth, then the root (the bass has it), when there are more tones than voices; an added
 * ninth without a seventh needs its fifth more than its root.
 */
function chooseTones(chord: Chord, voices: number): PitchClass[] {
  const tones = [...chord.pcs];
  const drop = (index: number) => {
    if (index >= 0 && tones.length > voices) tones.splice(index, 1);
  };
  const hasSeventh = chord.pcs.some((pc) => [10, 11].includes(mod12(pc - chord.root)));
  if (!hasSeventh) drop(tones.indexOf(chord.root));
  drop(tones.findIndex((pc) => mod12(pc - chord.root) === 7));
  drop(tones.indexOf(chord.root));
  while (tones.length > voices) tones.splice(1, 1);
  while (tones.length < Math.min(voices, 3)) tones.push(tones[tones.length % chord.pcs.length]!);
  return tones;
}

/** All ascending placements of the tones, one pitch each; a clear bottom and no clash on top. */
function placements(tones: readonly PitchClass[], { low, high }: VoicingWindow): number[][] {
  const results: number[][] = [];
  const choose = (index: number, picked: readonly number[]): void => {
    if (index === tones.length) {
      const sorted = [...picked].sort((a, b) => a - b);
      if (isPlayable(sorted)) results.push(sorted);
      return;
    }
    const first = low + mod12(tones[index]! - low);
    for (let pitch = first; pitch <= high; pitch += 12) {
      if (!picked.includes(pitch)) choose(index + 1, [...picked, pitch]);
    }
  };
  choose(0, []);
  if (results.length > 0) return results;
  return [[...new Set(tones.map((pc) => low + mod12(pc - low)))].sort((a, b) => a - b)];
}

function isPlayable(voicing: Voicing): boolean {
  for (let i = 1; i < voicing.length; i++) {
    const gap = voicing[i]! - voicing[i - 1]!;
    if (gap > 12) return false;
    if (gap < 2 && i === voicing.length - 1) return false;
    if (gap < 5 && i === 1 && voicing[0]! < 48) return false;
  }
  return true;
}

function costOf(
  voicing: Voicing,
  previous: Voicing | undefined,
  window: VoicingWindow,
  melody: number | undefined,
): number {
  const top = voicing.at(-1)!;
  const bottom = voicing[0]!;
  const centre = voicing.reduce((sum, pitch) => sum + pitch, 0) / voicing.length;
  let cost = 0.35 * Math.abs(centre - (window.low + window.high) / 2);
  if (top - bottom < 3) cost += 3;
  for (let i = 1; i < voicing.length; i++) {
    const gap = voicing[i]! - voicing[i - 1]!;
    // Seconds thicken: one is colour, two in a row are a cluster.
    if (gap <= 2) cost += i > 1 && voicing[i - 1]! - voicing[i - 2]! <= 2 ? 6 : gap === 1 ? 2 : 1;
  }
  if (melody !== undefined) cost += 1.2 * Math.max(0, top - melody - 2);
  if (!previous || previous.length === 0) return cost;
  cost += motion(previous, voicing);
  const topMove = top - previous.at(-1)!;
  const bottomMove = bottom - previous[0]!;
  cost += 0.7 * Math.max(0, Math.abs(topMove) - 4);
  const interval = mod12(top - bottom);
  const before = mod12(previous.at(-1)! - previous[0]!);
  const perfect = interval === 0 || interval === 7;
  if (perfect && interval === before && topMove === bottomMove && topMove !== 0) cost += 3;
  return cost;
}

/** Total movement between neighbours of two voicings, which may differ in size. */
function motion(from: Voicing, to: Voicing): number {
  if (from.length === to.length) {
    return to.reduce((sum, pitch, i) => sum + Math.abs(pitch - from[i]!), 0);
  }
  return to.reduce((sum, pitch) => {
    return sum + Math.min(...from.map((other) => Math.abs(other - pitch)));
  }, 0);
}
