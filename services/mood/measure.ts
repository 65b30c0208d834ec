import { brightnessOf, chromaOf, hueOf, lightnessOf, type Oklab, oklab } from "./colour.ts";
import { COLOUR_FAMILIES, type ColourFamily, familyOf } from "./colour_families.ts";
import { huePleasure, hueWarmth } from "./hue.ts";
import type { WeightedPixels } from "./working_size.ts";

/** Colour statistics of a picture, or of any part of it. */
export interface ColourStatistics {
  /** Mean L*, 0 black … 1 white. */
  readonly lightness: number;
  /** The same as it is seen, with vivid colours lighter than grey ones ({@link brightnessOf}). */
  readonly brightness: number;
  /** Standard deviation of L*: 0 flat … .5 half black, half white. */
  readonly contrast: number;
  /** Mean OKLab chroma on the scale of {@link FULL_CHROMA}: 0 grey … 1 as vivid as a screen can. */
  readonly saturation: number;
  /** Hasler & Süsstrunk 2003, sRGB bytes: 0 none, 33 averagely, 82 highly, 109 extremely colourful. */
  readonly colourfulness: number;
  /** −1 cool (blue) … 1 warm (orange); near 0 for greys and for mixtures. */
  readonly warmth: number;
  /** −1 … 1, how pleasant its hues are ({@link huePleasure}), less the greyer it is. */
  readonly huePleasure: number;
  /** Share of pixels that lie on an edge, 0..1. */
  readonly edgeDensity: number;
  /** Share of each colour family; they sum to 1. */
  readonly families: Readonly<Record<ColourFamily, number>>;
}

/** A measured picture: colours per pixel, and sums per tile that add up to any part of it. */
export interface Measured {
  readonly pixels: WeightedPixels;
  readonly colours: readonly Oklab[];
  /** L* per pixel, 0..1. */
  readonly lightness: Float64Array;
  /** Sobel magnitude of L* per pixel, 0..1. */
  readonly edges: Float64Array;
  /** {@link TILES} × TILES sums, rows first. */
  readonly tiles: readonly Float64Array[];
}

/** Tiles a side: small enough to differ, large enough to mean something. */
export const TILES = 4;

/** The chroma that counts as fully saturated; only the primaries of a screen exceed it. */
const FULL_CHROMA = 0.25;
/** Greys below this mean chroma have no temperature. */
const TINTED_CHROMA = 0.06;
/** Sobel magnitude of an edge that is seen as one. */
const EDGE = 0.12;

/** Positions in a tile's sums; the colour families follow from {@link FAMILIES} on. */
const WEIGHT = 0, L = 1, LL = 2, S = 3, RG = 4, RG2 = 5, YB = 6, YB2 = 7, E = 8, C = 9, WARM = 10;
const PLEASURE = 11, B = 12, FAMILIES = 13;
const FIELDS = FAMILIES + COLOUR_FAMILIES.length;

export function measure(pixels: WeightedPixels): Measured {
  const { width, height, data, weight } = pixels;
  const count = width * height;
  const lightness = new Float64Array(count);
  const colours: Oklab[] = new Array(count);
  for (let i = 0; i < count; i++) {
    const r = data[i * 3]!, g = data[i * 3 + 1]!, b = data[i * 3 + 2]!;
    lightness[i] = lightnessOf(r, g, b);
    colours[i] = oklab(r, g, b);
  }
  const edges = sobel(lightness, width, height);
  const tiles = Array.from({ length: TILES * TILES }, () => new Float64Array(FIELDS));
  for (let y = 0; y < height; y++) {
    const tileRow = Math.floor(y * TILES / height) * TILES;
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const w = weight[i]! / 255;
      if (w === 0) continue;
      const tile = tiles[tileRow + Math.floor(x * TILES / width)]!;
      const r = data[i * 3]!, g = data[i * 3 + 1]!, b = data[i * 3 + 2]!;
      const colour = colours[i]!;
      const chroma = chromaOf(colour);
      const hue = hueOf(colour);
      const rg = r - g;
      const yb = (r + g) / 2 - b;
      const family = FAMILIES + COLOUR_FAMILIES.indexOf(familyOf(colour));
      tile[WEIGHT]! += w;
      tile[L]! += w * lightness[i]!;
      tile[LL]! += w * lightness[i]! ** 2;
      tile[B]! += w * brightnessOf(lightness[i]!, colour);
      tile[S]! += w * Math.min(1, chroma / FULL_CHROMA);
      tile[RG]! += w * rg;
      tile[RG2]! += w * rg * rg;
      tile[YB]! += w * yb;
      tile[YB2]! += w * yb * yb;
      // Steep but smooth, so that a hair's breadth of blur does not decide.
      tile[E]! += w / (1 + Math.exp(-(edges[i]! - EDGE) / (EDGE / 4)));
      tile[C]! += w * chroma;
      tile[WARM]! += w * chroma * hueWarmth(hue);
      tile[PLEASURE]! += w * chroma * huePleasure(hue, lightness[i]!);
      tile[family]! += w;
    }
  }
  return { pixels, colours, lightness, edges, tiles };
}

/** The statistics of a picture with nothing in it. */
export const NOTHING: ColourStatistics = {
  lightness: 1,
  brightness: 1,
  contrast: 0,
  saturation: 0,
  colourfulness: 0,
  warmth: 0,
  huePleasure: 0,
  edgeDensity: 0,
  families: Object.fromEntries(
    COLOUR_FAMILIES.map((name) => [name, name === "white" ? 1 : 0]),
  ) as Record<ColourFamily, number>,
};

/** The statistics of some tiles taken together; undefined where none of them has anything in it. */
export function summarise(tiles: readonly Float64Array[]): ColourStatistics | undefined {
  const sum = new Float64Array(FIELDS);
  for (const tile of tiles) for (let i = 0; i < FIELDS; i++) sum[i]! += tile[i]!;
  const total = sum[WEIGHT]!;
  if (total < 0.5) return undefined;
  const mean = (field: number) => sum[field]! / total;
  const variance = (field: number, square: number) => Math.max(0, mean(square) - mean(field) ** 2);
  const tinted = Math.min(1, mean(C) / TINTED_CHROMA) / Math.max(1e-9, mean(C));
  return {
    lightness: mean(L),
    brightness: mean(B),
    contrast: Math.sqrt(variance(L, LL)),
    saturation: mean(S),
    colourfulness: Math.sqrt(variance(RG, RG2) + variance(YB, YB2)) +
      0.3 * Math.hypot(mean(RG), mean(YB)),
    warmth: mean(WARM) * tinted,
    huePleasure: mean(PLEASURE) * tinted,
    edgeDensity: Math.max(0, mean(E) - EDGE_FLOOR) / (1 - EDGE_FLOOR),
    families: Object.fromEntries(
      COLOUR_FAMILIES.map((name, index) => [name, mean(FAMILIES + index)]),
    ) as Record<ColourFamily, number>,
  };
}

/** What the smooth step gives a pixel without any edge. */
const EDGE_FLOOR = 1 / (1 + Math.exp(4));

/** Gradient magnitude by Sobel's operator, scaled so that a black-to-white step is 1; borders repeat. */
function sobel(values: Float64Array, width: number, height: number): Float64Array {
  const magnitude = new Float64Array(values.length);
  for (let y = 0; y < height; y++) {
    const above = Math.max(0, y - 1) * width;
    const here = y * width;
    const below = Math.min(height - 1, y + 1) * width;
    for (let x = 0; x < width; x++) {
      const left = Math.max(0, x - 1);
      const right = Math.min(width - 1, x + 1);
      const a = values[above + left]!, c = values[above + right]!;
      const g = values[below + left]!, i = values[below + right]!;
      const across = c + 2 * values[here + right]! + i - a - 2 * values[here + left]! - g;
      const down = g + 2 * values[below + x]! + i - a - 2 * values[above + x]! - c;
      magnitude[here + x] = Math.min(1, Math.hypot(across, down) / 4);
    }
  }
  return magnitude;
}
