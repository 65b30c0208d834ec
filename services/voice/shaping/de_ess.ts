import { filter, highPass } from "../../mixer/biquad.ts";
import { mono, type Take } from "../take.ts";

export interface DeEss {
  readonly aboveHz: number;
  /** The most that hiss is turned down. */
  readonly mostDb: number;
}

const STEP = 64;
const ATTACK_SECONDS = 0.002;
const RELEASE_SECONDS = 0.03;
/** A sound counts as a sibilant from this share of energy above 3.5 kHz, and fully from the other. */
const HEARD_HZ = 3_500;
const FROM_SHARE = 0.12;
const TO_SHARE = 0.4;

/** Turns the top down, in place, while most of the sound is there: s, sh, t. Words stay. */
export function deEss(take: Take, { aboveHz, mostDb }: DeEss, strength: number): void {
  if (strength === 0 || aboveHz > 0.4 * take.sampleRate) return;
  const edge = highPass(aboveHz, take.sampleRate);
  const whole = mono(take);
  const top = whole.slice();
  filter(top, highPass(HEARD_HZ, take.sampleRate));
  const cut = hissAmount(whole, top, take.sampleRate, 1 - 10 ** (-mostDb * strength / 20));
  for (const channel of take.channels) {
    const above = channel.slice();
    filter(above, edge);
    for (let i = 0; i < channel.length; i++) channel[i] = channel[i]! - cut[i]! * above[i]!;
  }
}

/** How much of the top is taken away, per sample, 0 … `most`. */
function hissAmount(
  whole: Float32Array,
  top: Float32Array,
  sampleRate: number,
  most: number,
): Float32Array {
  const amount = new Float32Array(whole.length);
  const rise = 1 - Math.exp(-STEP / (ATTACK_SECONDS * sampleRate));
  const fall = 1 - Math.exp(-STEP / (RELEASE_SECONDS * sampleRate));
  let now = 0, all = 0, high = 0;
  for (let start = 0; start < whole.length; start += STEP) {
    const end = Math.min(start + STEP, whole.length);
    let wholeEnergy = 1e-9, topEnergy = 0;
    for (let i = start; i < end; i++) {
      wholeEnergy += whole[i]! * whole[i]!;
      topEnergy += top[i]! * top[i]!;
    }
    all += (wholeEnergy - all) * 0.4;
    high += (topEnergy - high) * 0.4;
    const share = Math.max(0, Math.min(1, (high / all - FROM_SHARE) / (TO_SHARE - FROM_SHARE)));
    const next = now + (share * most - now) * (share * most > now ? rise : fall);
    for (let i = start; i < end; i++) amount[i] = now + (next - now) * (i - start) / STEP;
    now = next;
  }
  return amount;
}
