import { type Biquad, type BiquadState, filter } from "../../mixer/biquad.ts";
import { stream } from "../../composer/random.ts";
import type { Take } from "../take.ts";
import { chirp } from "./chirp.ts";
import { convolve } from "./spectral_filter.ts";

export interface Vocoder {
  /** Bands from 110 Hz to 9 kHz. */
  readonly bands: number;
  /** Share of the vocoder in the sound, 0 … 1. */
  readonly wet: number;
}

const LOW_HZ = 110;
const HIGH_HZ = 9_000;
const FOLLOW_SECONDS = 0.008;
/** How long a pulse of the buzz lasts: it is heard as a tone, not as a row of clicks. */
const SPREAD_SECONDS = 0.008;

/**
 * A machine that speaks: the levels of the voice's bands are laid on a buzz of one even pitch
 * (Dudley's channel vocoder, 1939), on noise where there is no voice. In place.
 *
 * @param hzAt the buzz's pitch at a moment of the take, 0 for noise.
 */
export function vocode(
  take: Take,
  { bands, wet }: Vocoder,
  hzAt: (seconds: number) => number,
  strength: number,
  seed: number,
): void {
  const share = wet * strength;
  if (share === 0) return;
  const carrier = buzz(take.channels[0]?.length ?? 0, take.sampleRate, hzAt, seed);
  convolve(carrier, chirp(take.sampleRate, SPREAD_SECONDS));
  const top = Math.min(HIGH_HZ, 0.42 * take.sampleRate);
  const width = Math.log2(top / LOW_HZ) / bands;
  for (const channel of take.channels) {
    const dry = channel.slice();
    channel.fill(0);
    for (let band = 0; band < bands; band++) {
      const hz = LOW_HZ * 2 ** ((band + 0.5) * width);
      addBand(
        channel,
        dry,
        carrier,
        bandPass(hz, 1 / (1.1 * width), take.sampleRate),
        take.sampleRate,
      );
    }
    const level = Math.sqrt(energy(dry) / (energy(channel) || 1));
    for (let i = 0; i < channel.length; i++) {
      channel[i] = dry[i]! * (1 - share) + channel[i]! * level * share;
    }
  }
}

/** The band of the carrier, as loud at each moment as the same band of the voice. */
function addBand(
  out: Float32Array,
  voice: Float32Array,
  carrier: Float32Array,
  biquad: Biquad,
  sampleRate: number,
): void {
  const heard = twice(voice, biquad);
  const sung = twice(carrier, biquad);
  const k = 1 - Math.exp(-1 / (FOLLOW_SECONDS * sampleRate));
  const slow = 1 - Math.exp(-1 / (0.03 * sampleRate));
  let level = 0, own = energy(sung) / Math.max(1, sung.length);
  for (let i = 0; i < out.length; i++) {
    level += (heard[i]! * heard[i]! - level) * k;
    own += (sung[i]! * sung[i]! - own) * slow;
    out[i] = out[i]! + sung[i]! * Math.sqrt(level / (own + 1e-7));
  }
}

function twice(samples: Float32Array, biquad: Biquad): Float32Array {
  const filtered = samples.slice();
  const states: BiquadState[] = [{ s1: 0, s2: 0 }, { s1: 0, s2: 0 }];
  for (const state of states) filter(filtered, biquad, state);
  return filtered;
}

/** Constant peak gain of 1 (Bristow-Johnson's cookbook). */
function bandPass(hz: number, q: number, sampleRate: number): Biquad {
  const w = 2 * Math.PI * hz / sampleRate;
  const alpha = Math.sin(w) / (2 * q);
  const a0 = 1 + alpha;
  return {
    b0: alpha / a0,
    b1: 0,
    b2: -alpha / a0,
    a1: -2 * Math.cos(w) / a0,
    a2: (1 - alpha) / a0,
  };
}

const SINC_REACH = 8;

/** Pulses with a flat spectrum, each at its exact place between samples; noise as loud where the pitch is 0. */
function buzz(
  length: number,
  sampleRate: number,
  hzAt: (seconds: number) => number,
  seed: number,
): Float32Array {
  const carrier = new Float32Array(length);
  const noise = stream(seed, "vocoder");
  for (let at = 0; at < length;) {
    const hz = hzAt(at / sampleRate);
    if (hz > 0) {
      const period = sampleRate / hz;
      addPulse(carrier, at, Math.sqrt(period));
      at += period;
    } else {
      const i = Math.floor(at);
      if (i < length) carrier[i] = carrier[i]! + Math.sqrt(3) * (2 * noise.next() - 1);
      at += 1;
    }
  }
  return carrier;
}

function addPulse(samples: Float32Array, at: number, gain: number): void {
  const whole = Math.floor(at);
  for (let k = -SINC_REACH + 1; k <= SINC_REACH; k++) {
    const i = whole + k;
    if (i < 0 || i >= samples.length) continue;
    const t = i - at;
    const sinc = Math.abs(t) < 1e-9 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t);
    samples[i] = samples[i]! +
      gain * sinc * (0.5 + 0.5 * Math.cos(Math.PI * t / (SINC_REACH + 0.01)));
  }
}

function energy(samples: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i]! * samples[i]!;
  return sum;
}
