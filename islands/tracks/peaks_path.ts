import type { Peaks } from "../../services/mixer/peaks.ts";

/**
 * A waveform as one SVG path: x in seconds, y from −1 to 1. Drawn into a viewBox of the visible seconds, so
 * that looking closer is only another viewBox.
 *
 * @param columns at most so many steps; finer peaks are joined.
 * @param fromSeconds where its first peak lies.
 */
export function peaksPath(peaks: Peaks, columns = 1200, fromSeconds = 0): string {
  const { least, greatest, samplesPerPixel, sampleRate } = peaks;
  const count = least.length;
  if (count === 0) return "";
  const group = Math.max(1, Math.ceil(count / columns));
  const secondsPerPixel = samplesPerPixel / sampleRate;
  const upper: string[] = [];
  const lower: string[] = [];
  for (let i = 0; i < count; i += group) {
    let [low, high] = [0, 0];
    for (let k = i; k < Math.min(count, i + group); k++) {
      low = Math.min(low, least[k]!);
      high = Math.max(high, greatest[k]!);
    }
    const x = (fromSeconds + i * secondsPerPixel).toFixed(3);
    upper.push(`${x} ${(-Math.max(MIN, high / 127)).toFixed(3)}`);
    lower.push(`${x} ${Math.max(MIN, -low / 127).toFixed(3)}`);
  }
  return `M${[...upper, ...lower.reverse()].join("L")}Z`;
}

/** The farthest the wave goes from the middle, 0 … 1. */
export function loudest({ least, greatest }: Peaks): number {
  let most = 0;
  for (let i = 0; i < least.length; i++) most = Math.max(most, greatest[i]!, -least[i]!);
  return most / 127;
}

/** Silence is a thread, not nothing. */
const MIN = .004;
