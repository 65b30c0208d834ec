import { chromaOf, hueDistance, hueOf, type Oklab, oklab, parseHex } from "./colour.ts";

export const PIGMENT_NAMES = [
  "orpiment",
  "vermilion",
  "madder",
  "murex",
  "indigo",
  "lapis",
  "verdigris",
  "malachite",
] as const;
export type PigmentName = typeof PIGMENT_NAMES[number];

export interface Pigment {
  readonly name: PigmentName;
  /** The light theme's paint. */
  readonly hex: string;
  /** The feeling it stands for, and where that lies on the mood wheel in degrees. */
  readonly feeling: string;
  readonly angle: number;
  readonly hue: number;
}

/** Anti-clockwise round the wheel from "pleasant"; angles are those of the studio's mood wheel. */
export const PIGMENTS: readonly Pigment[] = [
  pigment("orpiment", "#f4b21b", "joyful", 27),
  pigment("vermilion", "#f2542d", "excited", 64),
  pigment("madder", "#dd2a62", "tense", 116),
  pigment("murex", "#9a45c4", "uneasy", 153),
  pigment("indigo", "#4353c4", "sad", 207),
  pigment("lapis", "#2187e0", "wistful", 244),
  pigment("verdigris", "#12aaa4", "calm", 296),
  pigment("malachite", "#33ab62", "content", 333),
];

/** Below this chroma a colour reads as grey. */
export const NEUTRAL_CHROMA = 0.035;

/** The pigment that plays a colour: the nearest hue; greys go to indigo when dark, else to orpiment. */
export function nearestPigment(colour: Oklab): PigmentName {
  if (chromaOf(colour) < NEUTRAL_CHROMA) return colour[0] < 0.5 ? "indigo" : "orpiment";
  const hue = hueOf(colour);
  let nearest = PIGMENTS[0]!;
  for (const candidate of PIGMENTS) {
    if (hueDistance(hue, candidate.hue) < hueDistance(hue, nearest.hue)) nearest = candidate;
  }
  return nearest.name;
}

function pigment(name: PigmentName, hex: string, feeling: string, angle: number): Pigment {
  return { name, hex, feeling, angle, hue: hueOf(oklab(...parseHex(hex))) };
}
