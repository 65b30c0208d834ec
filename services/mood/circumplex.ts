import { type PigmentName, PIGMENTS } from "./pigments.ts";

/** A feeling by its place: angle in degrees anti-clockwise from "pleasant", radius 0..1. */
export interface EmotionWord {
  readonly word: string;
  readonly angle: number;
  readonly radius: number;
}

/**
 * Feelings round the circumplex in the order of Russell 1980 (J. Pers. Soc. Psychol. 39, 1161–1178). The
 * eight at middle distance are those of the studio's wheel; stronger ones lie outside, fainter ones inside.
 */
export const EMOTIONS: readonly EmotionWord[] = [
  { word: "neutral", angle: 0, radius: 0 },
  ...PIGMENTS.map(({ feeling, angle }) => ({ word: feeling, angle, radius: 0.6 })),
  { word: "pleased", angle: 0, radius: 0.62 },
  { word: "alert", angle: 90, radius: 0.62 },
  { word: "troubled", angle: 180, radius: 0.62 },
  { word: "drowsy", angle: 270, radius: 0.62 },
  { word: "hopeful", angle: 8, radius: 0.3 },
  { word: "curious", angle: 58, radius: 0.3 },
  { word: "restless", angle: 108, radius: 0.3 },
  { word: "doubtful", angle: 160, radius: 0.3 },
  { word: "pensive", angle: 228, radius: 0.3 },
  { word: "quiet", angle: 272, radius: 0.3 },
  { word: "tender", angle: 318, radius: 0.3 },
  { word: "delighted", angle: 22, radius: 0.9 },
  { word: "elated", angle: 45, radius: 0.92 },
  { word: "thrilled", angle: 68, radius: 0.92 },
  { word: "passionate", angle: 86, radius: 0.92 },
  { word: "alarmed", angle: 106, radius: 0.92 },
  { word: "angry", angle: 126, radius: 0.92 },
  { word: "distressed", angle: 146, radius: 0.92 },
  { word: "miserable", angle: 184, radius: 0.9 },
  { word: "gloomy", angle: 207, radius: 0.9 },
  { word: "melancholy", angle: 230, radius: 0.9 },
  { word: "weary", angle: 256, radius: 0.9 },
  { word: "still", angle: 280, radius: 0.9 },
  { word: "peaceful", angle: 302, radius: 0.9 },
  { word: "serene", angle: 324, radius: 0.9 },
  { word: "glad", angle: 350, radius: 0.9 },
];

export interface NamedEmotion {
  readonly word: string;
  /** 0..1; how near the mood lies to this word, all words together making 1. */
  readonly weight: number;
}

export interface NamedMood {
  readonly primary: NamedEmotion;
  /** Nearest first; at most three. */
  readonly secondary: readonly NamedEmotion[];
  /** The eighth of the wheel the mood lies in, by its pigment. */
  readonly sector: PigmentName;
  /** 0..1: how much nearer the first word is than the second; 0 half-way between them. */
  readonly margin: number;
}

/** Width of the Gaussian that turns distance on the plane into weight. */
const SPREAD = 0.22;
const SECONDARY_WEIGHT = 0.06;

/** The words for a place on the plane of valence and arousal (both −1..1). */
export function nameMood(valence: number, arousal: number): NamedMood {
  const near = EMOTIONS.map(({ word, angle, radius }) => {
    const turn = angle * Math.PI / 180;
    const apart = Math.hypot(
      valence - radius * Math.cos(turn),
      arousal - radius * Math.sin(turn),
    );
    return { word, apart, weight: Math.exp(-((apart / SPREAD) ** 2) / 2) };
  }).toSorted((one, other) => one.apart - other.apart);
  const total = near.reduce((sum, { weight }) => sum + weight, 0);
  const [first, second] = [near[0]!, near[1]!];
  const named = near.map(({ word, weight }) => ({
    word,
    weight: total > 0 ? weight / total : word === first.word ? 1 : 0,
  }));
  return {
    primary: named[0]!,
    secondary: named.slice(1, 4).filter(({ weight }) => weight >= SECONDARY_WEIGHT),
    sector: sectorOf(valence, arousal),
    margin: (second.apart - first.apart) / (second.apart + first.apart),
  };
}

/** The pigment whose angle on the wheel is nearest. */
export function sectorOf(valence: number, arousal: number): PigmentName {
  const angle = Math.atan2(arousal, valence) * 180 / Math.PI;
  const away = (other: number) => Math.abs((angle - other + 540) % 360 - 180);
  return PIGMENTS.reduce((best, next) => away(next.angle) < away(best.angle) ? next : best).name;
}

export interface MoodPlace {
  readonly valence: number;
  readonly arousal: number;
}

/** Everyday words for places on the plane, beside Russell's. */
const ALSO: Readonly<Record<string, string>> = {
  happy: "pleased",
  joyful: "delighted",
  joy: "delighted",
  euphoric: "elated",
  excited: "thrilled",
  energetic: "thrilled",
  romantic: "tender",
  loving: "tender",
  love: "tender",
  hope: "hopeful",
  nostalgic: "pensive",
  dreamy: "quiet",
  relaxed: "peaceful",
  calm: "peaceful",
  peace: "peaceful",
  sad: "gloomy",
  sadness: "gloomy",
  melancholic: "melancholy",
  lonely: "melancholy",
  heartbroken: "miserable",
  dark: "gloomy",
  tired: "weary",
  afraid: "distressed",
  fear: "distressed",
  anxious: "distressed",
  tense: "alarmed",
  anger: "angry",
  furious: "angry",
};

/** Where a feeling lies, by its name; undefined for a word that names none. */
export function moodNamed(name: string): MoodPlace | undefined {
  const word = name.trim().toLowerCase();
  const known = EMOTIONS.find((emotion) => emotion.word === (ALSO[word] ?? word));
  if (!known) return undefined;
  const turn = known.angle * Math.PI / 180;
  return { valence: known.radius * Math.cos(turn), arousal: known.radius * Math.sin(turn) };
}
