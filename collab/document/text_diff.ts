/** One place where a text becomes another: at `at` of the old text `remove` units go, `insert` comes. */
export interface TextChange {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
  /** Where `insert` stands in the new text. */
  readonly from: number;
}

/**
 * The changes that turn `before` into `after`, last place first, so that each can be made at the place
 * it names. Few and small: lines that are in both stay, and within changed lines what both begin and end
 * with. Places are UTF-16 units and never within a character.
 *
 * Lines are matched by Myers' "An O(ND) Difference Algorithm" (1986).
 */
export function diffText(before: string, after: string): readonly TextChange[] {
  const [old, now] = [lines(before), lines(after)];
  const changes: TextChange[] = [];
  let [at, from] = [0, 0];
  let [i, j] = [0, 0];
  for (const [nextOld, nextNow] of [...commonLines(old, now), [old.length, now.length] as const]) {
    const gone = old.slice(i, nextOld).join("");
    const come = now.slice(j, nextNow).join("");
    if (gone !== come) changes.push(trim(at, gone, from, come));
    const same = old[nextOld]?.length ?? 0;
    [at, from] = [at + gone.length + same, from + come.length + same];
    [i, j] = [nextOld + 1, nextNow + 1];
  }
  return changes.reverse();
}

/** With the line break at the end of each. */
function lines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function trim(at: number, gone: string, from: number, come: string): TextChange {
  const [old, now] = [[...gone], [...come]];
  const most = Math.min(old.length, now.length);
  let start = 0;
  while (start < most && old[start] === now[start]) start++;
  let end = 0;
  while (end < most - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const before = old.slice(0, start).join("").length;
  return {
    at: at + before,
    from: from + before,
    remove: old.slice(start, old.length - end).join("").length,
    insert: now.slice(start, now.length - end).join(""),
  };
}

/** Beyond so many lines that differ, what lies between the first and the last is replaced. */
const MAX_EDITS = 1000;

/** Pairs of places of lines that are in both, in order; as many as possible. */
export function commonLines(
  old: readonly string[],
  now: readonly string[],
): readonly (readonly [number, number])[] {
  let start = 0;
  const most = Math.min(old.length, now.length);
  while (start < most && old[start] === now[start]) start++;
  let end = 0;
  while (end < most - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const pairs: [number, number][] = [];
  for (let i = 0; i < start; i++) pairs.push([i, i]);
  const middle = myers(old.slice(start, old.length - end), now.slice(start, now.length - end));
  for (const [i, j] of middle) pairs.push([i + start, j + start]);
  for (let k = end; k > 0; k--) pairs.push([old.length - k, now.length - k]);
  return pairs;
}

function myers(a: readonly string[], b: readonly string[]): readonly [number, number][] {
  const furthest = new Map<number, number>([[1, 0]]);
  const trace: Map<number, number>[] = [];
  const isDown = (from: ReadonlyMap<number, number>, k: number, d: number) =>
    k === -d || (k !== d && (from.get(k - 1) ?? -1) < (from.get(k + 1) ?? -1));
  for (let d = 0; d <= Math.min(MAX_EDITS, a.length + b.length); d++) {
    trace.push(new Map(furthest));
    for (let k = -d; k <= d; k += 2) {
      let x = isDown(furthest, k, d) ? furthest.get(k + 1)! : furthest.get(k - 1)! + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      furthest.set(k, x);
      if (x >= a.length && x - k >= b.length) return backtrack(trace, a.length, b.length, isDown);
    }
  }
  return [];
}

function backtrack(
  trace: readonly ReadonlyMap<number, number>[],
  endX: number,
  endY: number,
  isDown: (from: ReadonlyMap<number, number>, k: number, d: number) => boolean,
): [number, number][] {
  const pairs: [number, number][] = [];
  let [x, y] = [endX, endY];
  for (let d = trace.length - 1; d >= 0; d--) {
    const from = trace[d]!;
    const k = x - y;
    const previousK = isDown(from, k, d) ? k + 1 : k - 1;
    const previousX = d === 0 ? 0 : from.get(previousK)!;
    const previousY = d === 0 ? 0 : previousX - previousK;
    while (x > previousX && y > previousY) pairs.push([--x, --y]);
    [x, y] = [previousX, previousY];
  }
  return pairs.reverse();
}
