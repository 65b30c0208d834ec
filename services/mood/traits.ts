import type { MoodReading } from "./reading.ts";

export type Light = "dark" | "dim" | "balanced" | "bright" | "pale";
export type Temperature = "warm" | "cool" | "mixed" | "neutral";
export type Surface = "soft" | "calm" | "detailed" | "busy";

/** Words for measured numbers, used wherever a reading is put into sentences. */
export interface Traits {
  readonly light: Light;
  readonly temperature: Temperature;
  readonly vividness: "grey" | "muted" | "clear" | "vivid";
  readonly surface: Surface;
  readonly isContrasty: boolean;
  readonly isOpen: boolean;
}

export function traitsOf({ colours, layout }: MoodReading): Traits {
  const { lightness, saturation, edgeDensity, contrast } = colours;
  return {
    light: band(
      lightness,
      [0.25, "dark"],
      [0.42, "dim"],
      [0.6, "balanced"],
      [0.8, "bright"],
      "pale",
    ),
    temperature: temperatureOf(colours.warmth, saturation),
    vividness: band(saturation, [0.05, "grey"], [0.2, "muted"], [0.42, "clear"], "vivid"),
    surface: band(edgeDensity, [0.045, "soft"], [0.11, "calm"], [0.3, "detailed"], "busy"),
    isContrasty: contrast > 0.21,
    isOpen: layout.emptySpace > 0.6,
  };
}

/** Warm and cool need colour; colour that is neither is mixed. */
export function temperatureOf(warmth: number, saturation: number): Temperature {
  if (warmth > 0.25) return "warm";
  if (warmth < -0.25) return "cool";
  return saturation < 0.12 ? "neutral" : "mixed";
}

/** The name of the first band whose upper end lies above the value. */
function band<Name extends string>(
  value: number,
  ...bands: [...(readonly [number, Name])[], Name]
): Name {
  for (const entry of bands) {
    if (typeof entry === "string") return entry;
    if (value < entry[0]) return entry[1];
  }
  throw new RangeError("bands end with a bare name");
}
