import type { Feature } from "./affect.ts";
import type { MoodReading } from "./reading.ts";

/** From here on a feature is said without "a little". */
const STRONG = 0.25;

/**
 * What a person would say they see.
 *
 * @param move the feature, and what it added to the mood: its sign chooses the words, its size their force.
 */
export function observe(
  { feature, amount }: { readonly feature: Feature; readonly amount: number },
  { colours, gesture, palette }: MoodReading,
): string {
  const more = amount > 0;
  const strong = Math.abs(amount) >= STRONG;
  switch (feature) {
    case "brightness": {
      const light = LIGHTNESS.find(([below]) => colours.brightness < below);
      return light === undefined ? "Light fills it" : light[1];
    }
    case "saturation":
      if (colours.saturation < 0.05) return "Hardly any colour";
      if (more) return strong ? "Strong, clear colours" : "Clear colours";
      return colours.saturation < 0.3 ? "Muted colours" : "Gentle colours";
    case "hue":
      return more ? "Fresh hues" : "Its yellows and browns";
    case "warmth":
      return more ? "Warm tones" : "Cool tones";
    case "edges":
      if (more) return strong ? "Fine, busy detail" : "Detail that keeps the eye moving";
      return strong ? "Soft, unbroken surfaces" : "Few edges";
    case "contrast":
      return more ? "Deep shadows beside bright light" : "Even, gentle light";
    case "ink":
      return `Painted in ${palette[0]?.pigment ?? "grey"}`;
    case "jaggedness":
      return (gesture?.jaggedness ?? 0) > 0.3 ? "Jagged, angular lines" : "Lines without corners";
    case "roundness":
      return more ? "Round, curling lines" : "Straight lines";
    case "speed":
      return more ? "Quick strokes" : "Slow strokes";
    case "pressure":
      return more ? "A firm hand" : "A light touch";
    case "slope":
      return more ? "Lines that rise" : "Lines that fall";
    case "length":
      return more ? "Short strokes" : "Long strokes";
    case "density":
      return more ? "A crowded sheet" : "Much bare paper";
  }
}

const LIGHTNESS: readonly (readonly [below: number, words: string])[] = [
  [0.36, "It lies in the dark"],
  [0.56, "Darker than most"],
  [0.7, "Lighter than most"],
];
