import { filterThrough, highPass, lowPass } from "../mixer/biquad.ts";
import type { Contour } from "./contour.ts";
import { TRACKING_RATE } from "./resample.ts";

/** What tells air from voice and from hiss, per frame of a contour. */
export interface AirFeatures {
  /** dB re full scale, without what is below the voice. */
  readonly levelDb: Float32Array;
  /** Part of the power that lies above 4 kHz, where "s" and "sh" have most of theirs. */
  readonly hissShare: Float32Array;
  /** Crossings of zero per second: a hum has few, noise has thousands. */
  readonly crossingsHz: Float32Array;
}

const RUMBLE_HZ = 200;
const HISS_HZ = 4_000;

/** @param samples16k the samples that the contour is of. */
export function airFeatures(samples16k: Float32Array, contour: Contour): AirFeatures {
  const air = samples16k.slice();
  filterThrough(air, [highPass(RUMBLE_HZ, TRACKING_RATE), highPass(RUMBLE_HZ, TRACKING_RATE)]);
  const rest = air.slice();
  filterThrough(rest, [lowPass(HISS_HZ, TRACKING_RATE), lowPass(HISS_HZ, TRACKING_RATE)]);
  const frames = contour.f0Hz.length;
  const features = {
    levelDb: new Float32Array(frames),
    hissShare: new Float32Array(frames),
    crossingsHz: new Float32Array(frames),
  };
  const hop = Math.round(contour.hopSeconds * TRACKING_RATE);
  for (let frame = 0; frame < frames; frame++) {
    const from = Math.max(1, frame * hop - hop);
    const to = Math.min(air.length, frame * hop + hop);
    let [power, below, crossings] = [0, 0, 0];
    for (let i = from; i < to; i++) {
      power += air[i]! * air[i]!;
      below += rest[i]! * rest[i]!;
      if (air[i]! > 0 !== air[i - 1]! > 0) crossings++;
    }
    const count = Math.max(1, to - from);
    features.levelDb[frame] = 10 * Math.log10(power / count + 1e-10);
    features.hissShare[frame] = Math.max(0, 1 - below / (power + 1e-12));
    features.crossingsHz[frame] = crossings * TRACKING_RATE / count;
  }
  return features;
}
