import type { Take } from "../take.ts";
import type { LeadStep } from "./lead_line.ts";

/** Consonants before a note and the end of its sound stay. */
const BEFORE_SECONDS = 0.2;
const AFTER_SECONDS = 0.15;
const RAMP_SECONDS = 0.06;
/** In the pauses the room and the breath of one singer are enough. */
const REST_GAIN = 0.12;

/** Turns a part down, in place, where nothing is sung. */
export function restBetween(take: Take, steps: readonly LeadStep[]): void {
  const { sampleRate } = take;
  const length = take.channels[0]?.length ?? 0;
  const wanted = new Float32Array(length).fill(REST_GAIN);
  for (const { startSeconds, endSeconds } of steps) {
    const from = Math.max(0, Math.round((startSeconds - BEFORE_SECONDS) * sampleRate));
    wanted.fill(1, from, Math.max(from, Math.round((endSeconds + AFTER_SECONDS) * sampleRate)));
  }
  const step = (1 - REST_GAIN) / (RAMP_SECONDS * sampleRate);
  let gain = wanted[0] ?? 1;
  for (let i = 0; i < length; i++) {
    gain += Math.max(-step, Math.min(step, wanted[i]! - gain));
    for (const channel of take.channels) channel[i] = channel[i]! * gain;
  }
}
