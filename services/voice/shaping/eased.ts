import { centred, type Take } from "../take.ts";

const SECONDS = 0.004;

/**
 * A take on the zero line that begins and ends within 4 ms instead of at once. Where one begins in the
 * middle of a sound, filters and rooms would answer the step with a click; and limiters would bow to
 * an offset that nobody hears.
 */
export function eased(take: Take): Take {
  return { ...take, channels: take.channels.map(easedChannel(SECONDS * take.sampleRate)) };
}

function easedChannel(length: number) {
  return (channel: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> => {
    const copy = centred(channel).slice();
    const last = copy.length - 1;
    for (let i = 0; i < Math.min(length, copy.length / 2); i++) {
      const gain = 0.5 - 0.5 * Math.cos(Math.PI * i / length);
      copy[i]! *= gain;
      copy[last - i]! *= gain;
    }
    return copy;
  };
}
