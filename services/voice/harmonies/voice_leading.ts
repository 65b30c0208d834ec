import { mod12 } from "../../composer/keys.ts";
import { type HarmonyKey, scaleUnder } from "./harmony_key.ts";
import type { LeadStep } from "./lead_line.ts";

/** Where a part stands: its distance from the lead, in semitones. */
export interface PartRole {
  readonly name: string;
  readonly nearest: number;
  readonly furthest: number;
  readonly ideal: number;
}

const CROWN: PartRole = { name: "Crown", nearest: 10, furthest: 17, ideal: 12 };
const TOP: PartRole = { name: "Top", nearest: 6, furthest: 13, ideal: 8 };
const HIGH: PartRole = { name: "High", nearest: 3, furthest: 9, ideal: 4 };
const LOW: PartRole = { name: "Low", nearest: -2, furthest: -9, ideal: -4 };
const BOTTOM: PartRole = { name: "Bottom", nearest: -6, furthest: -15, ideal: -9 };
const BASS: PartRole = { name: "Bass", nearest: -10, furthest: -19, ideal: -14 };

type Layouts = Readonly<Record<2 | 3 | 4, readonly PartRole[]>>;

const LAYOUTS: Readonly<Record<"low" | "middle" | "high", Layouts>> = {
  low: { 2: [TOP, HIGH], 3: [CROWN, TOP, HIGH], 4: [CROWN, TOP, HIGH, LOW] },
  middle: { 2: [HIGH, LOW], 3: [HIGH, LOW, BOTTOM], 4: [TOP, HIGH, LOW, BOTTOM] },
  high: { 2: [HIGH, LOW], 3: [HIGH, LOW, BOTTOM], 4: [HIGH, LOW, BOTTOM, BASS] },
};

/**
 * The parts around the lead, from the highest to the lowest: a low lead has them above it, a high
 * one below.
 *
 * @param leadPitch the lead's middle, MIDI.
 */
export function partRoles(parts: 2 | 3 | 4, leadPitch: number): readonly PartRole[] {
  return LAYOUTS[leadPitch < 47 ? "low" : leadPitch > 65 ? "high" : "middle"][parts];
}

/** What people sing: from D2 to B5. */
const LOWEST = 38;
const HIGHEST = 83;

/** States kept per step, the best by themselves; with four parts there are thousands. */
const KEPT = 140;

/**
 * Pitches for every part under or over every step of the lead: the path of least cost through
 * tuples of scale tones (dynamic programming). Parts never cross the lead or each other; on strong
 * beats they sing chord tones; they move little, and not in parallel fifths or octaves with anyone
 * (Huron 2001, "Tone and voice").
 *
 * @returns one tuple per step, from the highest part to the lowest, MIDI.
 */
export function leadVoices(
  steps: readonly LeadStep[],
  roles: readonly PartRole[],
  key: HarmonyKey,
): number[][] {
  let states: State[] = [];
  const history: State[][] = [];
  steps.forEach((step, s) => {
    const before = steps[s - 1];
    const next = chordings(step, roles, key).map((pitches): State => {
      const own = ownCost(pitches, step, roles);
      if (!before) return { pitches, cost: own, from: -1 };
      let cost = Infinity, from = 0;
      for (let i = 0; i < states.length; i++) {
        const state = states[i]!;
        if (state.cost >= cost) continue;
        const sum = state.cost + moveCost(state.pitches, pitches, before, step);
        if (sum < cost) [cost, from] = [sum, i];
      }
      return { pitches, cost: cost + own, from };
    });
    history.push(next);
    states = next;
  });
  const path: number[][] = [];
  let at = states.reduce((best, state, i) => state.cost < states[best]!.cost ? i : best, 0);
  for (const column of history.toReversed()) {
    path.unshift([...column[at]!.pitches]);
    at = column[at]!.from;
  }
  return path;
}

interface State {
  readonly pitches: readonly number[];
  readonly cost: number;
  readonly from: number;
}

/** All falling tuples of scale tones within the parts' reach, cheapest first. */
function chordings(
  step: LeadStep,
  roles: readonly PartRole[],
  key: HarmonyKey,
): (readonly number[])[] {
  const scale = scaleUnder(key, step.chord);
  const tuples = roles.reduce<number[][]>((partial, role) => {
    const choices = reach(role, step.pitch, scale);
    return partial.flatMap((higher) =>
      choices.filter((pitch) => higher.length === 0 || pitch < higher.at(-1)!)
        .map((pitch) => [...higher, pitch])
    );
  }, [[]]);
  return tuples.map((pitches) => ({ pitches, cost: ownCost(pitches, step, roles) }))
    .sort((a, b) => a.cost - b.cost).slice(0, KEPT).map(({ pitches }) => pitches);
}

/** The scale tones at a part's distance, those that people sing where there are any. */
function reach(role: PartRole, lead: number, scale: readonly number[]): number[] {
  const side = Math.sign(role.nearest);
  const pitches: number[] = [];
  for (let d = Math.abs(role.nearest); d <= Math.abs(role.furthest); d++) {
    const pitch = lead + side * d;
    if (scale.includes(mod12(pitch))) pitches.push(pitch);
  }
  const sung = pitches.filter((pitch) => pitch >= LOWEST && pitch <= HIGHEST);
  return sung.length > 0 ? sung : pitches;
}

/** Semitones (mod 12) between a part and the lead: thirds and sixths are sweet, seconds rub. */
const WITH_LEAD = [2.6, 6, 3, 0, 0, 1, 2.4, 1, 0, 0, 2.6, 5];
const WITH_PART = [1.6, 6, 2.4, 0, 0, 0.3, 1.4, 0.4, 0, 0, 1.2, 4];

function ownCost(pitches: readonly number[], step: LeadStep, roles: readonly PartRole[]): number {
  const tones = step.chord.pitchClasses.map(mod12);
  const outside = step.strong ? 9 : 1.3;
  let cost = 0;
  const heard = new Set([mod12(step.pitch)]);
  for (let p = 0; p < pitches.length; p++) {
    const pitch = pitches[p]!;
    heard.add(mod12(pitch));
    if (!tones.includes(mod12(pitch))) cost += outside;
    cost += WITH_LEAD[mod12(pitch - step.pitch)]!;
    cost += 0.14 * Math.abs(pitch - step.pitch - roles[p]!.ideal);
    for (let q = 0; q < p; q++) {
      const gap = pitches[q]! - pitch;
      cost += WITH_PART[mod12(gap)]!;
      if (gap < 3) cost += 2;
    }
    const above = p > 0 ? pitches[p - 1]! : pitch;
    if (above - pitch > 14) cost += 1.5;
  }
  for (const tone of tones.slice(0, 3)) if (!heard.has(tone)) cost += 0.5;
  return cost;
}

function moveCost(
  from: readonly number[],
  to: readonly number[],
  before: LeadStep,
  step: LeadStep,
): number {
  if (step.opensPhrase) return 0;
  let cost = 0;
  for (let p = 0; p < to.length; p++) {
    const move = Math.abs(to[p]! - from[p]!);
    cost += 0.28 * move + (move > 5 ? 1.2 : 0) + (move > 8 ? 4 : 0);
    if (isParallel(from[p]!, to[p]!, before.pitch, step.pitch)) cost += 14;
    // A voice that jumps to where its neighbour just was is heard as that neighbour.
    if (overlaps(from[p]!, to[p]!, before.pitch, step.pitch)) cost += 3;
    for (let q = 0; q < p; q++) {
      if (isParallel(from[p]!, to[p]!, from[q]!, to[q]!)) cost += 14;
      if (q === p - 1 && overlaps(from[p]!, to[p]!, from[q]!, to[q]!)) cost += 2;
    }
  }
  return cost;
}

/** Both move the same way from one perfect fifth or octave to another. */
export function isParallel(fromA: number, toA: number, fromB: number, toB: number): boolean {
  const interval = mod12(Math.abs(toA - toB));
  return (interval === 0 || interval === 7) && interval === mod12(Math.abs(fromA - fromB)) &&
    toA !== fromA && Math.sign(toA - fromA) === Math.sign(toB - fromB);
}

function overlaps(fromA: number, toA: number, fromB: number, toB: number): boolean {
  return toA < toB ? toA > fromB || toB < fromA : toA < fromB || toB > fromA;
}
