import type { Stress } from "../words/sung_syllables.ts";
import type { MelodyNote } from "./melody.ts";

/** Syllables set on notes, in order. */
export interface Setting {
  /** For every syllable its notes, `from` inclusive; more than one is a melisma. */
  readonly notes: readonly { readonly from: number; readonly to: number }[];
  /** Notes beyond a syllable's first. */
  readonly melisma: number;
  /** Syllables that share a note with the one before: the note must be sung twice. */
  readonly shared: number;
  /** Stressed syllables, and those of them that fall on strong notes. */
  readonly stressed: number;
  readonly onStrong: number;
  /** The lower the better. */
  readonly cost: number;
}

const COST = {
  stressOnWeak: 1,
  lightOnStrong: 0.5,
  melisma: 0.5,
  melismaOnStress: 0.3,
  melismaAtEnd: 0.25,
  /** A syllable held across a rest. */
  acrossRest: 1.5,
  restSeconds: 0.15,
  shared: 0.9,
  sharedLong: 0.5,
  longSeconds: 0.45,
};
/** A syllable is drawn over at most so many notes, a note repeated for at most so many syllables. */
const MOST = 6;

/**
 * Sets syllables on notes: each on one where there are as many, else the ones that bear it best are
 * drawn over several notes, or long notes are sung twice. Stresses go to strong notes.
 */
export function setSyllables(
  stresses: readonly Stress[],
  notes: readonly MelodyNote[],
): Setting | null {
  if (stresses.length === 0 || notes.length === 0) return null;
  return stresses.length <= notes.length ? drawn(stresses, notes) : repeated(stresses, notes);
}

function drawn(stresses: readonly Stress[], notes: readonly MelodyNote[]): Setting | null {
  const found = best(stresses.length, notes.length, (syllable, from, count) => {
    const stress = stresses[syllable]!;
    let cost = placed(stress, notes[from]!);
    const extra = syllable === stresses.length - 1
      ? COST.melismaAtEnd
      : stress === "heavy"
      ? COST.melismaOnStress
      : COST.melisma;
    for (let i = from + 1; i < from + count; i++) {
      const rest = notes[i]!.startSeconds - notes[i - 1]!.endSeconds;
      cost += extra + (rest > COST.restSeconds ? COST.acrossRest : 0);
    }
    return cost;
  });
  if (!found) return null;
  const spans = found.sizes.map(({ from, count }) => ({ from, to: from + count }));
  return measured(stresses, notes, spans, found.cost, notes.length - stresses.length, 0);
}

function repeated(stresses: readonly Stress[], notes: readonly MelodyNote[]): Setting | null {
  const found = best(notes.length, stresses.length, (note, from, count) => {
    let cost = 0;
    for (let i = from; i < from + count; i++) cost += placed(stresses[i]!, notes[note]!);
    const length = notes[note]!.endSeconds - notes[note]!.startSeconds;
    return cost + (count - 1) * (length > COST.longSeconds ? COST.sharedLong : COST.shared);
  });
  if (!found) return null;
  const spans = found.sizes.flatMap(({ count }, note) =>
    Array.from({ length: count }, () => ({ from: note, to: note + 1 }))
  );
  return measured(stresses, notes, spans, found.cost, 0, stresses.length - notes.length);
}

/** Divides `many` in order among `few`, each getting at least one, at the least cost. */
function best(
  few: number,
  many: number,
  costOf: (index: number, from: number, count: number) => number,
): { cost: number; sizes: { from: number; count: number }[] } | null {
  const width = many + 1;
  const costs = new Float64Array((few + 1) * width).fill(Infinity);
  const took = new Int32Array((few + 1) * width);
  costs[0] = 0;
  for (let i = 1; i <= few; i++) {
    for (let n = i; n <= many - (few - i); n++) {
      for (let count = 1; count <= Math.min(MOST, n); count++) {
        const before = costs[(i - 1) * width + n - count]!;
        if (before === Infinity) continue;
        const cost = before + costOf(i - 1, n - count, count);
        if (cost < costs[i * width + n]!) {
          costs[i * width + n] = cost;
          took[i * width + n] = count;
        }
      }
    }
  }
  const cost = costs[few * width + many]!;
  if (cost === Infinity) return null;
  const sizes: { from: number; count: number }[] = [];
  for (let i = few, n = many; i > 0; i--) {
    const count = took[i * width + n]!;
    sizes.unshift({ from: n - count, count });
    n -= count;
  }
  return { cost, sizes };
}

function placed(stress: Stress, note: MelodyNote): number {
  if (stress === "heavy") return note.strong ? 0 : COST.stressOnWeak * (1 - note.weight / 2);
  return stress === "light" && note.strong ? COST.lightOnStrong * note.weight : 0;
}

function measured(
  stresses: readonly Stress[],
  notes: readonly MelodyNote[],
  spans: readonly { from: number; to: number }[],
  cost: number,
  melisma: number,
  shared: number,
): Setting {
  let stressed = 0;
  let onStrong = 0;
  stresses.forEach((stress, i) => {
    if (stress !== "heavy") return;
    stressed++;
    if (notes[spans[i]!.from]!.strong) onStrong++;
  });
  return { notes: spans, melisma, shared, stressed, onStrong, cost };
}
