import type { Mood } from "../../collab/document/schema.ts";

/** The valence-arousal plane as a wheel of eight words and eight pigments (Russell 1980's order). Pure. */

export interface Octant {
  readonly word: string;
  readonly pigment: string;
  /** Degrees, counter-clockwise from the right. */
  readonly degrees: number;
}

export const OCTANTS: readonly Octant[] = [
  { word: "joyful", pigment: "orpiment", degrees: 22.5 },
  { word: "excited", pigment: "vermilion", degrees: 67.5 },
  { word: "tense", pigment: "madder", degrees: 112.5 },
  { word: "uneasy", pigment: "murex", degrees: 157.5 },
  { word: "sad", pigment: "indigo", degrees: 202.5 },
  { word: "wistful", pigment: "lapis", degrees: 247.5 },
  { word: "calm", pigment: "verdigris", degrees: 292.5 },
  { word: "content", pigment: "malachite", degrees: 337.5 },
];

/** The octant a mood lies in; null in the middle, where no feeling has the word. */
export function octantOf({ valence, arousal }: Mood): Octant | null {
  if (Math.hypot(valence, arousal) < .12) return null;
  const degrees = (Math.atan2(arousal, valence) * 180 / Math.PI + 360) % 360;
  return OCTANTS[Math.floor(degrees / 45)] ?? null;
}

export function moodWord(mood: Mood): string {
  return octantOf(mood)?.word ?? "even";
}

/** Inside the wheel's circle; a mood in a corner of the square is shown on the rim. */
export function onWheel({ valence, arousal }: Mood): Mood {
  const far = Math.max(1, Math.hypot(valence, arousal));
  return { valence: valence / far, arousal: arousal / far };
}

/** "0.21" with a real minus sign, as the sliders show it. */
export function signed(value: number): string {
  const text = Math.abs(value).toFixed(2);
  return value <= -.005 ? `−${text}` : text;
}

export function valenceWords(value: number): string {
  return `${spoken(value)}, ${scale(value, "dark", "bright")}`;
}

export function arousalWords(value: number): string {
  return `${spoken(value)}, ${scale(value, "still", "stirring")}`;
}

function spoken(value: number): string {
  return `${value < 0 ? "minus " : ""}${Math.abs(value).toFixed(2)}`;
}

function scale(value: number, low: string, high: string): string {
  const word = value < 0 ? low : high;
  const much = Math.abs(value);
  if (much < .1) return "even";
  return much < .4 ? `slightly ${word}` : much < .75 ? word : `very ${word}`;
}
