import { filter, highPass } from "../../mixer/biquad.ts";
import { dbToGain } from "../../mixer/decibels.ts";
import type { Take } from "../take.ts";
import { takeLoudness } from "./as_loud_as.ts";

export interface Saturation {
  /** How far the voice's loudness is pushed over the point where the curve bends. */
  readonly driveDb: number;
  /** 0 bends both halves of the wave alike (odd harmonics); more is warmer (even ones), up to .5. */
  readonly bias: number;
}

/** At this drive the curve is as good as straight. */
const CLEAN_DB = -26;

/**
 * Rounds the wave off as a valve or a tape does, in place, at twice the rate, so that the new
 * harmonics do not fold back. `strength` leads from clean to the full drive.
 */
export function saturate(take: Take, { driveDb, bias }: Saturation, strength: number): void {
  const loudness = takeLoudness(take);
  if (loudness === -Infinity || strength === 0) return;
  const gain = dbToGain(CLEAN_DB + (driveDb - CLEAN_DB) * strength - loudness - 3);
  const lean = bias * strength;
  const rest = Math.tanh(lean);
  const slope = 1 - rest * rest;
  const bend = (x: number) => (Math.tanh(gain * x + lean) - rest) / (gain * slope);
  for (const channel of take.channels) {
    atTwiceTheRate(channel, bend);
    filter(channel, highPass(25, take.sampleRate));
  }
}

/** Applies a curve to a channel in place, between samples as well as on them. */
function atTwiceTheRate(samples: Float32Array, curve: (x: number) => number): void {
  const length = samples.length;
  const padded = new Float32Array(length + 2 * REACH);
  padded.set(samples, REACH);
  // odd[i + REACH] lies half a sample after sample i.
  const odd = new Float32Array(length + 2 * REACH);
  for (let i = 0; i < length; i++) {
    let sum = 0;
    for (let k = 0; k < REACH; k++) {
      sum += HALF_BAND[k]! * (padded[i + REACH - k]! + padded[i + REACH + 1 + k]!);
    }
    odd[i + REACH] = curve(2 * sum);
  }
  for (let i = 0; i < length; i++) {
    let sum = 0;
    for (let k = 0; k < REACH; k++) {
      sum += HALF_BAND[k]! * (odd[i + REACH - 1 - k]! + odd[i + REACH + k]!);
    }
    samples[i] = curve(samples[i]!) / 2 + sum;
  }
}

const REACH = 8;

/** The odd taps of a half-band filter, from the middle outwards: a Hann-windowed sinc, summing to ¼ a side. */
const HALF_BAND = halfBand();

function halfBand(): Float64Array {
  const taps = Float64Array.from({ length: REACH }, (_, k) => {
    const t = k + 0.5;
    const window = 0.5 + 0.5 * Math.cos(Math.PI * t / (REACH + 0.5));
    return Math.sin(Math.PI * t) / (Math.PI * t) * window;
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / (4 * sum));
}
