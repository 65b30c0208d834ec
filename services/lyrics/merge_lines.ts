/**
 * Edits that were thought out on one text, made in another that people have changed meanwhile. A line
 * that is not there any more as it was then is left alone.
 */
export interface LineEdits {
  /** Lines to change, by their number in the text that was read; null removes the line. */
  readonly replace: ReadonlyMap<number, string | null>;
  /** Lines to put in, after the line of that number; −1 for the beginning. */
  readonly insert: ReadonlyMap<number, readonly string[]>;
}

export interface Merged {
  readonly text: string;
  /** Numbers of lines (of the text that was read) that somebody has changed since. */
  readonly leftAlone: readonly number[];
}

/** @param common pairs of places of lines that are in both texts, in order. */
export function mergeLines(
  read: readonly string[],
  now: readonly string[],
  common: readonly (readonly [number, number])[],
  { replace, insert }: LineEdits,
): Merged {
  const place = new Map(common);
  const leftAlone: number[] = [];
  const changed = new Map<number, string | null>();
  for (const [index, line] of replace) {
    const at = place.get(index);
    if (at === undefined) leftAlone.push(index);
    else if (line !== now[at]) changed.set(at, line);
  }
  const after = new Map<number, string[]>();
  for (const [index, lines] of insert) {
    const at = anchor(place, index, read.length, now.length);
    after.set(at, [...after.get(at) ?? [], ...lines]);
  }
  const merged = [...after.get(-1) ?? []];
  now.forEach((line, i) => {
    const wanted = changed.has(i) ? changed.get(i)! : line;
    if (wanted !== null) merged.push(wanted);
    merged.push(...after.get(i) ?? []);
  });
  return { text: merged.join("\n"), leftAlone: leftAlone.sort((a, b) => a - b) };
}

/** Where a line stands now, or the nearest line above it that still stands; the end stays the end. */
function anchor(
  place: ReadonlyMap<number, number>,
  index: number,
  readLength: number,
  nowLength: number,
): number {
  if (index >= readLength - 1) return nowLength - 1;
  for (let i = index; i >= 0; i--) {
    const at = place.get(i);
    if (at !== undefined) return at;
  }
  return -1;
}
