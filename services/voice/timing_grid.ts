/** A quarter, an eighth, a sixteenth, and three eighths in the time of two. */
export const GRIDS = ["1/4", "1/8", "1/16", "1/8T"] as const;

export type Grid = typeof GRIDS[number];

const STEPS_PER_BEAT: Readonly<Record<Grid, number>> = { "1/4": 1, "1/8": 2, "1/16": 4, "1/8T": 3 };

/** The lines of a grid in a take's own time. */
export interface GridLines {
  readonly stepSeconds: number;
  /** The line at or before a moment of the take. */
  lineBefore(seconds: number): number;
}

/**
 * @param offsetSeconds when the take starts in the project, whose first beat is at 0.
 * @throws {RangeError} when there is no such tempo.
 */
export function gridLines(grid: Grid, tempoBpm: number, offsetSeconds: number): GridLines {
  if (!(tempoBpm > 0)) throw new RangeError(`a tempo of ${tempoBpm} bpm has no beats`);
  const stepSeconds = 60 / tempoBpm / STEPS_PER_BEAT[grid];
  return {
    stepSeconds,
    lineBefore: (seconds) =>
      Math.floor((seconds + offsetSeconds) / stepSeconds) * stepSeconds - offsetSeconds,
  };
}

/** How far a moment is from the nearest line, in seconds; negative when it is early. */
export function offGrid(lines: GridLines, seconds: number): number {
  const after = seconds - lines.lineBefore(seconds);
  return after <= lines.stepSeconds / 2 ? after : after - lines.stepSeconds;
}
