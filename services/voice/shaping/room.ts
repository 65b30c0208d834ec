import { addReverb, type ReverbSettings } from "../../mixer/reverb.ts";
import { filterThrough, lowPass } from "../../mixer/biquad.ts";
import { dbToGain } from "../../mixer/decibels.ts";
import { resample } from "../resample.ts";
import type { Take } from "../take.ts";

export interface Room {
  readonly reverb: ReverbSettings;
  /** Loudness of the tail against the voice. */
  readonly levelDb: number;
}

/** A vocal booth with a little wood; a club; a plate of steel; an opera house; a stone church. */
export const ROOMS = {
  booth: reverb(0.35, 0.25, 0.004, 0.35),
  club: reverb(1.0, 0.55, 0.012, 0.6),
  plate: reverb(1.5, 1.1, 0.018, 0.45),
  house: reverb(2.0, 1.1, 0.024, 1),
  church: reverb(2.6, 1.3, 0.03, 1.15),
} as const;

/** Where the take ends the tail has to: over this long. */
const LAST_SECONDS = 0.12;

/** Puts a take into a room, in place; both channels must be there. The length stays: the tail alone is faded. */
export function enterRoom(take: Take, { reverb, levelDb }: Room, strength: number): void {
  const [left, right] = take.channels;
  if (left === undefined || right === undefined || strength === 0) return;
  const tails = tailsOf(left, right, take.sampleRate, reverb, strength * dbToGain(levelDb));
  const fade = Math.min(left.length, Math.round(LAST_SECONDS * take.sampleRate));
  take.channels.forEach((channel, c) => {
    const tail = tails[c]!;
    for (let i = 0; i < fade; i++) {
      tail[tail.length - 1 - i]! *= 0.5 - 0.5 * Math.cos(Math.PI * i / fade);
    }
    for (let i = 0; i < channel.length; i++) channel[i]! += tail[i]!;
  });
}

/** The room needs the band up to 8 kHz with some to spare: slower takes visit it at 48 kHz. */
function tailsOf(
  left: Float32Array<ArrayBuffer>,
  right: Float32Array<ArrayBuffer>,
  sampleRate: number,
  reverb: ReverbSettings,
  gain: number,
): Float32Array[] {
  const rate = sampleRate >= LEAST_RATE ? sampleRate : ROOM_RATE;
  const sent = [left, right].map((side) => resample(side, sampleRate, rate));
  const tails = sent.map((side) => side.slice());
  const smooth = lowPass(TOP_HZ, rate);
  addReverb({ left: tails[0]!, right: tails[1]! }, rate, reverb, gain);
  return tails.map((tail, s) => {
    const own = sent[s]!;
    for (let i = 0; i < tail.length; i++) tail[i]! -= own[i]!;
    filterThrough(tail, [smooth, smooth]);
    return resample(tail, rate, sampleRate).subarray(0, left.length);
  });
}

/** The tail comes in straight lines between samples of half the rate: their corners are above this. */
const TOP_HZ = 9_000;
const LEAST_RATE = 32_000;
const ROOM_RATE = 48_000;

function reverb(
  decaySeconds: number,
  brightDecaySeconds: number,
  preDelaySeconds: number,
  size: number,
): ReverbSettings {
  return { decaySeconds, brightDecaySeconds, preDelaySeconds, size };
}
