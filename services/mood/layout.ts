import type { Measured } from "./measure.ts";

/** How a picture is built, apart from its colours. */
export interface Layout {
  /** Centre of visual weight: 0,0 top left … 1,1 bottom right. */
  readonly centre: { readonly x: number; readonly y: number };
  /** −1 … 1: how alike the left and the right half are; 1 mirrored, near 0 unrelated. */
  readonly symmetry: number;
  /** Share of the picture where nothing happens, 0..1. */
  readonly emptySpace: number;
  /** Share of visual weight near the four points of the thirds, over what chance gives: 1 is chance. */
  readonly thirds: number;
  /** Height of a horizon, 0 top … 1 bottom; null when there is none. */
  readonly horizon: number | null;
}

const CELLS = 12;
/** Mean edge magnitude below which a cell is empty. */
const CALM_EDGE = 0.035;
/** Half the side of the square round each point of the thirds, of the picture's side. */
const NEAR = 1 / 9;

export function layoutOf(measured: Measured): Layout {
  const { pixels: { width, height } } = measured;
  const weight = visualWeight(measured);
  return {
    centre: centroid(weight, width, height),
    symmetry: leftRight(measured),
    emptySpace: emptyShare(measured),
    thirds: thirdsShare(weight, width, height),
    horizon: horizonOf(measured),
  };
}

/** What catches the eye: edges, and colour or light that differs from the rest. */
function visualWeight({ colours, edges, pixels: { weight } }: Measured): Float64Array {
  const mean = [0, 0, 0];
  for (const colour of colours) for (let k = 0; k < 3; k++) mean[k]! += colour[k]! / colours.length;
  return edges.map((edge, i) => {
    const [l, a, b] = colours[i]!;
    const apart = Math.hypot(l - mean[0]!, a - mean[1]!, b - mean[2]!);
    return weight[i]! / 255 * (edge + apart);
  });
}

function centroid(
  weight: Float64Array,
  width: number,
  height: number,
): { readonly x: number; readonly y: number } {
  let sum = 0, x = 0, y = 0;
  weight.forEach((w, i) => {
    sum += w;
    x += w * (i % width + 0.5);
    y += w * (Math.floor(i / width) + 0.5);
  });
  return sum < 1e-6 ? { x: 0.5, y: 0.5 } : { x: x / sum / width, y: y / sum / height };
}

/** Correlation of lightness with its mirror image; a flat picture is its own mirror. */
function leftRight({ lightness, pixels: { width, height } }: Measured): number {
  const mean = lightness.reduce((sum, value) => sum + value, 0) / lightness.length;
  let same = 0, all = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const here = lightness[y * width + x]! - mean;
      same += here * (lightness[y * width + width - 1 - x]! - mean);
      all += here * here;
    }
  }
  return all / lightness.length < 1e-5 ? 1 : same / all;
}

function emptyShare({ edges, pixels: { width, height } }: Measured): number {
  const sums = new Float64Array(CELLS * CELLS);
  const counts = new Float64Array(CELLS * CELLS);
  edges.forEach((edge, i) => {
    const row = Math.floor(Math.floor(i / width) * CELLS / height);
    const cell = row * CELLS + Math.floor(i % width * CELLS / width);
    sums[cell]! += edge;
    counts[cell]!++;
  });
  const filled = counts.filter((count) => count > 0).length;
  const empty =
    sums.filter((sum, cell) => counts[cell]! > 0 && sum / counts[cell]! < CALM_EDGE).length;
  return empty / filled;
}

function thirdsShare(weight: Float64Array, width: number, height: number): number {
  const near = (at: number, side: number) =>
    [1 / 3, 2 / 3].some((third) => Math.abs((at + 0.5) / side - third) < NEAR);
  let inside = 0, sum = 0, area = 0;
  weight.forEach((w, i) => {
    sum += w;
    if (!near(i % width, width) || !near(Math.floor(i / width), height)) return;
    inside += w;
    area++;
  });
  return sum < 1e-6 || area === 0 ? 1 : inside / sum / (area / weight.length);
}

/**
 * The row where the picture changes from one light to another over most of its width: the highest mean
 * vertical step that at least two thirds of the columns take in the same direction.
 */
function horizonOf({ lightness, pixels: { width, height } }: Measured): number | null {
  const reach = Math.max(1, Math.round(height / 32));
  let best = 0.06;
  let at: number | null = null;
  for (let y = 2 * reach; y < height - 2 * reach; y++) {
    let sum = 0, up = 0;
    for (let x = 0; x < width; x++) {
      const step = lightness[(y + reach) * width + x]! - lightness[(y - reach) * width + x]!;
      sum += step;
      if (step > 0) up++;
    }
    const agreed = Math.max(up, width - up) / width;
    const strength = Math.abs(sum) / width;
    if (agreed < 2 / 3 || strength <= best) continue;
    best = strength;
    at = (y + 0.5) / height;
  }
  return at;
}
