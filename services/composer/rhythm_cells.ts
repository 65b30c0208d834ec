/** A one-bar rhythm in sixteenths; a minus is a rest. */
export interface RhythmCell {
  readonly steps: readonly number[];
  /** Letters of the styles it suits. */
  readonly styles: string;
}

/** One-bar rhythms by level, calm 0 to busy 4. */
export function rhythmCells(beatsPerBar: 3 | 4, level: number): readonly RhythmCell[] {
  const levels = beatsPerBar === 3 ? THREE_FOUR : FOUR_FOUR;
  return levels[Math.min(levels.length - 1, Math.max(0, level))]!;
}

/** Bars that close a phrase; the heaviest is drawn most. */
export function cadenceCells(
  beatsPerBar: 3 | 4,
): readonly { readonly steps: readonly number[]; readonly weight: number }[] {
  return beatsPerBar === 3 ? THREE_FOUR_CADENCES : FOUR_FOUR_CADENCES;
}

const FOUR_FOUR: readonly (readonly RhythmCell[])[] = [
  cells("16 ac", "8 8 acf", "12 4 acj", "-4 12 alj", "10 6 ale"),
  cells(
    "4 4 8 cfpa",
    "8 4 4 cfp",
    "6 2 8 cfr",
    "-4 4 8 ljp",
    "12 2 2 cj",
    "6 6 4 pel",
    "-2 6 8 lje",
  ),
  cells(
    "4 4 4 4 fc",
    "6 2 4 4 cfr",
    "4 2 2 8 pfjc",
    "-2 2 4 8 ljp",
    "6 6 4 pelr",
    "2 2 4 8 fpj",
    "4 6 2 4 plj",
    "3 3 10 er",
    "-4 2 2 4 4 jpl",
  ),
  cells(
    "2 2 4 2 2 4 fj",
    "4 2 2 4 4 fcp",
    "6 2 2 2 4 cpj",
    "-2 2 2 2 4 4 pjl",
    "3 3 2 4 4 per",
    "2 4 2 4 4 plj",
    "6 2 3 3 2 re",
    "-2 2 4 2 2 4 jl",
    "2 2 2 6 4 prf",
  ),
  cells(
    "2 2 2 2 4 4 fcr",
    "3 3 2 3 3 2 er",
    "2 2 2 2 2 2 4 jfr",
    "-2 2 2 2 2 2 4 jp",
    "2 2 4 2 1 1 4 fl",
    "2 1 1 4 2 2 4 ec",
    "4 2 2 2 2 2 2 jc",
    "3 3 2 2 2 4 pre",
  ),
];

const THREE_FOUR: readonly (readonly RhythmCell[])[] = [
  cells("12 acf", "8 4 acf"),
  cells("8 4 acf", "6 2 4 cf", "-4 4 4 ajc", "4 8 fc"),
  cells("4 4 4 fcj", "6 2 4 fc", "4 2 2 4 fj", "8 2 2 cj"),
  cells("4 2 2 4 fj", "2 2 4 4 f", "6 2 2 2 cj", "2 2 2 2 4 fj"),
  cells("2 2 2 2 4 fj", "2 2 2 2 2 2 fc", "4 2 2 2 2 jf"),
];

const FOUR_FOUR_CADENCES = [
  { steps: [8, -8], weight: 2 },
  { steps: [12, -4], weight: 4 },
  { steps: [4, 8, -4], weight: 2 },
  { steps: [4, 4, 8], weight: 2 },
  { steps: [6, 2, 8], weight: 2 },
  { steps: [2, 2, 8, -4], weight: 1.5 },
];

const THREE_FOUR_CADENCES = [
  { steps: [12], weight: 2 },
  { steps: [8, -4], weight: 3 },
  { steps: [4, 8], weight: 2 },
];

function cells(...rows: readonly string[]): RhythmCell[] {
  return rows.map((row) => {
    const words = row.split(" ");
    return { steps: words.slice(0, -1).map(Number), styles: words.at(-1)! };
  });
}
