import { mod12 } from "./keys.ts";
import type { Chord } from "./score.ts";

/** One note whose pitch is to be found, and everything that pulls at it. */
export interface MelodySlot {
  readonly tick: number;
  readonly dur: number;
  /** Pitches to choose from, ascending. */
  readonly candidates: readonly number[];
  /** The chord it is heard against: the coming one for a pushed note. */
  readonly chord: Chord;
  /** The chord it is held into for a beat or more. */
  readonly heldInto: Chord | undefined;
  /** 1 downbeat, .9 beat three, .45 other beats, .08 off-beats. */
  readonly strength: number;
  /** Where the contour wants it, MIDI pitch. */
  readonly contour: number;
  readonly target: number | undefined;
  readonly targetWeight: number;
  readonly mayLean: boolean;
  /** Pitch classes a section may end on; empty inside a section. */
  readonly goals: readonly number[];
  /** The seed's voice: a small cost for each candidate. */
  readonly noise: readonly number[];
  /** Silence before it, in ticks. */
  readonly restBefore: number;
}

/**
 * The cheapest line by second-order Viterbi over (previous pitch, pitch). Costs are sums and
 * products only (and one square root), which every processor rounds alike; ties go to the lower.
 */
export function searchMelody(slots: readonly MelodySlot[]): number[] {
  if (slots.length === 0) return [];
  const unary = slots.map(unaryCosts);
  const foreign = slots.map((slot) =>
    slot.candidates.map((pitch) => !slot.chord.pcs.includes(mod12(pitch)))
  );
  const first = slots[0]!;
  if (slots.length === 1) return [first.candidates[argMin(unary[0]!)]!];

  // cost[a][b]: best path ending in candidate a of slot i−1 and b of slot i.
  let cost = pairCosts(slots[0]!, slots[1]!, foreign[0]!, foreign[1]!)
    .map((row, a) => row.map((c, b) => c + unary[0]![a]! + unary[1]![b]!));
  const back: number[][][] = [];
  for (let i = 2; i < slots.length; i++) {
    const before = slots[i - 2]!.candidates;
    const middle = slots[i - 1]!;
    const slot = slots[i]!;
    const pair = pairCosts(middle, slot, foreign[i - 1]!, foreign[i]!);
    const nextCost: number[][] = [];
    const nextBack: number[][] = [];
    for (let b = 0; b < middle.candidates.length; b++) {
      const costRow: number[] = [];
      const backRow: number[] = [];
      for (let c = 0; c < slot.candidates.length; c++) {
        let best = Infinity;
        let from = 0;
        for (let a = 0; a < before.length; a++) {
          const total = cost[a]![b]! +
            turnCost(before[a]!, middle.candidates[b]!, slot.candidates[c]!);
          if (total < best) {
            best = total;
            from = a;
          }
        }
        costRow.push(best + pair[b]![c]! + unary[i]![c]!);
        backRow.push(from);
      }
      nextCost.push(costRow);
      nextBack.push(backRow);
    }
    cost = nextCost;
    back.push(nextBack);
  }
  return trace(slots, cost, back);
}

function trace(
  slots: readonly MelodySlot[],
  cost: readonly (readonly number[])[],
  back: readonly (readonly (readonly number[])[])[],
): number[] {
  let a = 0;
  let b = 0;
  let best = Infinity;
  cost.forEach((row, i) =>
    row.forEach((value, j) => {
      if (value < best) [best, a, b] = [value, i, j];
    })
  );
  const path = [b, a];
  for (let i = back.length - 1; i >= 0; i--) {
    const from = back[i]![a]![b]!;
    path.push(from);
    [a, b] = [from, a];
  }
  path.reverse();
  return path.map((candidate, i) => slots[i]!.candidates[candidate]!);
}

function unaryCosts(slot: MelodySlot): number[] {
  return slot.candidates.map((pitch, i) => {
    const pc = mod12(pitch);
    let cost = slot.noise[i]!;
    const beats = slot.dur / 480;
    if (!slot.chord.pcs.includes(pc)) {
      cost += 1.9 * slot.strength + (beats >= 1.5 ? 2.6 : beats >= 1 ? 0.9 : 0);
      const rubs = slot.chord.pcs.includes(mod12(pc - 1));
      if (rubs) cost += slot.dur >= 360 ? 5 : 0.9;
      const leans = slot.mayLean && slot.strength > 0.4 && beats < 2 &&
        slot.chord.pcs.some((tone) => {
          const above = mod12(pc - tone);
          return above === 1 || above === 2;
        });
      if (leans) cost -= 4.2;
    }
    if (slot.heldInto) {
      if (!slot.heldInto.scale.includes(pc)) cost += 6;
      else if (!slot.heldInto.pcs.includes(pc)) {
        cost += slot.heldInto.pcs.includes(mod12(pc - 1)) ? 4 : 1.2;
      }
    }
    if (slot.goals.length > 0 && !slot.goals.includes(pc)) cost += 9;
    const off = Math.abs(pitch - slot.contour);
    cost += 0.12 * off * Math.sqrt(off);
    if (slot.target !== undefined) {
      cost += 0.9 * Math.min(12, Math.abs(pitch - slot.target)) * slot.targetWeight;
    }
    return cost;
  });
}

/** By semitones: unison, seconds, thirds, fourth, tritone, fifth, sixths, sevenths, octave. */
const INTERVAL_COST = [0.7, 0, 0, 0.4, 0.4, 0.6, 5, 0.95, 1.7, 1.7, 5.5, 5.5, 1.6];

function pairCosts(
  from: MelodySlot,
  to: MelodySlot,
  fromForeign: readonly boolean[],
  toForeign: readonly boolean[],
): number[][] {
  const fromBass = from.chord.bass;
  const toBass = to.chord.bass;
  const relaxed = from.dur >= 960 || to.restBefore >= 480 ? 0.75 : 1;
  return from.candidates.map((a, i) =>
    to.candidates.map((b, j) => {
      const size = Math.abs(b - a);
      let cost = (size > 12 ? 25 : INTERVAL_COST[size]!) * relaxed;
      if (fromForeign[i]) cost += size > 2 ? 4.5 : size === 0 ? 1.2 : b > a ? 0.4 : 0;
      if (toForeign[j] && size > 2) cost += 1.6;
      if (fromBass !== toBass && a !== b) {
        const interval = mod12(b - toBass);
        if ((interval === 0 || interval === 7) && interval === mod12(a - fromBass)) {
          const bassRises = mod12(toBass - fromBass) < 6;
          cost += bassRises === b > a ? 5 : 2;
        }
      }
      return cost;
    })
  );
}

/** What three notes in a row make: post-skip reversal (von Hippel & Huron 2000), no dithering. */
function turnCost(a: number, b: number, c: number): number {
  const first = b - a;
  const second = c - b;
  if (first === 0 && second === 0) return 1.8;
  let cost = a === c ? 0.55 : 0;
  if (Math.abs(first) >= 5) {
    const sameWay = first * second > 0;
    if (sameWay) cost += Math.abs(second) <= 2 ? 1.2 : 3.5;
    else if (second !== 0 && Math.abs(second) <= 2) cost -= 0.5;
  }
  return cost;
}

function argMin(values: readonly number[]): number {
  let best = 0;
  values.forEach((value, i) => {
    if (value < values[best]!) best = i;
  });
  return best;
}
