import {
  CLICK_COUNT,
  CLICK_EVERY_SECONDS,
  CLICK_SEARCH_SECONDS,
  clickSound,
} from "./click_delay.ts";

/** Before the first click, so that the room is heard without it. */
const SETTLE_SECONDS = .25;

/**
 * Plays the clicks of the calibration.
 * @returns when they were due on the audio clock, after the last of them can be heard.
 */
export async function playCalibration(context: AudioContext): Promise<readonly number[]> {
  const samples = clickSound(context.sampleRate);
  const sound = context.createBuffer(1, samples.length, context.sampleRate);
  sound.copyToChannel(samples, 0);
  const first = context.currentTime + SETTLE_SECONDS;
  const times = Array.from({ length: CLICK_COUNT }, (_, i) => first + i * CLICK_EVERY_SECONDS);
  const over = Promise.withResolvers<void>();
  for (const time of times) {
    const source = context.createBufferSource();
    source.buffer = sound;
    source.connect(context.destination);
    source.start(time);
  }
  const silence = context.createConstantSource();
  silence.offset.value = 0;
  silence.connect(context.destination);
  silence.onended = () => over.resolve();
  silence.start();
  silence.stop(times.at(-1)! + CLICK_SEARCH_SECONDS + .1);
  await over.promise;
  return times;
}
