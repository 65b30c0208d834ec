import type { Pixels } from "./pixels.ts";

/** Longest side at which pictures are measured, so that their size in pixels does not change the mood. */
export const WORKING_SIDE = 128;

/** A picture with a weight 0..255 per pixel: how much of it counts (paper that nobody painted does not). */
export interface WeightedPixels extends Pixels {
  readonly weight: Uint8Array;
}

/** Box-averages down to {@link WORKING_SIDE}; smaller pictures stay as they are. */
export function toWorkingSize(pixels: Pixels, weight?: Uint8Array): WeightedPixels {
  const { width, height, data } = pixels;
  const scale = Math.min(1, WORKING_SIDE / Math.max(width, height));
  const full = weight ?? new Uint8Array(width * height).fill(255);
  if (scale === 1) return { width, height, data, weight: full };
  const columns = Math.max(1, Math.round(width * scale));
  const rows = Math.max(1, Math.round(height * scale));
  const across = spans(width, columns);
  const down = spans(height, rows);
  const small = new Uint8Array(columns * rows * 3);
  const smallWeight = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let red = 0, green = 0, blue = 0, sum = 0, area = 0, r = 0, g = 0, b = 0;
      for (const [y, shareY] of down[row]!) {
        for (const [x, shareX] of across[column]!) {
          const at = y * width + x;
          const share = shareX * shareY;
          const counts = share * full[at]!;
          r += share * data[at * 3]!;
          g += share * data[at * 3 + 1]!;
          b += share * data[at * 3 + 2]!;
          red += counts * data[at * 3]!;
          green += counts * data[at * 3 + 1]!;
          blue += counts * data[at * 3 + 2]!;
          area += share;
          sum += counts;
        }
      }
      const at = row * columns + column;
      // Painted pixels keep their own colour at the edge of the paper.
      small[at * 3] = Math.round(sum > 0 ? red / sum : r / area);
      small[at * 3 + 1] = Math.round(sum > 0 ? green / sum : g / area);
      small[at * 3 + 2] = Math.round(sum > 0 ? blue / sum : b / area);
      smallWeight[at] = Math.round(sum / area);
    }
  }
  return { width: columns, height: rows, data: small, weight: smallWeight };
}

/** For each target index the source indices under it, each with the share of it that lies there. */
function spans(from: number, to: number): (readonly [index: number, share: number])[][] {
  const step = from / to;
  return Array.from({ length: to }, (_, target) => {
    const start = target * step;
    const end = Math.min(from, start + step);
    const covered: (readonly [number, number])[] = [];
    for (let index = Math.floor(start); index < end - 1e-9; index++) {
      covered.push([index, Math.min(index + 1, end) - Math.max(index, start)]);
    }
    return covered;
  });
}
