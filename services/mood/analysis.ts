import { describeMood } from "./describe.ts";
import { type Because, explain, type MusicSuggestion } from "./explain.ts";
import type { PaletteColour } from "./palette.ts";
import type { MoodReading } from "./reading.ts";
import { type Temperature, temperatureOf } from "./traits.ts";

/** Changes whenever the same picture would be read differently; part of every cache key. */
export const MOOD_ENGINE = "local-mood/1";

/** The colours of a picture; shares and scales 0..1 unless said otherwise. */
export interface ColorAnalysis {
  /** Largest first; shares sum to 1. */
  readonly palette: readonly PaletteColour[];
  readonly dominant: PaletteColour | null;
  readonly temperature: Temperature;
  /** Mean L*. */
  readonly lightness: number;
  readonly saturation: number;
  /** Standard deviation of L*. */
  readonly contrast: number;
  /** Hasler & Süsstrunk 2003: 0 none … 109 extremely colourful. */
  readonly colourfulness: number;
}

/** The answer of `POST /canvases/{c}/analyze`. */
export interface Analysis {
  readonly primary_emotion: string;
  readonly secondary_emotions: readonly string[];
  /** 0..1 */
  readonly confidence: number;
  /** −1..1, as the other two. */
  readonly valence: number;
  readonly arousal: number;
  readonly dominance: number;
  readonly color_analysis: ColorAnalysis;
  readonly mood_description: string;
  readonly music_suggestions: MusicSuggestion;
  readonly because: readonly Because[];
  readonly engine: string;
  /** Why the local engine read it, where another was asked. */
  readonly engine_reason?: string;
  readonly cached: boolean;
}

/** Puts a reading and the music proposed for it into the shape of the REST contract. */
export function toAnalysis(
  reading: MoodReading,
  suggestion: MusicSuggestion,
  { engine = MOOD_ENGINE, cached = false }: {
    readonly engine?: string;
    readonly cached?: boolean;
  } = {},
): Analysis {
  return {
    primary_emotion: reading.named.primary.word,
    secondary_emotions: reading.named.secondary.map(({ word }) => word),
    confidence: round(reading.confidence),
    valence: round(reading.valence),
    arousal: round(reading.arousal),
    dominance: round(reading.dominance),
    color_analysis: colorAnalysisOf(reading),
    mood_description: describeMood(reading),
    music_suggestions: suggestion,
    because: explain(reading, suggestion),
    engine,
    cached,
  };
}

function colorAnalysisOf({ colours, palette }: MoodReading): ColorAnalysis {
  const rounded = palette.map((colour) => ({ ...colour, share: round(colour.share) }));
  return {
    palette: rounded,
    dominant: rounded[0] ?? null,
    temperature: temperatureOf(colours.warmth, colours.saturation),
    lightness: round(colours.lightness),
    saturation: round(colours.saturation),
    contrast: round(colours.contrast),
    colourfulness: Math.round(colours.colourfulness * 10) / 10,
  };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
