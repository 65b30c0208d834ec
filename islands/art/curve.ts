/** Drawn, not photographed: brush strokes as SVG paths for pages and covers. Pure; units are the picture's. */

/** x, y as fractions of the picture, pressure 0 … 1. */
export type ArtPoint = readonly [x: number, y: number, pressure: number];

export interface ArtStroke {
  readonly pigment: string;
  /** Width at full pressure, in picture units. */
  readonly size: number;
  readonly opacity?: number;
  readonly points: readonly ArtPoint[];
}

/** Catmull-Rom through the points, one sample about every `step` units: [x, y, pressure][] in picture units. */
export function sampleCurve(
  points: readonly ArtPoint[],
  width: number,
  height: number,
  step = 5,
): ArtPoint[] {
  const scaled = points.map(([x, y, pressure]): ArtPoint => [x * width, y * height, pressure]);
  const samples: ArtPoint[] = [];
  for (let i = 0; i < scaled.length - 1; i++) {
    const from = scaled[i]!;
    const to = scaled[i + 1]!;
    const before = scaled[i - 1] ?? from;
    const after = scaled[i + 2] ?? to;
    const count = Math.max(2, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / step));
    for (let k = 0; k < count; k++) {
      const t = k / count;
      const at = (axis: 0 | 1 | 2) => spline(before[axis], from[axis], to[axis], after[axis], t);
      samples.push([at(0), at(1), at(2)]);
    }
  }
  const last = scaled.at(-1);
  return last ? [...samples, last] : samples;
}

/** The closed outline of a brush drawn along `line`: it swells with pressure and tapers at both ends. */
export function outlinePath(line: readonly ArtPoint[], size: number): string {
  const left: string[] = [];
  const right: string[] = [];
  line.forEach(([x, y, pressure], i) => {
    const [ax, ay] = line[Math.max(0, i - 1)]!;
    const [bx, by] = line[Math.min(line.length - 1, i + 1)]!;
    const length = Math.hypot(bx - ax, by - ay) || 1;
    const taper = Math.min(1, Math.sqrt((i + .4) / 5), Math.sqrt((line.length - i) / 9));
    const radius = size * Math.max(.08, pressure) * taper / 2;
    const nx = -(by - ay) / length * radius;
    const ny = (bx - ax) / length * radius;
    left.push(`${round(x + nx)} ${round(y + ny)}`);
    right.push(`${round(x - nx)} ${round(y - ny)}`);
  });
  return `M${[...left, ...right.reverse()].join("L")}Z`;
}

/** A linear congruential generator (Numerical Recipes): the same seed draws the same picture. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => (state = (state * 1_664_525 + 1_013_904_223) >>> 0) / 4_294_967_296;
}

/** FNV-1a over the text: a seed for `seededRandom` from an id. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193) >>> 0;
  }
  return hash;
}

function spline(a: number, b: number, c: number, d: number, t: number): number {
  return .5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t +
    (3 * b - a - 3 * c + d) * t ** 3);
}

function round(value: number): string {
  return value.toFixed(1);
}
