import { onlyDeletes } from "./update_check.ts";

/**
 * Keeps one document under its size. It counts what comes in, which is more than what stays (updates
 * replace and delete), so it measures again where the count runs over, though not often: measuring
 * encodes the whole document.
 */
export class DocumentBudget {
  readonly #limitBytes: number;
  readonly #measure: () => number;
  readonly #now: () => number;
  #bytes: number;
  #measuredAt = -Infinity;

  /** @param bytes what the document came from. @param measure its encoded size now. */
  constructor(
    bytes: number,
    limitBytes: number,
    measure: () => number,
    now: () => number = () => performance.now(),
  ) {
    this.#bytes = bytes;
    this.#limitBytes = limitBytes;
    this.#measure = measure;
    this.#now = now;
  }

  /** Counts `update` in, or answers false. What only deletes always goes in. */
  admits(update: Uint8Array): boolean {
    const { byteLength } = update;
    if (this.#bytes + byteLength > this.#limitBytes && !onlyDeletes(update)) {
      if (this.#now() - this.#measuredAt < MEASURE_EVERY_MS) return false;
      this.#measuredAt = this.#now();
      this.#bytes = this.#measure();
      if (this.#bytes + byteLength > this.#limitBytes) return false;
    }
    this.#bytes += byteLength;
    return true;
  }
}

const MEASURE_EVERY_MS = 10_000;
