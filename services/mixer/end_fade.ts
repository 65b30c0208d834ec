/**
 * Gain 1 until the fade begins, then a raised cosine that is exactly 0 on the last sample.
 *
 * @param gain multiplied in place.
 */
export function applyEndFade(gain: Float32Array, fadeFrames: number): void {
  const length = Math.min(fadeFrames, gain.length);
  const start = gain.length - length;
  for (let i = 0; i < length - 1; i++) {
    gain[start + i] = gain[start + i]! * (0.5 + 0.5 * Math.cos(Math.PI * (i + 1) / length));
  }
  if (length > 0) gain[gain.length - 1] = 0;
}
