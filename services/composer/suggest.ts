import { instrumentName } from "./instruments.ts";
import { FAMILY_STEPS, keyName, scaleName } from "./keys.ts";
import { familyFor, planMood, tempoFor } from "./mood.ts";
import { likelyPrograms } from "./palette.ts";
import { type Family, type PitchClass, type Style, STYLES } from "./score.ts";

export interface MoodPoint {
  /** −1 sad … 1 happy. */
  readonly valence: number;
  /** −1 calm … 1 excited. */
  readonly arousal: number;
}

/** The wire shape of a music suggestion. */
export interface Suggestion {
  readonly genre: Style;
  readonly tempo_bpm: number;
  /** "D" */
  readonly key: string;
  /** "dorian" */
  readonly scale: string;
  readonly instruments: readonly string[];
}

export interface PlanDescription {
  readonly tempoBpm: number;
  readonly keyName: string;
  readonly scaleName: string;
  readonly instruments: readonly string[];
  /** One sentence per choice: which side of the mood drove it. */
  readonly because: readonly string[];
}

/**
 * What this mood would become, in the wire's words; the style follows the mood unless given. With the
 * seed that will be composed from, key and scale are the ones it will have.
 */
export function suggest(
  mood: MoodPoint,
  style: Style = styleFor(mood.valence, mood.arousal),
  seed?: number,
): Suggestion {
  const plan = describePlan(mood, style, seed);
  return {
    genre: style,
    tempo_bpm: plan.tempoBpm,
    key: plan.keyName,
    scale: plan.scaleName,
    instruments: plan.instruments,
  };
}

/** The style whose home in the valence-arousal plane is nearest; all eight can be reached. */
export function styleFor(valence: number, arousal: number): Style {
  let best: Style = STYLES[0];
  let bestDistance = Infinity;
  for (const style of STYLES) {
    const home = STYLE_HOMES[style];
    const distance = (valence - home.valence) ** 2 + (arousal - home.arousal) ** 2;
    if (distance < bestDistance) [bestDistance, best] = [distance, style];
  }
  return best;
}

/** The plan of a mood in a style, and why; without a seed its commonest form. */
export function describePlan(mood: MoodPoint, style: Style, seed?: number): PlanDescription {
  const { valence, arousal } = mood;
  const drawn = seed === undefined
    ? undefined
    : planMood({ valence, arousal, style, duration: 60, seed });
  const family = drawn?.family ?? familyFor(valence, style, SURE_DRAW);
  const tempoBpm = tempoFor(valence, arousal, style);
  const instruments = instrumentsFor(mood, style);
  return {
    tempoBpm,
    keyName: keyName(drawn?.key ?? HOME_KEYS[family], family),
    scaleName: scaleName(family),
    instruments,
    because: becauseOf(mood, style, family, tempoBpm, instruments),
  };
}

/** Where each style is at home. */
const STYLE_HOMES: Readonly<Record<Style, MoodPoint>> = {
  ambient: { valence: 0.15, arousal: -0.8 },
  pop: { valence: 0.75, arousal: 0.45 },
  rock: { valence: -0.25, arousal: 0.8 },
  jazz: { valence: 0.3, arousal: 0.05 },
  lofi: { valence: -0.2, arousal: -0.3 },
  cinematic: { valence: -0.7, arousal: 0 },
  electronic: { valence: 0.3, arousal: 0.9 },
  folk: { valence: 0.7, arousal: -0.25 },
};

/** A draw that takes the commoner mode of two. */
const SURE_DRAW = 0.99;

const HOME_KEYS: Readonly<Record<Family, PitchClass>> = {
  lyd: 5,
  maj: 0,
  mixo: 7,
  dor: 2,
  min: 9,
  hmin: 4,
  phr: 4,
};

function instrumentsFor({ valence, arousal }: MoodPoint, style: Style): string[] {
  const pitched = likelyPrograms(style, valence, arousal).map((p) => instrumentName(p, false));
  const plan = planMood({ valence, arousal, style, duration: 30, seed: 0 });
  const silent = (style === "ambient" || style === "cinematic") && plan.energy < 0.4;
  return silent ? pitched : [...pitched, drumName(style)];
}

function drumName(style: Style): string {
  return style === "cinematic" ? "Orchestral percussion" : "Drums";
}

function becauseOf(
  { valence, arousal }: MoodPoint,
  style: Style,
  family: Family,
  tempoBpm: number,
  instruments: readonly string[],
): string[] {
  const energy = arousal > 0.35 ? "high" : arousal < -0.35 ? "low" : "moderate";
  const colour = valence > 0.35 ? "bright" : valence < -0.35 ? "dark" : "mixed";
  const third = FAMILY_STEPS[family][2] === 4 ? "major" : "minor";
  return [
    `${energy} energy (arousal ${
      signed(arousal)
    }) sets ${tempoBpm} BPM within the range of ${style}`,
    `a ${colour} feeling (valence ${signed(valence)}) gives the ${
      scaleName(family)
    } scale, a ${third} mode`,
    `valence and arousal together put the melody ${registerWord(7 * valence + 3.5 * arousal)}`,
    `${instruments[0]} leads because it is at home in this mood`,
  ];
}

function registerWord(shift: number): string {
  return shift > 3
    ? "in a high register"
    : shift < -3
    ? "in a low register"
    : "in the middle register";
}

function signed(value: number): string {
  return (value > 0 ? "+" : "") + (Math.round(value * 100) / 100).toString();
}
