import { chromaOf, hueDistance, hueOf, type Oklab } from "./colour.ts";
import type { Gesture } from "./gesture.ts";
import type { ColourStatistics } from "./measure.ts";
import { NEUTRAL_CHROMA, PIGMENTS } from "./pigments.ts";

/**
 * Pleasure, arousal and dominance as sums of what each feature adds, so that the sums explain themselves.
 *
 * Standardised weights of brightness and saturation are those of Valdez & Mehrabian 1994 (J. Exp. Psychol.
 * Gen. 123, 394–409): P = .69 B + .22 S, A = −.31 B + .60 S, D = −.76 B + .32 S. They studied plain chips;
 * hue (their order), edges, contrast and warmth (red over blue: Wilms & Oberfeld 2018) are added. Lines
 * follow Lundholm 1921 and Poffenberger & Barrows 1924: angles agitate, curves and slow lines calm,
 * rising lines cheer. Means and deviations are those of some 130 photographs and paintings.
 */
export interface Contribution {
  readonly feature: Feature;
  /** The feature as measured. */
  readonly value: number;
  readonly valence: number;
  readonly arousal: number;
  readonly dominance: number;
}

export type Feature =
  | "brightness"
  | "saturation"
  | "hue"
  | "edges"
  | "contrast"
  | "warmth"
  | "ink"
  | "jaggedness"
  | "roundness"
  | "speed"
  | "pressure"
  | "slope"
  | "length"
  | "density";

export interface Affect {
  /** All −1..1. */
  readonly valence: number;
  readonly arousal: number;
  readonly dominance: number;
}

/** Squashes the sums to −1..1. */
export function affectOf(contributions: readonly Contribution[]): Affect {
  const sum = (of: (contribution: Contribution) => number) =>
    Math.tanh(contributions.reduce((total, contribution) => total + of(contribution), 0));
  return {
    valence: sum(({ valence }) => valence),
    arousal: sum(({ arousal }) => arousal),
    dominance: sum(({ dominance }) => dominance),
  };
}

/**
 * What the colours and the surface say.
 *
 * @param drawn 0 a photograph … 1 nothing but strokes: painted colours are vivid by nature and strokes are
 *   edges by nature, so a drawing is held against drawings.
 */
export function pictureContributions(
  picture: ColourStatistics,
  drawn = 0,
): readonly Contribution[] {
  const photo = 1 - drawn;
  const mix = (ofPhotos: number, ofDrawings: number) => ofPhotos * photo + ofDrawings * drawn;
  const b = mix(1, 0.5) * standard(picture.brightness, mix(0.56, 0.65), 0.22);
  const s = mix(1, 0.5) * standard(picture.saturation, mix(0.3, 0.6), 0.19);
  const e = photo * standard(Math.sqrt(picture.edgeDensity), 0.33, 0.2);
  const k = photo * standard(picture.contrast, 0.145, 0.075);
  return [
    entry("brightness", picture.brightness, 0.69 * b, -0.31 * b, -0.76 * b),
    entry("saturation", picture.saturation, 0.22 * s, 0.6 * s, 0.32 * s),
    entry("hue", picture.huePleasure, 0.25 * photo * (picture.huePleasure - 0.2), 0),
    entry("edges", picture.edgeDensity, 0, 0.45 * e),
    entry("contrast", picture.contrast, 0, 0.25 * k),
    entry("warmth", picture.warmth, 0, 0.15 * photo * picture.warmth),
  ];
}

/** What the hand says. `weight` 0..1 is how much of the picture is drawn. */
export function gestureContributions(gesture: Gesture, weight = 1): readonly Contribution[] {
  const [inkValence, inkArousal] = inkPull(gesture.inks);
  const jagged = 2 * gesture.jaggedness - 0.2;
  const round = gesture.roundness * (1 - gesture.jaggedness);
  const speed = gesture.speed === null
    ? 0
    : standard(Math.log2(gesture.speed / 0.4 + 1e-6), 0, 1.3);
  const pressure = standard(gesture.pressure, 0.5, 0.2);
  const long = standard(Math.log2(gesture.length / 0.4 + 1e-6), 0, 1.5);
  const dense = standard(Math.sqrt(gesture.density), 0.18, 0.15);
  return [
    entry("ink", inkArousal, 0.75 * inkValence, 0.6 * inkArousal),
    entry("jaggedness", gesture.jaggedness, -0.3 * jagged, 0.55 * jagged, 0.2 * jagged),
    entry("roundness", gesture.roundness, 0.35 * (round - 0.3), 0),
    entry("speed", gesture.speed ?? 0, 0, 0.4 * speed),
    entry("pressure", gesture.pressure, 0, 0.25 * pressure, 0.3 * pressure),
    entry("slope", gesture.slope, 0.35 * gesture.slope, 0.1 * gesture.slope),
    entry("length", gesture.length, 0, -0.12 * long),
    entry("density", gesture.density, 0, 0.2 * dense),
  ].map((one) => ({
    ...one,
    valence: one.valence * weight,
    arousal: one.arousal * weight,
    dominance: one.dominance * weight,
  }));
}

function entry(
  feature: Feature,
  value: number,
  valence: number,
  arousal: number,
  dominance = 0,
): Contribution {
  return { feature, value, valence, arousal, dominance };
}

/** A z-score whose far ends are bent, so that no single feature decides alone; stays under ±2. */
function standard(value: number, mean: number, deviation: number): number {
  const z = (value - mean) / deviation;
  return z / Math.hypot(1, z / 2);
}

/** Where the colours painted with point to on the mood wheel, by area; greys point nowhere. */
function inkPull(inks: Gesture["inks"]): readonly [valence: number, arousal: number] {
  let valence = 0, arousal = 0;
  for (const { colour, share } of inks) {
    const strength = share * Math.min(1, Math.max(0, chromaOf(colour) - NEUTRAL_CHROMA) / 0.08);
    const angle = wheelAngle(colour) * Math.PI / 180;
    valence += strength * Math.cos(angle);
    arousal += strength * Math.sin(angle);
  }
  return [valence, arousal];
}

/** Hue → angle on the wheel: hues fall as the wheel's angles rise, so neighbours can be mixed. */
function wheelAngle(colour: Oklab): number {
  const hue = hueOf(colour);
  for (let i = 0; i < PIGMENTS.length; i++) {
    const one = PIGMENTS[i]!;
    const other = PIGMENTS[(i + 1) % PIGMENTS.length]!;
    const span = (one.hue - other.hue + 360) % 360;
    const into = (one.hue - hue + 360) % 360;
    if (into > span || span === 0) continue;
    const turn = (other.angle - one.angle + 360) % 360;
    return one.angle + turn * into / span;
  }
  return PIGMENTS.toSorted((one, other) =>
    hueDistance(hue, one.hue) - hueDistance(hue, other.hue)
  )[0]!
    .angle;
}
