/** One line of what a bench found. */
export function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`  ${line}\n`));
}

/** A figure against its bar. @param figure with its unit, as it is read. */
export function judge(what: string, figure: string, bar: string, kept: boolean): void {
  say(`${what}: ${figure} (bar: ${bar}): ${kept ? "kept" : "MISSED"}`);
}

export function mean<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0) / items.length;
}

export function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1]!;
}
