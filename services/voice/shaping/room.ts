import { addReverb, type ReverbSettings } from "../../mixer/reverb.ts";
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

/** Puts a take into a room, in place; both channels must be there. The length stays, the tail is faded. */
export function enterRoom(take: Take, { reverb, levelDb }: Room, strength: number): void {
  const [left, right] = take.channels;
  if (left === undefined || right === undefined || strength === 0) return;
  addTail(left, right, take.sampleRate, reverb, strength * dbToGain(levelDb));
  const fade = Math.min(left.length, Math.round(LAST_SECONDS * take.sampleRate));
  for (const channel of take.channels) {
    for (let i = 0; i < fade; i++) {
      const at = channel.length - 1 - i;
      channel[at] = channel[at]! * (0.5 - 0.5 * Math.cos(Math.PI * i / fade));
    }
  }
}

/** The room needs the band up to 8 kHz with some to spare: slower takes visit it at 48 kHz. */
function addTail(
  left: Float32Array<ArrayBuffer>,
  right: Float32Array<ArrayBuffer>,
  sampleRate: number,
  reverb: ReverbSettings,
  gain: number,
): void {
  if (sampleRate >= LEAST_RATE) return addReverb({ left, right }, sampleRate, reverb, gain);
  const [l, r] = [left, right].map((side) => resample(side, sampleRate, ROOM_RATE));
  addReverb({ left: l!, right: r! }, ROOM_RATE, reverb, gain);
  left.set(resample(l!, ROOM_RATE, sampleRate).subarray(0, left.length));
  right.set(resample(r!, ROOM_RATE, sampleRate).subarray(0, right.length));
}

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
