import { FAMILY_STEPS, isMinor } from "./keys.ts";
import { stream } from "./random.ts";
import type { Brief, Family, PitchClass, Style } from "./score.ts";
import { STYLE_BOOK } from "./style_book.ts";

/** Everything a mood decides before the form is known. */
export interface MoodPlan {
  /** Whole quarters per minute; the form may move it by 2 %. */
  readonly tempo: number;
  readonly family: Family;
  readonly key: PitchClass;
  readonly beatsPerBar: 3 | 4;
  readonly register: number;
  readonly velocity: number;
  readonly articulation: number;
  readonly dissonance: number;
  readonly energy: number;
}

/**
 * Mood to musical cues, linear and additive because listeners combine cues additively (Eerola,
 * Friberg & Bresin 2013); valence moves the score itself, mode and register, since performance
 * cues alone do not carry it (Livingstone et al. 2010).
 */
export function planMood(brief: Brief): MoodPlan {
  const { valence: v, arousal: a, style, seed } = brief;
  const family = brief.family ?? familyFor(v, style, stream(seed, "family").next());
  return {
    tempo: brief.tempo ?? brief.arrangement?.tempo ?? tempoFor(v, a, style),
    family,
    key: brief.key ?? drawKey(family, seed),
    beatsPerBar: stream(seed, "metre").chance(threeFourProbability(style, a)) ? 3 : 4,
    register: 72.5 + 7 * v + 3.5 * a,
    velocity: 74 + 24 * a,
    articulation: Math.max(0.55, 0.95 - 0.33 * a),
    dissonance: 0.15 + 0.25 * Math.max(0, -v),
    energy: clamp(0.5 + 0.35 * a, 0.1, 0.9),
  };
}

/** Whole quarters per minute inside the style's range. */
export function tempoFor(valence: number, arousal: number, style: Style): number {
  const { min, centre, max } = STYLE_BOOK[style].tempo;
  const z = (38 * arousal + 10 * valence) / 48;
  return Math.round(centre + z * (z > 0 ? max - centre : centre - min));
}

/**
 * The mode falls in brightness with valence and never jumps back. `draw` in [0, 1) decides where
 * a style allows two.
 */
export function familyFor(valence: number, style: Style, draw: number): Family {
  if (valence > 0.7 && draw < 0.35 && style !== "pop" && style !== "rock") return "lyd";
  if (valence > 0.15) return "maj";
  if (valence > -0.02) return "mixo";
  if (valence > -0.2) return "dor";
  if (valence > -0.55) return "min";
  return draw < 0.35 && DARK_STYLES.has(style) ? "phr" : "hmin";
}

/** Rhythm-cell level of the lead for bars of this length. */
export function rhythmLevelFor(arousal: number, style: Style, barSeconds: number): number {
  const pace = barSeconds > 3.2 ? 0.8 : barSeconds < 1.6 ? -0.8 : 0;
  return 2.75 + 1.25 * arousal + STYLE_BOOK[style].cellBias + pace;
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

const DARK_STYLES: ReadonlySet<Style> = new Set<Style>([
  "ambient",
  "cinematic",
  "electronic",
  "rock",
]);

const MAJOR_KEYS: readonly PitchClass[] = [7, 0, 2, 5, 9, 4, 10, 3];
const MINOR_KEYS: readonly PitchClass[] = [9, 4, 2, 0, 7, 11, 5, 6];
const KEY_WEIGHTS = [5, 5, 5, 4, 4, 3, 3, 2];

function drawKey(family: Family, seed: number): PitchClass {
  const keys = isMinor(family) ? MINOR_KEYS : MAJOR_KEYS;
  const index = stream(seed, "key").weighted(
    keys.map((_, i) => i),
    (i) => KEY_WEIGHTS[i] as number,
  );
  return keys[index] as PitchClass;
}

function threeFourProbability(style: Style, arousal: number): number {
  return STYLE_BOOK[style].threeFour * (arousal < 0.35 ? 1 : 0.3);
}

/** Scale pitch classes of a key, ascending from its tonic. */
export function scaleOf(key: PitchClass, family: Family): PitchClass[] {
  return FAMILY_STEPS[family].map((step) => (key + step) % 12);
}
