/** A stretch of frames in which a voice stays about one pitch. */
export interface HeldPitch {
  readonly fromFrame: number;
  /** Exclusive. */
  readonly toFrame: number;
}

/** Semitones between two levels that a note may be held at. */
const STEP = 0.2;
/** A frame further from the level than this costs no more: slips and octave errors part nothing. */
const MOST_DISTANCE = 1.5;
/** Of moving to another level, in semitones × frames: a semitone must be held for a tenth of a second. */
const MOVE_COST = 8;

/**
 * Parts a pitch curve into the fewest levels that follow it well: the curve of steps with the least
 * Σ |pitch − level| plus a price for each step (a Potts functional), found exactly by dynamic
 * programming over a grid of levels. A vibrato swings around its level too quickly to pay for steps;
 * a glide is cut in its middle.
 *
 * @param midi of the frames; NaN where the voice stops for an instant.
 */
export function holdPitches(midi: Float32Array, fromFrame: number, toFrame: number): HeldPitch[] {
  let low = Infinity;
  let high = -Infinity;
  for (let i = fromFrame; i < toFrame; i++) {
    if (midi[i]! < low) low = midi[i]!;
    if (midi[i]! > high) high = midi[i]!;
  }
  if (low > high) return [];
  const levels = Math.ceil((high - low) / STEP) + 1;
  const frames = toFrame - fromFrame;
  const costs = new Float64Array(levels);
  /** Whether the best way to a level at a frame comes from another level, and from which. */
  const moved = new Uint8Array(frames * levels);
  const bestAt = new Uint16Array(frames);
  let cheapest = 0;
  for (let frame = 0; frame < frames; frame++) {
    const pitch = midi[fromFrame + frame]!;
    const entry = costs[cheapest]! + MOVE_COST;
    let next = 0;
    for (let level = 0; level < levels; level++) {
      if (frame > 0 && entry < costs[level]!) {
        costs[level] = entry;
        moved[frame * levels + level] = 1;
      }
      const distance = Math.abs(pitch - low - level * STEP);
      // NaN is no distance.
      if (distance > 0) costs[level]! += Math.min(MOST_DISTANCE, distance);
      if (costs[level]! < costs[next]!) next = level;
    }
    cheapest = next;
    bestAt[frame] = cheapest;
  }
  const held: HeldPitch[] = [];
  let end = frames;
  let level = cheapest;
  for (let frame = frames - 1; frame > 0; frame--) {
    if (moved[frame * levels + level] === 0) continue;
    held.unshift({ fromFrame: fromFrame + frame, toFrame: fromFrame + end });
    end = frame;
    level = bestAt[frame - 1]!;
  }
  held.unshift({ fromFrame, toFrame: fromFrame + end });
  return held;
}
