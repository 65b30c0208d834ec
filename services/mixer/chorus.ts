import type { Stereo } from "./stereo.ts";

const BASE_SECONDS = 0.013;
const DEPTH_SECONDS = 0.0028;
const RATE_HZ = 0.63;
/** How often the delay is looked up on its sine; straight lines in between. */
const STEP = 64;
/** Samples of the past kept; a power of two. */
const MEMORY = 4096;

/**
 * Adds a slowly moving, delayed copy to each side, the right a quarter turn behind the left: width
 * for a sound that is the same in both channels. The motion depends on time alone, so it is linear
 * in the sound.
 *
 * @param amount gain of the copies, 0..1.
 */
export function addChorus(sound: Stereo, sampleRate: number, amount: number): void {
  addMovingCopy(sound.left, sampleRate, amount, 0);
  addMovingCopy(sound.right, sampleRate, amount, Math.PI / 2);
}

function addMovingCopy(
  samples: Float32Array,
  sampleRate: number,
  amount: number,
  phase: number,
): void {
  const past = new Float32Array(MEMORY);
  const delayAt = (frame: number) =>
    sampleRate *
    (BASE_SECONDS + DEPTH_SECONDS * Math.sin(phase + 2 * Math.PI * RATE_HZ * frame / sampleRate));
  for (let start = 0; start < samples.length; start += STEP) {
    const end = Math.min(start + STEP, samples.length);
    let delay = delayAt(start);
    const slope = (delayAt(start + STEP) - delay) / STEP;
    for (let i = start; i < end; i++, delay += slope) {
      const x = samples[i]!;
      past[i & (MEMORY - 1)] = x;
      const whole = Math.floor(delay);
      const newer = past[(i - whole) & (MEMORY - 1)]!;
      const older = past[(i - whole - 1) & (MEMORY - 1)]!;
      samples[i] = x + amount * (newer + (older - newer) * (delay - whole));
    }
  }
}
