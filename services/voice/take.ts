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

/** The channels' mean, as trackers read it. */
export function mono(take: Take): Float32Array<ArrayBuffer> {
  const [first, ...others] = take.channels;
  if (!first) return new Float32Array(0);
  if (others.length === 0) return first;
  const mean = new Float32Array(first.length);
  for (const channel of take.channels) {
    for (let i = 0; i < mean.length; i++) mean[i]! += channel[i]! / take.channels.length;
  }
  return mean;
}
