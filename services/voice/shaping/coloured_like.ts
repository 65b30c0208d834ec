import type { Take } from "../take.ts";
import {
  type Band,
  BAND_HZ,
  levelAt,
  type LongTermSpectrum,
  longTermSpectrum,
  smoothedSpectrum,
} from "./long_term_spectrum.ts";
import { convolve, minimumPhase } from "./spectral_filter.ts";

/** The colour of a voice. */
export interface Colour {
  /** The pitch that nine tenths of the voice lie above; 100 Hz where there is none. */
  readonly lowHz: number;
  /** Smoothed. */
  readonly spectrum: LongTermSpectrum;
}

const MOST_DB = 16;
const PASSES = 2;

/** Where both have something to compare. */
export function commonBand(one: Colour, other: Colour): Band {
  return {
    lowHz: Math.max(one.lowHz, other.lowHz),
    highHz: Math.min(one.spectrum.limitHz, other.spectrum.limitHz),
  };
}

/**
 * A take filtered once by the smooth difference of two spectra, found in a few passes because loud
 * bands of a filtered voice are other frames than those of the voice. Outside the common band the
 * curve goes on as it is at the edges, but lifts nothing: rumble and hiss are all that is there.
 *
 * @param before the take as it came in: at a strength below 1 the aim lies between it and the other.
 */
export function colouredLike(source: Take, before: Colour, wanted: Colour, strength: number): Take {
  const { lowHz, highHz } = commonBand(before, wanted);
  const first = BAND_HZ.findIndex((hz) => hz >= lowHz);
  const last = BAND_HZ.findLastIndex((hz) => hz <= highHz);
  const inside = (band: number) => Math.max(first, Math.min(last, band));
  const [from, to] = [before.spectrum.db, wanted.spectrum.db];
  const curve = BAND_HZ.map(() => 0);
  let matched = source;
  for (let pass = 0; pass < PASSES; pass++) {
    const now = smoothedSpectrum(longTermSpectrum(matched)).db;
    const off = BAND_HZ.map((_, band) =>
      from[band]! + strength * (to[band]! - from[band]!) - now[band]!
    );
    const mean = meanOf(off.slice(first, last + 1));
    BAND_HZ.forEach((_, band) => {
      const total = curve[band]! + off[inside(band)]! - mean;
      const most = band < first || band > last ? 0 : MOST_DB;
      curve[band] = Math.max(-MOST_DB, Math.min(most, total));
    });
    matched = copyOf(source);
    const response = minimumPhase((hz) => levelAt({ db: curve }, hz), source.sampleRate);
    for (const channel of matched.channels) convolve(channel, response);
  }
  return matched;
}

function copyOf(take: Take): Take {
  return { ...take, channels: take.channels.map((channel) => channel.slice()) };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
