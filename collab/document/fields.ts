import * as Y from "yjs";

/** The latest instant a `Date` can hold. */
export const MAX_TIME_MS = 8.64e15;

/**
 * Reads one entry of the document, whose fields anybody may have written: a field of the wrong type or
 * out of its range is as good as absent.
 */
export class Fields {
  readonly #map: Y.Map<unknown>;

  private constructor(map: Y.Map<unknown>) {
    this.#map = map;
  }

  /** Undefined when the entry is no map at all or its id is unusable. */
  static of(id: string, value: unknown): Fields | undefined {
    return value instanceof Y.Map && id.length >= 1 && id.length <= 64
      ? new Fields(value)
      : undefined;
  }

  raw(name: string): unknown {
    return this.#map.get(name);
  }

  text(name: string, maxLength: number): string | undefined {
    const value = this.#map.get(name);
    return typeof value === "string" ? value.slice(0, maxLength) : undefined;
  }

  /** A reference to something by id. */
  id(name: string): string | undefined {
    const value = this.text(name, 65);
    return value && value.length <= 64 ? value : undefined;
  }

  number(name: string, min: number, max: number): number | undefined {
    const value = this.#map.get(name);
    return typeof value === "number" && value >= min && value <= max ? value : undefined;
  }

  /** Like `number`, but a finite number out of range is moved to the nearer end. */
  clamped(name: string, min: number, max: number): number | undefined {
    const value = this.#map.get(name);
    return typeof value === "number" && Number.isFinite(value)
      ? Math.min(max, Math.max(min, value))
      : undefined;
  }

  flag(name: string): boolean {
    return this.#map.get(name) === true;
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const value = this.#map.get(name);
    return allowed.find((item) => item === value);
  }

  bytes(name: string, maxLength: number): Uint8Array | undefined {
    const value = this.#map.get(name);
    return value instanceof Uint8Array && value.byteLength <= maxLength ? value : undefined;
  }
}
