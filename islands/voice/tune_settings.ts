/** What is asked of a take: pitch, timing and breath, each on its own or together. Pure. */
export interface TuneSettings {
  readonly pitch: {
    readonly on: boolean;
    /** 0 … 1. */
    readonly strength: number;
    /** How fast a note is drawn to its pitch. */
    readonly retuneMs: number;
    /** 0 … 1: how much of the vibrato stays. */
    readonly keepVibrato: number;
    /** Empty: the song's, or the one heard in the take. */
    readonly key: string;
    readonly scale: string;
  };
  readonly timing: { readonly on: boolean; readonly strength: number; readonly grid: Grid };
  readonly breath: { readonly on: boolean; readonly strength: number };
}

export const GRIDS = ["1/4", "1/8", "1/16", "1/8T"] as const;
export type Grid = typeof GRIDS[number];

export const GRID_WORDS: Readonly<Record<Grid, string>> = {
  "1/4": "1/4",
  "1/8": "1/8",
  "1/16": "1/16",
  "1/8T": "1/8 triplet",
};

/** Audible, and still the singer's own. */
export const GENTLE: TuneSettings = {
  pitch: { on: true, strength: .84, retuneMs: 45, keepVibrato: .8, key: "", scale: "" },
  timing: { on: false, strength: .4, grid: "1/8" },
  breath: { on: true, strength: .6 },
};

export interface Tonality {
  readonly key: string;
  readonly scale: string;
}

/** The key a correction works in: the one chosen here, else the song's, else the one heard in the take. */
export function tonalityOf(
  { key, scale }: TuneSettings["pitch"],
  song: { readonly key: string | null; readonly scale: string | null },
  heard: Tonality | null,
): Tonality | null {
  if (key) return { key, scale: scale || song.scale || heard?.scale || "major" };
  const found = song.key
    ? { key: song.key, scale: song.scale ?? "major" }
    : heard && { key: heard.key, scale: heard.scale };
  return found && scale ? { ...found, scale } : found;
}

/** The body of `POST /recordings/{r}/process`, or null when nothing is switched on. */
export function processBody(
  { pitch, timing, breath }: TuneSettings,
  tonality: Tonality | null,
  tempoBpm: number | null,
): Readonly<Record<string, unknown>> | null {
  const body = {
    ...(pitch.on && pitch.strength > 0
      ? {
        pitch_correction: {
          strength: pitch.strength,
          retune_ms: pitch.retuneMs,
          keep_vibrato: pitch.keepVibrato,
          ...(tonality ?? {}),
        },
      }
      : {}),
    ...(timing.on && timing.strength > 0 && tempoBpm !== null
      ? { timing: { strength: timing.strength, grid: timing.grid } }
      : {}),
    ...(breath.on && breath.strength > 0 ? { breath_control: { strength: breath.strength } } : {}),
  };
  return Object.keys(body).length > 0 ? body : null;
}
