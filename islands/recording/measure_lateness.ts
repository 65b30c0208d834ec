import { playCalibration } from "./calibration.ts";
import type { Block } from "./capture.ts";
import { type ClickDelay, clickDelay } from "./click_delay.ts";

/**
 * Plays the clicks and finds them in what the microphone hears meanwhile.
 *
 * @param heard is filled with every block while the clicks sound.
 */
export async function measureLateness(
  context: AudioContext,
  heard: readonly Block[],
): Promise<ClickDelay | null> {
  const playedAt = await playCalibration(context);
  const first = heard[0]?.frame ?? 0;
  const recorded = new Float32Array(heard.reduce((sum, { samples }) => sum + samples.length, 0));
  for (const { frame, samples } of heard) {
    if (frame - first + samples.length <= recorded.length) recorded.set(samples, frame - first);
  }
  const rate = context.sampleRate;
  return clickDelay(recorded, playedAt.map((time) => time * rate - first), rate);
}
