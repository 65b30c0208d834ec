/**
 * The two gates of BS.1770-4 over blocks of 400 ms.
 *
 * @param energies K-weighted, summed over the channels, of each 100 ms.
 * @param hop samples in each.
 */
export function gatedLoudness(energies: ArrayLike<number>, hop: number): number {
  const blocks: number[] = [];
  for (let i = 0; i + 4 <= energies.length; i++) {
    const sum = energies[i]! + energies[i + 1]! + energies[i + 2]! + energies[i + 3]!;
    blocks.push(sum / (4 * hop));
  }
  const audible = blocks.filter((power) => loudnessOf(power) > -70);
  const relativeGate = loudnessOf(mean(audible)) - 10;
  return loudnessOf(mean(audible.filter((power) => loudnessOf(power) > relativeGate)));
}

function loudnessOf(power: number): number {
  return -0.691 + 10 * Math.log10(power);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
