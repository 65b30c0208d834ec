/**
 * Rounds off peaks in place: straight up to `knee`, then a hyperbolic tangent that never reaches
 * `limit`.
 *
 * @param limit linear magnitude, above `knee`.
 */
export function softClip(samples: Float32Array, knee: number, limit: number): void {
  const room = limit - knee;
  for (let i = 0; i < samples.length; i++) {
    const x = samples[i]!;
    const over = Math.abs(x) - knee;
    if (over > 0) samples[i] = Math.sign(x) * (knee + room * Math.tanh(over / room));
  }
}
