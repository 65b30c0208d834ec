/** A seeded stream of decisions. One per decision, so that a change of one moves no other. */
export interface Stream {
  /** Uniform in [0, 1). */
  next(): number;
  chance(probability: number): boolean;
  /** Uniform integer in [0, count). */
  below(count: number): number;
  pick<T>(items: readonly T[]): T;
  /** Draws by weight; weights need not sum to one. */
  weighted<T>(items: readonly T[], weight: (item: T) => number): T;
  /** Zero mean, unit variance. */
  gauss(): number;
}

/**
 * The stream of one named decision: FNV-1a over `seed/path…`, an avalanche, then mulberry32.
 * Gaussian values are sums of twelve uniforms, which only add: the same on every processor.
 */
export function stream(seed: number, ...path: readonly (string | number)[]): Stream {
  const next = mulberry32(avalanche(fnv1a(`${seed}/${path.join("/")}`)));
  const below = (count: number) => Math.floor(next() * count);
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick: (items) => itemAt(items, below(items.length)),
    weighted(items, weight) {
      const total = items.reduce((sum, item) => sum + weight(item), 0);
      let rest = next() * total;
      for (const item of items) {
        rest -= weight(item);
        if (rest < 0) return item;
      }
      return itemAt(items, items.length - 1);
    },
    gauss() {
      let sum = -6;
      for (let i = 0; i < 12; i++) sum += next();
      return sum;
    },
  };
}

function itemAt<T>(items: readonly T[], index: number): T {
  if (items.length === 0) throw new RangeError("cannot draw from an empty list");
  return items[index] as T;
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

function avalanche(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
