import type { Contour } from "../contour.ts";
import type { SungNote } from "../sung_note.ts";

const WINDOW_SECONDS = 0.12;
const MOST_SHIFT_SECONDS = 0.08;

/**
 * By how much the sound about each clear onset lies off its place, in ms: the shift at which the
 * level's rise is most like the source's. Words that stay have onsets that stay.
 *
 * @param placed where a moment of the first is meant to be in the second.
 */
export function onsetShiftsMs(
  before: Contour,
  after: Contour,
  notes: readonly SungNote[],
  placed: (seconds: number) => number = (seconds) => seconds,
): number[] {
  const hop = before.hopSeconds;
  const reach = Math.round(WINDOW_SECONDS / hop);
  const most = Math.round(MOST_SHIFT_SECONDS / hop);
  return notes.filter((note) => note.begunBy === "onset" && note.confidence >= 0.5)
    .map((note) => {
      const source = Math.round(note.startSeconds / hop);
      const target = Math.round(placed(note.startSeconds) / hop);
      let best = -Infinity, shift = 0;
      for (let s = -most; s <= most; s++) {
        let sum = 0, one = 1e-9, other = 1e-9;
        for (let k = -reach; k <= reach; k++) {
          const a = rise(before.levelDb, source + k);
          const b = rise(after.levelDb, target + s + k);
          sum += a * b;
          one += a * a;
          other += b * b;
        }
        const alike = sum / Math.sqrt(one * other) - 0.001 * Math.abs(s);
        if (alike > best) [best, shift] = [alike, s];
      }
      return 1000 * shift * hop;
    });
}

/** How fast the level moves; what is very soft counts as silence. */
function rise(levelDb: Float32Array, frame: number): number {
  const at = (i: number) => Math.max(-45, levelDb[Math.max(0, Math.min(levelDb.length - 1, i))]!);
  return at(frame + 1) - at(frame - 1);
}
