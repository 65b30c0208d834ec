import type { Sql } from "./client.ts";

export interface ListeningEvents {
  onMessage(payload: string): void;
  /** It is heard from here on. @param mayHaveMissed what was said before was not, for a while. */
  onHeard(mayHaveMissed: boolean): void;
  /** An attempt has failed; another follows. */
  onFailure(error: unknown): void;
}

const AGAIN_AFTER_MS = 100;
const AGAIN_AT_MOST_MS = 5000;

/**
 * A channel that is listened to, sooner or later: LISTEN is tried until it works. A connection that is
 * lost after that is opened again by the driver.
 */
export class Listening {
  /** Resolves once it is heard, or closed. */
  readonly begun: Promise<void>;
  readonly #closed = Promise.withResolvers<void>();
  #isClosed = false;
  #isHeard = false;
  #unlisten: (() => Promise<void>) | undefined;

  constructor(sql: Sql, channel: string, events: ListeningEvents) {
    this.begun = this.#try(sql, channel, events);
  }

  /** Whether it was ever heard. */
  get isHeard(): boolean {
    return this.#isHeard;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#closed.resolve();
    await this.#unlisten?.();
  }

  async #try(sql: Sql, channel: string, events: ListeningEvents): Promise<void> {
    let failures = 0;
    while (!this.#isClosed) {
      try {
        const listening = sql.listen(channel, events.onMessage, () => {
          events.onHeard(this.#isHeard || failures > 0);
          this.#isHeard = true;
        });
        await Promise.race([listening, this.#closed.promise]);
        if (this.#isClosed) return void listening.catch(() => {}); // ends with the pool
        ({ unlisten: this.#unlisten } = await listening);
        return;
      } catch (error) {
        events.onFailure(error);
        await this.#pause(Math.min(AGAIN_AT_MOST_MS, AGAIN_AFTER_MS * 2 ** failures++));
      }
    }
  }

  async #pause(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    await Promise.race([promise, this.#closed.promise]);
    clearTimeout(timer);
  }
}
