import type { GridLines } from "./timing_grid.ts";

/** A moment that can be moved, with what must move with it as it is. */
export interface Onset {
  readonly atSeconds: number;
  /** From here … */
  readonly fromSeconds: number;
  /** … to here nothing is stretched: a consonant before, an attack after. */
  readonly toSeconds: number;
}

export interface PlacedOnset extends Onset {
  readonly shiftSeconds: number;
}

/** Leaving an onset where it is costs more than moving it by half a step, and less than by a whole one. */
const LEAVE_COST = 0.5;
const LEAST_STRETCH = 0.5;
const MOST_STRETCH = 2;
/** Less is no room to stretch anything in. */
const LEAST_ROOM_SECONDS = 0.01;
/** As many onsets as may be left in a row. */
const MOST_LEFT = 6;

interface State {
  readonly onset: PlacedOnset;
  readonly index: number;
  readonly cost: number;
  readonly before: State | undefined;
}

/**
 * Puts onsets on the lines of a grid: the assignment with the least squared moves in which no two share
 * a line, none overtakes another, and nothing between them is stretched beyond a half or a double
 * (dynamic programming). What cannot be placed so is left out of the answer. Start and end stay.
 */
export function placeOnsets(
  onsets: readonly Onset[],
  lines: GridLines,
  durationSeconds: number,
): PlacedOnset[] {
  let states: State[] = [{ onset: fixed(0), index: -1, cost: 0, before: undefined }];
  onsets.forEach((onset, index) => {
    const floor = lines.lineBefore(onset.atSeconds);
    const reached = [floor, floor + lines.stepSeconds].flatMap((line) => {
      const shiftSeconds = line - onset.atSeconds;
      const move = (shiftSeconds / lines.stepSeconds) ** 2;
      const state = cheapest(states, { ...onset, shiftSeconds }, index, move);
      return state ? [state] : [];
    });
    states = [...states.filter((state) => index - state.index <= MOST_LEFT), ...reached];
  });
  let state = cheapest(states, fixed(durationSeconds), onsets.length, 0)?.before;
  const placed: PlacedOnset[] = [];
  for (; state && state.index >= 0; state = state.before) placed.unshift(state.onset);
  return placed;
}

function fixed(seconds: number): PlacedOnset {
  return { atSeconds: seconds, fromSeconds: seconds, toSeconds: seconds, shiftSeconds: 0 };
}

function cheapest(
  states: readonly State[],
  onset: PlacedOnset,
  index: number,
  move: number,
): State | undefined {
  let best: State | undefined;
  for (const before of states) {
    const room = onset.fromSeconds - before.onset.toSeconds;
    const stretch = 1 + (onset.shiftSeconds - before.onset.shiftSeconds) / room;
    if (room < LEAST_ROOM_SECONDS || stretch < LEAST_STRETCH || stretch > MOST_STRETCH) continue;
    const left = index - before.index - 1;
    const cost = before.cost + move + LEAVE_COST * left;
    if (best === undefined || cost < best.cost) best = { onset, index, cost, before };
  }
  return best;
}
