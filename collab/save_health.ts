import type { Sql } from "../db/client.ts";
import { writeProbe } from "../db/write_probe.ts";

/**
 * Whether what people write can be saved. A database that answers may still have no room left: once an
 * append has failed, only a real write that works makes it good again.
 */
export class SaveHealth {
  readonly #sql: Sql;
  #failure: unknown;
  #probing: Promise<void> | undefined;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** An append has failed. */
  failed(error: unknown): void {
    this.#failure = error;
  }

  /** @throws Error when nothing can be saved. Costs nothing where all goes well. */
  async check(): Promise<void> {
    if (this.#failure === undefined) return;
    await (this.#probing ??= this.#probe().finally(() => this.#probing = undefined));
  }

  async #probe(): Promise<void> {
    const before = this.#failure;
    try {
      await writeProbe(this.#sql);
    } catch (cause) {
      throw new Error("nothing can be saved", { cause });
    }
    if (this.#failure === before) this.#failure = undefined;
  }
}
