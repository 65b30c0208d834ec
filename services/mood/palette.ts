import { chromaOf, difference, fromOklab, type Oklab, toHex } from "./colour.ts";
import { nameColour } from "./colour_names.ts";
import type { Measured } from "./measure.ts";
import { nearestPigment, type PigmentName } from "./pigments.ts";

export interface PaletteColour {
  readonly hex: string;
  /** A plain English name. */
  readonly name: string;
  /** 0..1; a palette's shares sum to 1. */
  readonly share: number;
  readonly pigment: PigmentName;
}

const MOST = 8;
const FEWEST = 5;
/** Clusters nearer than this are one colour to the eye. */
const SAME = 0.07;
/** Vivid colours count as accents down to this share, others down to four times it. */
const ACCENT_SHARE = 0.006;
const ROUNDS = 12;

/**
 * Five to eight colours (fewer when the picture has fewer), largest first: k-means in OKLab over the
 * colours that occur, started from the most frequent one and then always from the one farthest from
 * those chosen, so that it is deterministic. Empty when nothing is painted.
 */
export function paletteOf({ pixels, colours }: Measured): readonly PaletteColour[] {
  const points = histogram(colours, pixels.weight);
  if (points.length === 0) return [];
  const total = points.reduce((sum, { weight }) => sum + weight, 0);
  let clusters = merge(kMeans(points, seeds(points)), SAME);
  const large = clusters.filter(({ colour, weight }) =>
    weight / total >= ACCENT_SHARE * (chromaOf(colour) > 0.12 ? 1 : 4)
  );
  if (large.length >= Math.min(FEWEST, clusters.length)) clusters = large;
  clusters = clusters.toSorted((one, other) => other.weight - one.weight).slice(0, MOST);
  clusters = joinNamesakes(clusters);
  const shown = clusters.reduce((sum, { weight }) => sum + weight, 0);
  return clusters.map(({ colour, weight }) => ({
    hex: toHex(...fromOklab(colour)),
    name: nameColour(colour),
    share: weight / shown,
    pigment: nearestPigment(colour),
  }));
}

interface Point {
  readonly colour: Oklab;
  readonly weight: number;
}

/** While there are more than enough, colours that go by one name become one. */
function joinNamesakes(clusters: readonly Point[]): Point[] {
  const left = [...clusters];
  for (let i = left.length - 1; i > 0 && left.length > FEWEST; i--) {
    const name = nameColour(left[i]!.colour);
    const elder = left.findIndex(({ colour }) => nameColour(colour) === name);
    if (elder === i) continue;
    left[elder] = mix(left[elder]!, left[i]!);
    left.splice(i, 1);
  }
  return left.toSorted((one, other) => other.weight - one.weight);
}

/** Pixels gathered into cells of OKLab, each at the mean of its pixels; in order of first appearance. */
function histogram(colours: readonly Oklab[], weights: Uint8Array): Point[] {
  const cells = new Map<number, [number, number, number, number]>();
  colours.forEach(([l, a, b], i) => {
    const weight = weights[i]! / 255;
    if (weight === 0) return;
    const key = Math.floor(l * 32) * 4096 + Math.floor((a + 0.5) * 48) * 64 +
      Math.floor((b + 0.5) * 48);
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, [l * weight, a * weight, b * weight, weight]);
    else {
      cell[0] += l * weight;
      cell[1] += a * weight;
      cell[2] += b * weight;
      cell[3] += weight;
    }
  });
  return [...cells.values()].map(([l, a, b, weight]) => ({
    colour: [l / weight, a / weight, b / weight],
    weight,
  }));
}

/** Farthest-first, where rare colours count for less. */
function seeds(points: readonly Point[]): Oklab[] {
  let next = points.reduce((most, point) => point.weight > most.weight ? point : most);
  const chosen: Oklab[] = [];
  const apart = points.map(() => Infinity);
  for (let k = 0; k < MOST + 2; k++) {
    chosen.push(next.colour);
    let best = 0;
    points.forEach((point, i) => {
      apart[i] = Math.min(apart[i]!, difference(point.colour, chosen[k]!));
      const score = apart[i]! * Math.sqrt(point.weight);
      if (score > best) [best, next] = [score, point];
    });
    if (best === 0) break;
  }
  return chosen;
}

function kMeans(points: readonly Point[], start: readonly Oklab[]): Point[] {
  let centres: readonly Point[] = start.map((colour) => ({ colour, weight: 0 }));
  for (let round = 0; round < ROUNDS; round++) {
    const sums = centres.map((): [number, number, number, number] => [0, 0, 0, 0]);
    for (const { colour, weight } of points) {
      let nearest = 0;
      let least = Infinity;
      centres.forEach((centre, k) => {
        const apart = difference(colour, centre.colour);
        if (apart < least) [least, nearest] = [apart, k];
      });
      const sum = sums[nearest]!;
      for (let i = 0; i < 3; i++) sum[i]! += colour[i]! * weight;
      sum[3] += weight;
    }
    centres = sums.filter(([, , , weight]) => weight > 0).map(([l, a, b, weight]) => ({
      colour: [l / weight, a / weight, b / weight],
      weight,
    }));
  }
  return [...centres];
}

/** Joins the two nearest clusters again and again while they are nearer than `limit`. */
function merge(clusters: readonly Point[], limit: number): Point[] {
  const left = [...clusters];
  for (;;) {
    let pair: [number, number] | undefined;
    let least = limit;
    for (let i = 0; i < left.length; i++) {
      for (let k = i + 1; k < left.length; k++) {
        const apart = difference(left[i]!.colour, left[k]!.colour);
        if (apart < least) [least, pair] = [apart, [i, k]];
      }
    }
    if (pair === undefined) return left;
    const joined = mix(left[pair[0]]!, left[pair[1]]!);
    left.splice(pair[1], 1);
    left[pair[0]] = joined;
  }
}

function mix(one: Point, other: Point): Point {
  const weight = one.weight + other.weight;
  const of = (k: 0 | 1 | 2) =>
    (one.colour[k] * one.weight + other.colour[k] * other.weight) / weight;
  return { colour: [of(0), of(1), of(2)], weight };
}
