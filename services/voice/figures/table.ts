/** A figure with its bar, as a line that a person reads. */
export interface Row {
  readonly what: string;
  /** With its unit. */
  readonly figure: string;
  readonly bar: string;
  readonly kept: boolean;
}

/** @param most the bar: the figure may be this at most. */
export function atMost(what: string, figure: number, most: number, unit: string): Row {
  const kept = figure <= most;
  return { what, figure: `${figure.toFixed(1)} ${unit}`, bar: `≤ ${most} ${unit}`, kept };
}

/** @param least the bar: the figure, a part of one, may be this at least. */
export function atLeast(what: string, figure: number, least: number): Row {
  const [percent, bar] = [figure, least].map((part) => (100 * part).toFixed(1));
  return { what, figure: `${percent} %`, bar: `≥ ${bar} %`, kept: figure >= least };
}

/** The rows in columns, a line each. */
export function table(rows: readonly Row[]): string {
  const width = (of: (row: Row) => string) => Math.max(...rows.map((row) => of(row).length));
  const [first, second] = [width(({ what }) => what), width(({ figure }) => figure)];
  return rows.map(({ what, figure, bar, kept }) =>
    `  ${what.padEnd(first)}  ${figure.padStart(second)}  ${bar}  ${kept ? "kept" : "MISSED"}\n`
  ).join("");
}
