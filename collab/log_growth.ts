import type { RoomLimits } from "./limits.ts";

type GrowthLimits = Pick<
  RoomLimits,
  "compactRows" | "compactBytes" | "compactRowsOnClose" | "compactQuietMs"
>;

/** Size of a log since the last snapshot. */
export interface LogSize {
  readonly rows: number;
  readonly bytes: number;
}

/** Whether a log that nobody works on is worth folding. */
export function isWorthFolding({ rows, bytes }: LogSize, limits: GrowthLimits): boolean {
  return rows >= limits.compactRowsOnClose || bytes >= limits.compactBytes;
}

/**
 * Watches the log of an open room, and has it folded when it is long: in a pause of those who work
 * there, because folding takes a processor from them; without waiting for one when it is very long.
 */
export class LogGrowth {
  readonly #limits: GrowthLimits;
  readonly #fold: () => void;
  #rows: number;
  #bytes: number;
  #grewAtMs = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(size: LogSize, limits: GrowthLimits, fold: () => void) {
    this.#rows = size.rows;
    this.#bytes = size.bytes;
    this.#limits = limits;
    this.#fold = fold;
  }

  grew(byteLength: number): void {
    this.#rows++;
    this.#bytes += byteLength;
    this.#grewAtMs = performance.now();
    if (this.#isTimes(VERY_LONG)) this.#foldNow();
    else if (this.#isTimes(1)) this.#pause ??= setTimeout(() => this.#look(), this.#quietMs);
  }

  /** The room closes. */
  close(): void {
    clearTimeout(this.#pause);
    if (isWorthFolding({ rows: this.#rows, bytes: this.#bytes }, this.#limits)) this.#fold();
  }

  #look(): void {
    const quietMs = performance.now() - this.#grewAtMs;
    if (quietMs >= this.#quietMs) this.#foldNow();
    else this.#pause = setTimeout(() => this.#look(), this.#quietMs - quietMs);
  }

  #foldNow(): void {
    clearTimeout(this.#pause);
    this.#pause = undefined;
    this.#rows = this.#bytes = 0;
    this.#fold();
  }

  #isTimes(times: number): boolean {
    const { compactRows, compactBytes } = this.#limits;
    return this.#rows >= times * compactRows || this.#bytes >= times * compactBytes;
  }

  get #quietMs(): number {
    return this.#limits.compactQuietMs;
  }
}

/** Times as long as one that waits for a pause. */
const VERY_LONG = 4;
