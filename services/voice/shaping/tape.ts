import { stream } from "../../composer/random.ts";
import { dbToGain } from "../../mixer/decibels.ts";
import type { Take } from "../take.ts";
import { takeLoudness } from "./as_loud_as.ts";
import { sway } from "./sway.ts";

export interface Tape {
  /** The slow sway of a worn machine's speed, to either side, as pitch. */
  readonly wowCents: number;
  readonly flutterCents: number;
  /** Steps of the converter it was sampled with; 24 is none. */
  readonly bits: number;
  /** Hiss against the voice. */
  readonly noiseDb: number;
}

const WOW_HZ = 0.55;
const FLUTTER_HZ = 6.3;

/** Plays a take from a worn tape, in place: its speed sways, its steps are coarse, it hisses. */
export function playFromTape(take: Take, tape: Tape, strength: number, seed: number): void {
  const loudness = takeLoudness(take);
  if (strength === 0 || loudness === -Infinity) return;
  const rng = stream(seed, "tape");
  const [wowPhase, flutterPhase] = [rng.next(), rng.next()];
  const hiss = dbToGain(loudness + tape.noiseDb) * strength * Math.sqrt(3);
  // Full scale of the converter: 18 dB of room over the loudness.
  const bits = 24 - (24 - tape.bits) * Math.sqrt(strength);
  const step = dbToGain(loudness + 18) / 2 ** (bits - 1);
  take.channels.forEach((channel, c) => {
    sway(channel, take.sampleRate, [
      { hz: WOW_HZ, cents: tape.wowCents * strength, phase: wowPhase },
      { hz: FLUTTER_HZ, cents: tape.flutterCents * strength, phase: flutterPhase },
    ]);
    const noise = stream(seed, "hiss", c);
    let before = 0;
    for (let i = 0; i < channel.length; i++) {
      const white = 2 * noise.next() - 1;
      before += 0.35 * (white - before);
      channel[i] = step * Math.round(channel[i]! / step) + hiss * before;
    }
  });
}
