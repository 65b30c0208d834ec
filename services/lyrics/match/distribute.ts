import type { MelodyNote } from "./melody.ts";

/** How many syllables a line may be sung with. */
export interface LineSize {
  readonly min: number;
  readonly max: number;
}

/** The notes of a line: `notes.slice(from, to)`. Empty where the melody has none left for it. */
export interface Share {
  readonly from: number;
  readonly to: number;
}

const COST = {
  /** A syllable that finds no note, a note that finds no syllable. */
  missingNote: 1.3,
  spareNote: 0.7,
  /** Drawing syllables over more notes than two is for the instruments. */
  farSpareNote: 1.6,
  drawnNotes: 2,
  /** A line without any note, a note that no line sings. */
  silentLine: 12,
  skippedNote: 0.75,
  /** A line that ends where the melody does not breathe; it falls with the rest after it. */
  noBreath: 2.5,
  breathSeconds: 0.25,
  /** A rest inside a line. */
  restInside: 1.2,
  restSeconds: 0.6,
};
/** More notes than this make no line. */
const MOST_NOTES = 24;

/**
 * Divides a melody among the lines of a text, in order: each line gets about as many notes as it has
 * syllables, and lines end where the melody rests. Dynamic programming over lines and notes.
 */
export function distribute(lines: readonly LineSize[], notes: readonly MelodyNote[]): Share[] {
  const count = notes.length;
  const width = count + 1;
  const costs = new Float64Array((lines.length + 1) * width).fill(Infinity);
  /** Where the line's notes began; −1: this note was skipped. */
  const from = new Int32Array((lines.length + 1) * width).fill(-1);
  const breath = Array.from({ length: width }, (_, i) => breathCost(notes, i));
  const rests = restsUpTo(notes);
  costs[0] = 0;
  for (let i = 0; i <= lines.length; i++) {
    for (let n = 0; n <= count; n++) {
      const at = i * width + n;
      if (n > 0 && costs[at - 1]! + COST.skippedNote < costs[at]!) {
        costs[at] = costs[at - 1]! + COST.skippedNote;
        from[at] = -1;
      }
      if (i === 0) continue;
      const size = lines[i - 1]!;
      for (let took = 0; took <= Math.min(n, MOST_NOTES); took++) {
        const began = n - took;
        const before = costs[at - width - took]!;
        if (before === Infinity) continue;
        const cost = before +
          (took === 0 ? COST.silentLine : misfit(size, took) + breath[began]! + breath[n]! +
            COST.restInside * (rests[n - 1]! - rests[began]!));
        if (cost < costs[at]!) {
          costs[at] = cost;
          from[at] = began;
        }
      }
    }
  }
  return walkBack(from, lines.length, count);
}

function walkBack(from: Int32Array, lines: number, count: number): Share[] {
  const shares: Share[] = [];
  const width = count + 1;
  for (let i = lines, n = count; i > 0;) {
    const began = from[i * width + n]!;
    if (began < 0) {
      n--;
      continue;
    }
    shares.unshift({ from: began, to: n });
    n = began;
    i--;
  }
  return shares;
}

function misfit({ min, max }: LineSize, notes: number): number {
  if (notes < min) return COST.missingNote * (min - notes);
  const spare = Math.max(0, notes - max);
  return COST.spareNote * spare +
    (COST.farSpareNote - COST.spareNote) * Math.max(0, spare - COST.drawnNotes);
}

/** The cost of a line's border before note `i`; none at the ends of the melody. */
function breathCost(notes: readonly MelodyNote[], i: number): number {
  const [before, after] = [notes[i - 1], notes[i]];
  if (!before || !after) return 0;
  const rest = Math.max(0, after.startSeconds - before.endSeconds);
  return COST.noBreath * Math.exp(-rest / COST.breathSeconds);
}

/** For every note, how many long rests lie before it. */
function restsUpTo(notes: readonly MelodyNote[]): Int32Array {
  const sums = new Int32Array(notes.length + 1);
  for (let i = 1; i < notes.length; i++) {
    const rest = notes[i]!.startSeconds - notes[i - 1]!.endSeconds;
    sums[i] = sums[i - 1]! + (rest > COST.restSeconds ? 1 : 0);
  }
  sums[notes.length] = sums[notes.length - 1] ?? 0;
  return sums;
}
