/** The input meter: follows the loudest of each block, holds the peak, remembers a clip until it is read. Pure. */
export interface Level {
  /** Linear, 0 … 1. */
  readonly peak: number;
  readonly held: number;
  /** Seconds since the peak was held. */
  readonly heldForSeconds: number;
  readonly clipped: boolean;
}

export const QUIET: Level = { peak: 0, held: 0, heldForSeconds: 0, clipped: false };

const FALL_DB_PER_SECOND = 26;
const HOLD_SECONDS = 1.5;
/** Full scale, less than a bit of 16 away. */
export const CLIP = .99;

/** The meter after another block. */
export function nextLevel(level: Level, blockPeak: number, blockSeconds: number): Level {
  const fallen = level.peak * 10 ** (-FALL_DB_PER_SECOND * blockSeconds / 20);
  const peak = Math.max(blockPeak, fallen);
  const heldForSeconds = level.heldForSeconds + blockSeconds;
  const renewed = blockPeak >= level.held || heldForSeconds > HOLD_SECONDS;
  return {
    peak,
    held: renewed ? peak : level.held,
    heldForSeconds: renewed ? 0 : heldForSeconds,
    clipped: level.clipped || blockPeak >= CLIP,
  };
}

export function peakOf(samples: Float32Array): number {
  let peak = 0;
  for (let i = 0; i < samples.length; i++) {
    const level = Math.abs(samples[i]!);
    if (level > peak) peak = level;
  }
  return peak;
}

/** What a singer should do about it, from the loudest of the last seconds. */
export function levelWords({ held, clipped }: Level): string {
  if (clipped) return "Too loud: it clipped. Step back, or turn the input down";
  const db = held > 0 ? 20 * Math.log10(held) : -Infinity;
  if (db > -3) return "Nearly too loud";
  if (db > -20) return "A good level";
  if (db > -45) return "Quiet: come closer, or turn the input up";
  return "Nothing heard yet";
}
