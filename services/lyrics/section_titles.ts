import type { SectionKind } from "./lines.ts";

/** Verses are counted where there are several; a chorus is the chorus. */
export function titleOf(
  kind: SectionKind,
  count: number,
  structure: readonly SectionKind[],
): string {
  const name = kind[0]!.toUpperCase() + kind.slice(1);
  const several = structure.filter((each) => each === kind).length > 1;
  return several && kind !== "chorus" ? `${name} ${count}` : name;
}
