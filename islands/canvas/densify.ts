/** x, y in pixels, pressure. */
export type InkPoint = [x: number, y: number, pressure: number];

/** Pixels between two points of a drawn line; an edge wanders at about this grain. */
const SPACING = 6;
/** A stroke across a large screen many times over; more points than this are not worth their time. */
const MOST = 6000;

/**
 * Fills the gaps of a line with points on a centripetal-like Catmull-Rom curve through it, so that few stored
 * points still draw a round line.
 */
export function densify(points: readonly InkPoint[]): InkPoint[] {
  const dense: InkPoint[] = [];
  for (let i = 0; i < points.length - 1; i++) {
    const from = points[i]!;
    const to = points[i + 1]!;
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    const count = dense.length > MOST ? 1 : Math.max(1, Math.round(length / SPACING));
    const before = near(points[i - 1], from, length);
    const after = near(points[i + 2], to, length);
    for (let k = 0; k < count; k++) {
      const t = k / count;
      dense.push([
        curve(before[0], from[0], to[0], after[0], t),
        curve(before[1], from[1], to[1], after[1], t),
        from[2] + (to[2] - from[2]) * t,
      ]);
    }
  }
  const last = points.at(-1);
  if (last) dense.push(last);
  return dense;
}

/** A neighbour farther off than this step is long would throw the curve: it is drawn nearer. */
function near(neighbour: InkPoint | undefined, point: InkPoint, reach: number): InkPoint {
  if (!neighbour) return point;
  const distance = Math.hypot(neighbour[0] - point[0], neighbour[1] - point[1]);
  if (distance <= reach || distance === 0) return neighbour;
  const t = reach / distance;
  return [
    point[0] + (neighbour[0] - point[0]) * t,
    point[1] + (neighbour[1] - point[1]) * t,
    neighbour[2],
  ];
}

function curve(a: number, b: number, c: number, d: number, t: number): number {
  return .5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t +
    (3 * b - a - 3 * c + d) * t ** 3);
}
