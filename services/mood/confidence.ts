import { type Affect, affectOf, type Contribution } from "./affect.ts";
import { type NamedMood, sectorOf } from "./circumplex.ts";
import { type ColourStatistics, summarise } from "./measure.ts";

/** Resamples of the picture's tiles (bootstrap, Efron 1979). */
const RESAMPLES = 40;

/** Parts of a confidence, each 0..1; it rises with every one of them. */
export interface Evidence {
  /** Distance from the centre of the plane, 0..1.4. */
  readonly distance: number;
  /** How much nearer the first word is than the second. */
  readonly margin: number;
  /** Share of resampled readings that fall into the same eighth of the wheel. */
  readonly agreement: number;
}

/**
 * How far a reading can be trusted, 0..1: near nothing at the centre of the plane, where every feeling is
 * equally far; then by agreement and margin.
 */
export function weighEvidence({ distance, margin, agreement }: Evidence): number {
  const clarity = 1 - Math.exp(-3 * distance);
  return clarity * (0.2 + 0.6 * agreement + 0.2 * margin);
}

/**
 * Reads the picture again and again from other mixtures of its own tiles, each time without one of its
 * features, and asks how often the mood stays in the same sector. Deterministic.
 */
export function confidenceOf(
  affect: Affect,
  named: NamedMood,
  tiles: readonly Float64Array[],
  contribute: (picture: ColourStatistics | undefined) => readonly Contribution[],
): number {
  const random = mulberry32(1);
  let votes = 0, agreed = 0;
  for (let round = 0; round < RESAMPLES; round++) {
    const mixture = tiles.map(() => tiles[Math.floor(random() * tiles.length)]!);
    const contributions = contribute(summarise(mixture));
    if (contributions.length === 0) continue;
    const omitted = Math.floor(random() * contributions.length);
    const { valence, arousal } = affectOf(contributions.filter((_, index) => index !== omitted));
    votes++;
    if (sectorOf(valence, arousal) === named.sector) agreed++;
  }
  return weighEvidence({
    distance: Math.hypot(affect.valence, affect.arousal),
    margin: named.margin,
    agreement: votes === 0 ? 0 : agreed / votes,
  });
}

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = state + 0x6d2b79f5 | 0;
    let t = Math.imul(state ^ state >>> 15, 1 | state);
    t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t;
    return ((t ^ t >>> 14) >>> 0) / 4294967296;
  };
}
