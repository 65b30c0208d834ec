import { parseHex } from "./colour.ts";
import type { DrawnStroke, Size } from "./gesture.ts";
import { blankPixels, type Pixels } from "./pixels.ts";

/** A decoded image and where it lies, in canvas units. */
export interface PlacedImage {
  readonly pixels: Pixels;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Layer =
  | { readonly kind: "image"; readonly image: PlacedImage }
  | { readonly kind: "stroke"; readonly stroke: DrawnStroke };

/** A canvas made flat, and what of it was covered by what. */
export interface Raster extends Pixels {
  /** 0..255 per pixel: paint or image lies here. */
  readonly covered: Uint8Array;
  /** 0..255 per pixel: strokes lie here. */
  readonly drawn: Uint8Array;
  /** The same picture with bare paper left out of every mixture: what was painted with, not what is seen. */
  readonly paint: Uint8Array;
}

export const RASTER_WIDTH = 256;

/**
 * Draws a canvas on paper, {@link RASTER_WIDTH} pixels wide unless told otherwise: images and round-brush strokes from the lowest
 * layer to the highest, pressure as width. The eraser takes strokes away and leaves images. Deterministic.
 */
export function rasterise(
  layers: readonly Layer[],
  size: Size,
  width: number = RASTER_WIDTH,
): Raster {
  const scale = width / size.width;
  const height = Math.max(1, Math.round(size.height * scale));
  const { data } = blankPixels(width, height);
  const covered = new Uint8Array(width * height);
  const ink = new Uint8Array(width * height * 3);
  const drawn = new Uint8Array(width * height);
  const stencil = new Uint8Array(width * height);
  for (const layer of layers) {
    if (layer.kind === "image") {
      place(layer.image, scale, width, height, data, covered, drawn);
      continue;
    }
    const bounds = stencilStroke(layer.stroke, scale, width, height, stencil);
    const colour = parseHex(layer.stroke.color);
    for (let y = bounds.top; y < bounds.bottom; y++) {
      for (let i = y * width + bounds.left; i < y * width + bounds.right; i++) {
        const alpha = stencil[i]! / 255;
        if (alpha === 0) continue;
        stencil[i] = 0;
        if (layer.stroke.tool === "eraser") drawn[i] = Math.round(drawn[i]! * (1 - alpha));
        else lay(ink, drawn, i, colour, alpha);
      }
    }
  }
  const paint = data.slice();
  for (let i = 0; i < drawn.length; i++) {
    const alpha = drawn[i]! / 255;
    if (alpha === 0) continue;
    for (let at = i * 3; at < i * 3 + 3; at++) {
      data[at] = Math.round(data[at]! * (1 - alpha) + ink[at]! * alpha);
      paint[at] = covered[i] === 0 ? ink[at]! : data[at]!;
    }
    covered[i] = Math.max(covered[i]!, drawn[i]!);
  }
  return { width, height, data, covered, drawn, paint };
}

/** Nearest-pixel placement: the picture is already small and the raster coarse. */
function place(
  { pixels, x, y, width: w, height: h }: PlacedImage,
  scale: number,
  width: number,
  height: number,
  data: Uint8Array,
  covered: Uint8Array,
  drawn: Uint8Array,
): void {
  if (!(w > 0 && h > 0)) return;
  const left = Math.max(0, Math.round(x * scale)),
    right = Math.min(width, Math.round((x + w) * scale));
  const top = Math.max(0, Math.round(y * scale)),
    bottom = Math.min(height, Math.round((y + h) * scale));
  for (let row = top; row < bottom; row++) {
    const sourceRow = within(((row + 0.5) / scale - y) / h * pixels.height, pixels.height);
    for (let column = left; column < right; column++) {
      const sourceColumn = within(((column + 0.5) / scale - x) / w * pixels.width, pixels.width);
      const from = (sourceRow * pixels.width + sourceColumn) * 3;
      data.set(pixels.data.subarray(from, from + 3), (row * width + column) * 3);
      covered[row * width + column] = 255;
      drawn[row * width + column] = 0; // it lies on the strokes that came before it
    }
  }
}

interface Bounds {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Marks a stroke's own coverage, once per stroke, so that its segments do not darken each other. */
function stencilStroke(
  { points, width: brush }: DrawnStroke,
  scale: number,
  width: number,
  height: number,
  stencil: Uint8Array,
): Bounds {
  let left = width, right = 0, top = height, bottom = 0;
  points.forEach(([x1, y1, pressure], index) => {
    const [x0, y0] = points[Math.max(0, index - 1)]!;
    // Half the brush at the lightest touch, the whole of it at the firmest; never thinner than visible.
    const radius = Math.max(
      0.35,
      brush * scale * (0.25 + 0.25 * Math.min(1, Math.max(0, pressure))),
    );
    const [ax, ay, bx, by] = [x0 * scale, y0 * scale, x1 * scale, y1 * scale];
    const reach = radius + 0.5;
    const [fromY, toY] = [
      within(Math.min(ay, by) - reach, height),
      within(Math.max(ay, by) + reach, height),
    ];
    for (let y = fromY; y <= toY; y++) {
      const [start, end] = rowSpan(y + 0.5, reach, [ax, ay], [bx, by]);
      const [fromX, toX] = [within(start, width), within(end, width)];
      for (let x = fromX; x <= toX; x++) {
        const apart = distanceToSegment(x + 0.5, y + 0.5, ax, ay, bx, by);
        const alpha = Math.min(1, Math.max(0, radius + 0.5 - apart)) * Math.min(1, 2 * radius);
        const at = y * width + x;
        if (alpha > 0) stencil[at] = Math.max(stencil[at]!, Math.round(alpha * 255));
      }
      [left, right] = [Math.min(left, fromX), Math.max(right, toX + 1)];
    }
    [top, bottom] = [Math.min(top, fromY), Math.max(bottom, toY + 1)];
  });
  return { left, right, top, bottom };
}

/** The columns that a segment can reach in a row, so that a long diagonal costs its length, not its box. */
function rowSpan(
  y: number,
  reach: number,
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
): readonly [number, number] {
  const rise = by - ay;
  const at = (edge: number) => {
    const t = rise === 0 ? (edge < y ? 0 : 1) : (edge - ay) / rise;
    return ax + (bx - ax) * Math.min(1, Math.max(0, t));
  };
  const [one, other] = [at(y - reach), at(y + reach)];
  return [Math.min(one, other) - reach, Math.max(one, other) + reach];
}

/** Paint over paint: Porter & Duff's "over", in the ink layer. */
function lay(
  ink: Uint8Array,
  drawn: Uint8Array,
  i: number,
  colour: readonly number[],
  alpha: number,
): void {
  const under = drawn[i]! / 255 * (1 - alpha);
  const total = alpha + under;
  for (let channel = 0; channel < 3; channel++) {
    const at = i * 3 + channel;
    ink[at] = Math.round((colour[channel]! * alpha + ink[at]! * under) / total);
  }
  drawn[i] = Math.round(total * 255);
}

function distanceToSegment(
  x: number,
  y: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): number {
  const [dx, dy] = [bx - ax, by - ay];
  const square = dx * dx + dy * dy;
  const along = square === 0 ? 0 : ((x - ax) * dx + (y - ay) * dy) / square;
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

function within(value: number, count: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor(value)));
}
