/** What may be asked of the composer beside the length; empty means: let the mood choose. */
export interface ComposeOptions {
  readonly style: string;
  readonly tempo: string;
  readonly key: string;
  readonly scale: string;
  readonly seed: string;
}

export const BY_MOOD: ComposeOptions = { style: "", tempo: "", key: "", scale: "", seed: "" };

export const STYLES = [
  "ambient",
  "pop",
  "rock",
  "jazz",
  "lofi",
  "cinematic",
  "electronic",
  "folk",
] as const;

export const KEYS = ["C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"] as const;

export const SCALES = ["major", "minor", "dorian", "mixolydian", "lydian", "phrygian"] as const;

export type OptionFault = { readonly field: "tempo" | "seed"; readonly message: string };

/** Why the options cannot be sent, or null. */
export function optionFault({ tempo, seed }: ComposeOptions): OptionFault | null {
  if (tempo !== "" && !(/^\d+$/.test(tempo) && Number(tempo) >= 40 && Number(tempo) <= 200)) {
    return { field: "tempo", message: "Tempo goes from 40 to 200 BPM. Try 96." };
  }
  if (seed !== "" && !(/^\d+$/.test(seed) && Number(seed) <= 4_294_967_295)) {
    return { field: "seed", message: "A seed is a whole number up to 4294967295." };
  }
  return null;
}

/** The body of `POST /canvases/{c}/music`. */
export function composeBody(
  lengthSeconds: number,
  { style, tempo, key, scale, seed }: ComposeOptions,
): Readonly<Record<string, unknown>> {
  return {
    duration_seconds: lengthSeconds,
    ...(style ? { style } : {}),
    ...(tempo ? { tempo_bpm: Number(tempo) } : {}),
    ...(key ? { key } : {}),
    ...(scale ? { scale } : {}),
    ...(seed ? { seed: Number(seed) } : {}),
  };
}

/** "Cinematic, 96 BPM, seed 4127", or "Chosen by the mood". */
export function optionWords({ style, tempo, key, scale, seed }: ComposeOptions): string {
  const parts = [
    style,
    [key, scale].filter(Boolean).join(" "),
    tempo ? `${tempo} BPM` : "",
    seed ? `seed ${seed}` : "",
  ].filter(Boolean);
  return parts.length === 0 ? "Chosen by the mood" : parts.join(", ");
}
