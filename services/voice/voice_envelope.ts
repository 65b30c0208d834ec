import { filter, lowPass } from "../mixer/biquad.ts";
import { TRACKING_RATE } from "./resample.ts";

/** How loud the voiced part of a sound is over time. Point i is at `i * hopSeconds`. */
export interface VoiceEnvelope {
  readonly hopSeconds: number;
  readonly levelDb: Float32Array;
  /** What the quietest moments have: the room, the hiss. */
  readonly floorDb: number;
}

const HOP = 80;
/** Longer than a period of the lowest voice, or each glottal pulse would be a bump. */
const WINDOW = 384;
/** Voices have their fundamental and first formant below, fricatives have little there. */
const BAND_HZ = 1_500;
const FLOOR_QUANTILE = 0.05;
const LEAST_DB = -90;

export function voiceEnvelope(samples16k: Float32Array): VoiceEnvelope {
  const band = samples16k.slice();
  filter(band, lowPass(BAND_HZ, TRACKING_RATE));
  const window = Float64Array.from(
    { length: WINDOW },
    (_, i) => (0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / WINDOW)) / (WINDOW / 2),
  );
  const levelDb = new Float32Array(Math.floor(band.length / HOP) + 1);
  for (let point = 0; point < levelDb.length; point++) {
    const start = point * HOP - WINDOW / 2;
    const to = Math.min(WINDOW, band.length - start);
    let power = 0;
    for (let i = Math.max(0, -start); i < to; i++) {
      power += window[i]! * band[start + i]! * band[start + i]!;
    }
    levelDb[point] = Math.max(LEAST_DB, 10 * Math.log10(power + 1e-12));
  }
  const sorted = levelDb.slice().sort();
  return {
    hopSeconds: HOP / TRACKING_RATE,
    levelDb,
    floorDb: sorted[Math.floor(FLOOR_QUANTILE * sorted.length)] ?? LEAST_DB,
  };
}
