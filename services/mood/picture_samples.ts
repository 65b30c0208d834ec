/** Plain pictures for tests. */
import { fromOklab } from "./colour.ts";
import type { DrawnStroke } from "./gesture.ts";
import type { Pixels } from "./pixels.ts";

export const SIZE = { width: 1600, height: 900 };

/** A picture painted by a function of the place, 0..1 each way. */
export function paint(
  colourAt: (x: number, y: number) => readonly number[],
  width = 96,
  height = 64,
): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      data.set(colourAt((x + 0.5) / width, (y + 0.5) / height), (y * width + x) * 3);
    }
  }
  return { width, height, data };
}

/** A chip of one colour: OKLab lightness, chroma and hue in degrees. */
export function chip(lightness: number, chroma: number, hue: number): Pixels {
  const turn = hue * Math.PI / 180;
  const colour = fromOklab([lightness, chroma * Math.cos(turn), chroma * Math.sin(turn)]);
  return paint(() => colour);
}

/** Applies a function to every byte: brighter, darker, flatter. */
export function mapBytes(
  { width, height, data }: Pixels,
  change: (byte: number) => number,
): Pixels {
  return {
    width,
    height,
    data: data.map((byte) => Math.min(255, Math.max(0, Math.round(change(byte))))),
  };
}

export interface LineOptions {
  readonly color?: string;
  /** Height of the waves in canvas units. */
  readonly height?: number;
  readonly zigzag?: boolean;
  /** How many waves across the canvas. */
  readonly waves?: number;
  readonly durationMs?: number;
  readonly pressure?: number;
  /** Canvas units that the right end lies above the left one. */
  readonly rise?: number;
  readonly y?: number;
}

/** A line across the canvas, as a hand with a pen would send it. */
export function line({
  color = "#33363a",
  height = 60,
  zigzag = false,
  waves = 4,
  durationMs = 2_500,
  pressure = 0.5,
  rise = 0,
  y = 450,
}: LineOptions = {}): DrawnStroke {
  const count = 240;
  const points = Array.from({ length: count + 1 }, (_, i) => {
    const t = i / count;
    const phase = t * waves % 1;
    const wave = zigzag ? 4 * Math.abs(phase - 0.5) - 1 : Math.sin(2 * Math.PI * t * waves);
    return [
      100 + 1400 * t,
      y + height * wave - rise * (t - 0.5),
      pressure,
      t * durationMs,
    ] as const;
  });
  return { points, color, width: 10 };
}
