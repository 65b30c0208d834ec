/** Value noise on a lattice that repeats every `period` cells; the same everywhere, so all screens agree. */
export function noise2(x: number, y: number, periodX = 4096, periodY = 4096): number {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const fx = fade(x - x0);
  const fy = fade(y - y0);
  const at = (dx: number, dy: number) => lattice(wrap(x0 + dx, periodX), wrap(y0 + dy, periodY));
  const top = at(0, 0) + (at(1, 0) - at(0, 0)) * fx;
  const bottom = at(0, 1) + (at(1, 1) - at(0, 1)) * fx;
  return top + (bottom - top) * fy;
}

function fade(t: number): number {
  return t * t * (3 - 2 * t);
}

function wrap(value: number, period: number): number {
  return ((value % period) + period) % period;
}

/** 0 … 1 from two integers (an integer hash after Wang). */
function lattice(x: number, y: number): number {
  let hash = Math.imul(x, 374_761_393) + Math.imul(y, 668_265_263) | 0;
  hash = Math.imul(hash ^ (hash >>> 13), 1_274_126_177);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296;
}
