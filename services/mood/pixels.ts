/** A picture in memory: rows from the top, three bytes (sRGB) a pixel, opaque. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** width · height · 3 bytes: r, g, b, r, g, b … */
  readonly data: Uint8Array;
}

/** What lies under drawings and transparent pictures: the light theme's sheet. */
export const PAPER: readonly [red: number, green: number, blue: number] = [255, 255, 255];

/** An empty sheet. */
export function blankPixels(width: number, height: number): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < data.length; i++) data[i] = PAPER[i % 3]!;
  return { width, height, data };
}

/** Lays pixels with their alpha multiplied in (four bytes each) on paper; returns three bytes each. */
export function layOnPaper(premultiplied: Uint8Array): Uint8Array {
  const count = premultiplied.length >> 2;
  const data = new Uint8Array(count * 3);
  for (let i = 0; i < count; i++) {
    const clear = 255 - premultiplied[i * 4 + 3]!;
    for (let channel = 0; channel < 3; channel++) {
      const paper = Math.round(PAPER[channel]! * clear / 255);
      data[i * 3 + channel] = Math.min(255, premultiplied[i * 4 + channel]! + paper);
    }
  }
  return data;
}
