import type { Contour } from "../contour.ts";
import { createFft } from "../fft.ts";
import type { Take } from "../take.ts";

const SIZE = 2048;
const BANDS = 18;
const LOW_HZ = 200;
const HIGH_HZ = 6_000;
/** Bands further below the strongest are the noise's. */
const RANGE_DB = 50;

/**
 * How unlike the spectral envelopes of two takes are that sing the same pitches: RMS difference in dB of
 * the harmonics' power in 18 mel bands, the overall level left out, averaged over the frames that are
 * voiced in both.
 *
 * @param contours of the takes.
 */
export function formantDistanceDb(
  takes: readonly [Take, Take],
  contours: readonly [Contour, Contour],
): number {
  const { sampleRate } = takes[0];
  const spectrumOf = spectra();
  const { hopSeconds, f0Hz } = contours[0];
  let [sum, count] = [0, 0];
  for (let frame = 0; frame < f0Hz.length; frame++) {
    if (!contours.every((contour) => contour.f0Hz[frame]! > 0)) continue;
    const centre = Math.round(frame * hopSeconds * sampleRate);
    const [one, other] = takes.map((take, i) => {
      const powers = spectrumOf(take.channels[0]!, centre);
      return envelopeDb(powers, contours[i]!.f0Hz[frame]!, sampleRate / SIZE);
    });
    const top = Math.max(...other!);
    const differences = other!.flatMap((db, band) =>
      db > top - RANGE_DB && one![band]! > -Infinity ? [one![band]! - db] : []
    );
    const level = differences.reduce((all, db) => all + db, 0) / differences.length;
    const power = differences.reduce((all, db) => all + (db - level) ** 2, 0);
    sum += Math.sqrt(power / differences.length);
    count++;
  }
  return sum / count;
}

/** The power of the harmonics in each band, −∞ where a band has none. */
function envelopeDb(powers: Float64Array, f0Hz: number, binHz: number): number[] {
  const bands = new Float64Array(BANDS);
  const reach = Math.min(3 * binHz, f0Hz / 2);
  for (let hz = f0Hz; hz < HIGH_HZ; hz += f0Hz) {
    const band = Math.floor(BANDS * (mel(hz) - mel(LOW_HZ)) / (mel(HIGH_HZ) - mel(LOW_HZ)));
    if (band < 0) continue;
    for (let bin = Math.ceil((hz - reach) / binHz); bin * binHz <= hz + reach; bin++) {
      bands[band]! += powers[bin]!;
    }
  }
  return Array.from(bands, (power) => 10 * Math.log10(power));
}

function mel(hz: number): number {
  return 2595 * Math.log10(1 + hz / 700);
}

function spectra(): (samples: Float32Array, centre: number) => Float64Array {
  const fft = createFft(SIZE);
  const re = new Float64Array(SIZE);
  const im = new Float64Array(SIZE);
  return (samples, centre) => {
    for (let i = 0; i < SIZE; i++) {
      const window = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / SIZE);
      re[i] = (samples[centre - SIZE / 2 + i] ?? 0) * window;
    }
    im.fill(0);
    fft.transform(re, im);
    return re.map((x, k) => x * x + im[k]! * im[k]!);
  };
}
