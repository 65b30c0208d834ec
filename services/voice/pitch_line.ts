/**
 * The line that a note's pitch wanders along, without its vibrato: local linear regression under a
 * Gaussian (W. S. Cleveland 1979, JASA 74), wide enough that a vibrato of 4 Hz leaves 1 % behind.
 *
 * @param midi one pitch per frame; NaN is left out.
 */
export function pitchLine(midi: Float32Array, hopSeconds: number): Float64Array {
  const width = WIDTH_SECONDS / hopSeconds;
  const reach = Math.ceil(3 * width);
  const weights = Float64Array.from(
    { length: reach + 1 },
    (_, k) => Math.exp(-0.5 * (k / width) ** 2),
  );
  return Float64Array.from(midi, (_, i) => {
    let [w, wx, wxx, wy, wxy] = [0, 0, 0, 0, 0];
    for (let k = Math.max(0, i - reach); k < Math.min(midi.length, i + reach + 1); k++) {
      const y = midi[k]!;
      if (Number.isNaN(y)) continue;
      const x = (k - i) / width;
      const weight = weights[Math.abs(k - i)]!;
      w += weight;
      wx += weight * x;
      wxx += weight * x * x;
      wy += weight * y;
      wxy += weight * x * y;
    }
    // A little stiffness: near an end half a vibrato must not tilt the line.
    const stiff = wxx + STIFFNESS * w;
    return (stiff * wy - wx * wxy) / (stiff * w - wx * wx);
  });
}

const WIDTH_SECONDS = 0.12;
const STIFFNESS = 0.2;
