import { createFft } from "../fft.ts";
import { mono, type Take } from "../take.ts";

/** How loud a voice is in each third of an octave, over a whole take. */
export interface LongTermSpectrum {
  /** Middle of each band. */
  readonly hz: readonly number[];
  /** Level of each band; the loudest is 0, none is below {@link FLOOR_DB}. */
  readonly db: readonly number[];
  /** Above this the take holds nothing; the last band's edge where it reaches that far. */
  readonly limitHz: number;
}

export interface Band {
  readonly lowHz: number;
  readonly highHz: number;
}

export const FLOOR_DB = -55;

const WINDOW_SECONDS = 0.08;
/** Frames this far under the loudest are pauses. */
const GATE_DB = 38;
const LOWEST_HZ = 100;
const HIGHEST_HZ = 14_000;
const BANDS_PER_OCTAVE = 3;

/** Middles of the bands: a third of an octave apart, from 100 Hz to 12.7 kHz. */
export const BAND_HZ: readonly number[] = Array.from(
  { length: Math.floor(Math.log2(HIGHEST_HZ / LOWEST_HZ) * BANDS_PER_OCTAVE) + 1 },
  (_, band) => LOWEST_HZ * 2 ** (band / BANDS_PER_OCTAVE),
);

/** The long-term average spectrum (LTAS) of what is sung: power per third of an octave, pauses left out. */
export function longTermSpectrum(take: Take): LongTermSpectrum {
  const { sampleRate } = take;
  const size = 2 ** Math.round(Math.log2(WINDOW_SECONDS * sampleRate));
  const frames = framePowers(mono(take), size);
  const loudest = frames.energies.reduce((most, energy) => Math.max(most, energy), 0);
  const power = new Float64Array(BAND_HZ.length);
  const bands = BAND_HZ.map((hz) => binsOf(hz, size, sampleRate));
  frames.spectra.forEach((spectrum, f) => {
    if (frames.energies[f]! < loudest * 10 ** (-GATE_DB / 10)) return;
    bands.forEach(([from, to], band) => {
      for (let k = from; k < to; k++) power[band] = power[band]! + spectrum[k]!;
    });
  });
  return levelsOf(power, sampleRate);
}

/**
 * How unlike two spectra are: the root mean square of their differences in dB, band by band, level
 * aside.
 *
 * @param range bands outside it do not count.
 */
export function spectralDistanceDb(
  one: LongTermSpectrum,
  other: LongTermSpectrum,
  range: Band = { lowHz: 0, highHz: Infinity },
): number {
  const differences = one.db.map((db, band) => db - other.db[band]!)
    .filter((_, band) => one.hz[band]! >= range.lowHz && one.hz[band]! <= range.highHz);
  const mean = differences.reduce((sum, d) => sum + d, 0) / differences.length;
  const power = differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / differences.length;
  return Math.sqrt(power);
}

/** The spectrum without the traces of single harmonics: each band with its neighbours, an octave wide. */
export function smoothedSpectrum(spectrum: LongTermSpectrum): LongTermSpectrum {
  const weights = [1, 2, 3, 2, 1];
  const db = spectrum.db.map((_, band) => {
    const near = weights.map((weight, i) => {
      const at = Math.max(0, Math.min(spectrum.db.length - 1, band + i - 2));
      return weight * spectrum.db[at]!;
    });
    return near.reduce((sum, value) => sum + value, 0) / 9;
  });
  return { ...spectrum, db };
}

/** The level at any frequency, in straight lines over the logarithm of frequency. */
export function levelAt(spectrum: Pick<LongTermSpectrum, "db">, hz: number): number {
  const place = Math.log2(hz / LOWEST_HZ) * BANDS_PER_OCTAVE;
  const below = Math.max(0, Math.min(BAND_HZ.length - 2, Math.floor(place)));
  const share = Math.max(0, Math.min(1, place - below));
  return spectrum.db[below]! * (1 - share) + spectrum.db[below + 1]! * share;
}

function levelsOf(power: Float64Array, sampleRate: number): LongTermSpectrum {
  const most = power.reduce((max, value) => Math.max(max, value), 0) || 1;
  const db = Array.from(power, (value) => Math.max(FLOOR_DB, 10 * Math.log10(value / most)));
  const edge = 2 ** (1 / (2 * BANDS_PER_OCTAVE));
  const highest = db.findLastIndex((level, band) =>
    level > FLOOR_DB && BAND_HZ[band]! * edge < sampleRate / 2
  );
  return { hz: BAND_HZ, db, limitHz: (BAND_HZ[highest] ?? LOWEST_HZ) * edge };
}

/** First bin of a band and the first after it. */
function binsOf(hz: number, size: number, sampleRate: number): [number, number] {
  const edge = 2 ** (1 / (2 * BANDS_PER_OCTAVE));
  const from = Math.round(hz / edge * size / sampleRate);
  const to = Math.max(from + 1, Math.round(hz * edge * size / sampleRate));
  return [Math.min(from, size / 2), Math.min(to, size / 2)];
}

/** Power spectra of Hann windows that overlap by half; two real frames share one transform. */
function framePowers(samples: Float32Array, size: number) {
  const fft = createFft(size);
  const window = Float64Array.from(
    { length: size },
    (_, i) => 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / size),
  );
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  const hop = size / 2;
  const count = Math.max(1, Math.floor((samples.length - size) / hop) + 1);
  const spectra: Float64Array[] = [];
  const energies: number[] = [];
  for (let frame = 0; frame < count; frame += 2) {
    for (let i = 0; i < size; i++) {
      const at = frame * hop + i;
      re[i] = (samples[at] ?? 0) * window[i]!;
      im[i] = frame + 1 < count ? (samples[at + hop] ?? 0) * window[i]! : 0;
    }
    fft.transform(re, im);
    const [one, other] = [new Float64Array(hop), new Float64Array(hop)];
    for (let k = 1; k < hop; k++) {
      const [a, b, c, d] = [re[k]!, im[k]!, re[size - k]!, im[size - k]!];
      one[k] = ((a + c) ** 2 + (b - d) ** 2) / 4;
      other[k] = ((b + d) ** 2 + (a - c) ** 2) / 4;
    }
    for (const spectrum of frame + 1 < count ? [one, other] : [one]) {
      spectra.push(spectrum);
      energies.push(spectrum.reduce((sum, value) => sum + value, 0));
    }
  }
  return { spectra, energies };
}
