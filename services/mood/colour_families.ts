import { chromaOf, hueOf, type Oklab } from "./colour.ts";
import { NEUTRAL_CHROMA } from "./pigments.ts";

/** The colours that people name first. */
export const COLOUR_FAMILIES = [
  "red",
  "orange",
  "yellow",
  "green",
  "turquoise",
  "blue",
  "purple",
  "pink",
  "brown",
  "black",
  "grey",
  "white",
] as const;
export type ColourFamily = typeof COLOUR_FAMILIES[number];

/** Upper hue bounds in OKLCh degrees. */
const HUES: readonly (readonly [below: number, ColourFamily])[] = [
  [5, "pink"],
  [44, "red"],
  [80, "orange"],
  [116, "yellow"],
  [165, "green"],
  [215, "turquoise"],
  [280, "blue"],
  [325, "purple"],
  [360, "pink"],
];

/** The family a colour belongs to. */
export function familyOf(colour: Oklab): ColourFamily {
  const [lightness] = colour;
  const chroma = chromaOf(colour);
  if (lightness < 0.2) return "black";
  if (chroma < NEUTRAL_CHROMA) {
    return lightness < 0.32 ? "black" : lightness > 0.9 ? "white" : "grey";
  }
  const hue = hueOf(colour);
  if (hue >= 25 && hue < 95 && lightness < 0.66 && chroma < 0.13) return "brown";
  if (hue < 30 && lightness > 0.72) return "pink";
  return HUES.find(([below]) => hue < below)![1];
}
