import type { Spot } from "./space.ts";

export interface Line {
  /** x, y, x, y, … */
  readonly line: Float32Array;
  readonly halfWidth: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Whether a round tip of radius `reach` at `at` touches the stroke. */
export function touches({ line, halfWidth, ...box }: Line, at: Spot, reach: number): boolean {
  if (at.x < box.left - reach || at.x > box.right + reach) return false;
  if (at.y < box.top - reach || at.y > box.bottom + reach) return false;
  const near = (halfWidth + reach) ** 2;
  if (line.length === 2) return (at.x - line[0]!) ** 2 + (at.y - line[1]!) ** 2 <= near;
  for (let i = 0; i + 3 < line.length; i += 2) {
    if (squaredDistance(at, line[i]!, line[i + 1]!, line[i + 2]!, line[i + 3]!) <= near) {
      return true;
    }
  }
  return false;
}

/** Where the vertical at `x` first meets the middle line: its y, or null. */
export function crossing({ line, left, right }: Line, x: number): number | null {
  if (x < left || x > right) return null;
  for (let i = 0; i + 3 < line.length; i += 2) {
    const [x0, x1] = [line[i]!, line[i + 2]!];
    if ((x - x0) * (x - x1) > 0) continue;
    const along = x1 === x0 ? 0 : (x - x0) / (x1 - x0);
    return line[i + 1]! + (line[i + 3]! - line[i + 1]!) * along;
  }
  return null;
}

function squaredDistance({ x, y }: Spot, ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax;
  const dy = by - ay;
  const squared = dx * dx + dy * dy;
  const t = squared === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / squared));
  return (x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2;
}
