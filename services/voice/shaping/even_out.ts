import { compressorGain } from "../../mixer/compressor.ts";
import { applyEnvelope } from "../../mixer/stereo.ts";
import type { Take } from "../take.ts";
import { takeLoudness } from "./as_loud_as.ts";

export interface Compression {
  /** Threshold against the take's own loudness, LU: −6 catches most of what is sung. */
  readonly thresholdLu: number;
  readonly ratio: number;
  readonly attackMs: number;
  readonly releaseMs: number;
}

/** Compresses in place; `strength` leads the ratio from 1 to its own. */
export function evenOut(take: Take, settings: Compression, strength: number): void {
  const loudness = takeLoudness(take);
  const [left, right = left] = take.channels;
  if (left === undefined || right === undefined || loudness === -Infinity || strength === 0) return;
  // The compressor's level is the sum over both sides.
  const bothSidesDb = take.channels.length === 1 ? 3 : 0;
  const gain = compressorGain({ left, right }, take.sampleRate, {
    thresholdDb: loudness + bothSidesDb + settings.thresholdLu,
    ratio: 1 + (settings.ratio - 1) * strength,
    kneeDb: 8,
    attackSeconds: settings.attackMs / 1000,
    releaseSeconds: settings.releaseMs / 1000,
  });
  for (const channel of take.channels) applyEnvelope(channel, gain);
}
