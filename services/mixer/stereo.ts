/** Two channels of one length, −1..1 at full scale. */
export interface Stereo {
  readonly left: Float32Array<ArrayBuffer>;
  readonly right: Float32Array<ArrayBuffer>;
}

export function silence(frames: number): Stereo {
  return { left: new Float32Array(frames), right: new Float32Array(frames) };
}

export function channelsOf(sound: Stereo): [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>] {
  return [sound.left, sound.right];
}

/** Whether both channels are the same, sample by sample. */
export function isMono({ left, right }: Stereo): boolean {
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
  return true;
}

/** Scales in place. */
export function scale(samples: Float32Array, gain: number): void {
  for (let i = 0; i < samples.length; i++) samples[i] = samples[i]! * gain;
}

/** Multiplies each sample by its own gain, in place. */
export function applyEnvelope(samples: Float32Array, envelope: Float32Array): void {
  for (let i = 0; i < samples.length; i++) samples[i] = samples[i]! * envelope[i]!;
}

/**
 * Constant-power balance: the loudness of a centred sound is the same at every position.
 *
 * @param position −1 left … 1 right.
 */
export function pan(sound: Stereo, position: number): void {
  if (position === 0) return;
  const angle = (position + 1) * Math.PI / 4;
  scale(sound.left, Math.SQRT2 * Math.cos(angle));
  scale(sound.right, Math.SQRT2 * Math.sin(angle));
}
