import type { Take } from "../take.ts";

const SECONDS = 0.004;

/**
 * A take that begins and ends within 4 ms instead of at once. Where one begins in the middle of a
 * sound, or off the zero line, filters and rooms would answer the step with a click.
 */
export function eased(take: Take): Take {
  return { ...take, channels: take.channels.map(easedChannel(SECONDS * take.sampleRate)) };
}

function easedChannel(length: number) {
  return (channel: Float32Array): Float32Array<ArrayBuffer> => {
    const copy = channel.slice();
    const last = copy.length - 1;
    for (let i = 0; i < Math.min(length, copy.length / 2); i++) {
      const gain = 0.5 - 0.5 * Math.cos(Math.PI * i / length);
      copy[i]! *= gain;
      copy[last - i]! *= gain;
    }
    return copy;
  };
}
