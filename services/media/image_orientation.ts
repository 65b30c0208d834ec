import type { Pixels } from "../mood/pixels.ts";
import type { Orientation } from "./image_header.ts";

/** The ffmpeg filters that turn stored rows as an orientation asks. */
export const TURN_FILTERS: Readonly<Record<Orientation, string>> = {
  1: "null",
  2: "hflip",
  3: "hflip,vflip",
  4: "vflip",
  5: "transpose=0",
  6: "transpose=1",
  7: "transpose=3",
  8: "transpose=2",
};

/** Stored rows and columns → what people see. */
export function turnPixels(stored: Pixels, orientation: Orientation): Pixels {
  if (orientation === 1) return stored;
  const swapped = orientation >= 5;
  const width = swapped ? stored.height : stored.width;
  const height = swapped ? stored.width : stored.height;
  const fromRight = orientation === 2 || orientation === 3 || orientation === 7 ||
    orientation === 8;
  const fromBottom = orientation === 3 || orientation === 4 || orientation === 6 ||
    orientation === 7;
  const data = new Uint8Array(stored.data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const column = swapped ? y : x;
      const row = swapped ? x : y;
      const sourceX = fromRight ? stored.width - 1 - column : column;
      const sourceY = fromBottom ? stored.height - 1 - row : row;
      const from = (sourceY * stored.width + sourceX) * 3;
      data.set(stored.data.subarray(from, from + 3), (y * width + x) * 3);
    }
  }
  return { width, height, data };
}
