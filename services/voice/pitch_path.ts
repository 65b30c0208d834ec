import type { PitchCandidates } from "./pitch_candidates.ts";

export interface PathCosts {
  /** Per octave that the pitch moves from one frame to the next. */
  readonly octaveJumpCost: number;
  /** Of a change between voiced and unvoiced. */
  readonly voicingChangeCost: number;
}

/**
 * The cheapest path through the candidates of all frames (Viterbi), as in Boersma 1993.
 *
 * @returns for each frame the place of its chosen candidate in the candidates' arrays.
 */
export function choosePath(candidates: PitchCandidates, costs: PathCosts): Int32Array {
  const { frames, width, counts, hz, strength } = candidates;
  const octaves = new Float32Array(hz.length);
  for (let i = 0; i < hz.length; i++) octaves[i] = hz[i]! > 0 ? Math.log2(hz[i]!) : 0;
  const cameFrom = new Uint8Array(frames * width);
  let scores = new Float64Array(width);
  let next = new Float64Array(width);
  for (let c = 0; c < (counts[0] ?? 0); c++) scores[c] = strength[c]!;
  for (let frame = 1; frame < frames; frame++) {
    const here = frame * width;
    const before = here - width;
    for (let c = 0; c < counts[frame]!; c++) {
      let best = -Infinity;
      let from = 0;
      for (let b = 0; b < counts[frame - 1]!; b++) {
        // Place 0 is always the unvoiced one.
        const cost = c === 0 || b === 0
          ? (c === b ? 0 : costs.voicingChangeCost)
          : costs.octaveJumpCost * Math.abs(octaves[here + c]! - octaves[before + b]!);
        if (scores[b]! - cost > best) {
          best = scores[b]! - cost;
          from = b;
        }
      }
      next[c] = best + strength[here + c]!;
      cameFrom[here + c] = from;
    }
    [scores, next] = [next, scores];
  }
  return traceBack(candidates, scores, cameFrom);
}

function traceBack(
  { frames, width, counts }: PitchCandidates,
  scores: Float64Array,
  cameFrom: Uint8Array,
): Int32Array {
  const path = new Int32Array(frames);
  let place = 0;
  for (let c = 1; c < (counts[frames - 1] ?? 0); c++) if (scores[c]! > scores[place]!) place = c;
  for (let frame = frames - 1; frame >= 0; frame--) {
    path[frame] = frame * width + place;
    place = cameFrom[frame * width + place]!;
  }
  return path;
}
