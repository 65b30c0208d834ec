/** Decoded sound as the voice services take and give it: one array per channel, all of one length. */
export interface Take {
  /** Hz. */
  readonly sampleRate: number;
  /** 1 or 2 channels, −1 … 1. */
  readonly channels: readonly Float32Array<ArrayBuffer>[];
}

/** Samples per channel. */
export function lengthOf(take: Take): number {
  return take.channels[0]?.length ?? 0;
}

/** −60 dB: what lies nearer to the zero line lies on it. */
const LEAST_OFFSET = 1e-3;
/** Of the channels' power: less is left of their mean when one is the other turned upside down. */
const OPPOSITE_SHARE = 0.1;

/**
 * The channels as one, as trackers read it: their mean, or half their difference where a cable or a
 * microphone has turned one of them upside down, and on the zero line.
 */
export function mono(take: Take): Float32Array<ArrayBuffer> {
  const [left, right] = take.channels;
  if (!left) return new Float32Array(0);
  if (!right) return centred(left);
  const [sum, difference] = [new Float32Array(left.length), new Float32Array(left.length)];
  for (let i = 0; i < left.length; i++) {
    sum[i] = (left[i]! + right[i]!) / 2;
    difference[i] = (left[i]! - right[i]!) / 2;
  }
  const [inSum, inDifference] = [sum, difference].map(centred);
  const [common, opposite] = [power(inSum!), power(inDifference!)];
  return common < OPPOSITE_SHARE * (common + opposite) ? inDifference! : inSum!;
}

const FRAME = 2_048;

/**
 * How far a channel lies off the zero line; 0 where that is next to nothing. It lies off as a whole:
 * the mean of a voice that leans to one side is not to be found in its pauses.
 */
export function offsetOf(channel: Float32Array): number {
  const whole = meanAndSpread(channel).mean;
  if (Math.abs(whole) < LEAST_OFFSET) return 0;
  const frames = Array.from(
    { length: Math.floor(channel.length / FRAME) },
    (_, frame) => meanAndSpread(channel.subarray(frame * FRAME, (frame + 1) * FRAME)),
  ).sort((one, other) => one.spread - other.spread);
  const quiet = frames.slice(0, Math.ceil(frames.length / 10));
  if (quiet.length === 0) return whole;
  const pauses = quiet.reduce((sum, { mean }) => sum + mean, 0) / quiet.length;
  const offset = Math.abs(pauses) < Math.abs(whole) ? pauses : whole;
  return pauses * whole > 0 && Math.abs(offset) >= LEAST_OFFSET ? offset : 0;
}

function meanAndSpread(samples: Float32Array): { readonly mean: number; readonly spread: number } {
  let [sum, power] = [0, 0];
  for (let i = 0; i < samples.length; i++) {
    sum += samples[i]!;
    power += samples[i]! * samples[i]!;
  }
  const mean = sum / Math.max(1, samples.length);
  return { mean, spread: power / Math.max(1, samples.length) - mean * mean };
}

/** The channel on the zero line; the very one that was given when it lies there. */
export function centred(channel: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const offset = offsetOf(channel);
  return offset === 0 ? channel : channel.map((x) => x - offset);
}

function power(samples: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i]! * samples[i]!;
  return sum;
}
