import { z } from "zod";
import type { Sql } from "../../db/client.ts";
import { Listening } from "../../db/listening.ts";
import type { Log } from "../../services/log.ts";

const CHANNEL = "rooms";

const Id = z.uuid();
const Signal = z.discriminatedUnion("type", [
  z.object({ type: z.literal("logged"), projects: z.array(Id).max(150) }),
  z.object({ type: z.literal("tell"), project: Id, message: z.string() }),
  z.object({
    type: z.literal("close user"),
    project: Id.nullable(),
    user: Id,
    reason: z.string(),
  }),
  z.object({ type: z.literal("close session"), session: Id, reason: z.string() }),
  z.object({ type: z.literal("roles"), project: Id }),
]);

/** What one process says to all others. */
export type Signal = z.infer<typeof Signal>;

/** Without `from` it is the database itself that says so, with a change of who may do what. */
const Envelope = z.object({ from: Id.optional(), signal: Signal });

/** PostgreSQL's NOTIFY takes less than 8000 bytes. */
const MAX_BYTES = 7900;
const ATTEMPTS = 5;
const AGAIN_AFTER_MS = 200;

/**
 * One channel to every process on the same database, by LISTEN and NOTIFY. What is said while a
 * process does not hear is lost to it; it is told that it may have missed something.
 */
export class Signals {
  readonly #sql: Sql;
  readonly #log: Log;
  readonly #self: string;
  readonly #sending = new Set<Promise<void>>();
  #listening: Listening | undefined;

  constructor(deps: { readonly sql: Sql; readonly log: Log; readonly self: string }) {
    this.#sql = deps.sql;
    this.#log = deps.log;
    this.#self = deps.self;
  }

  /**
   * Resolves once the others are heard, which is tried until it works, or with `close`.
   * @param onGap after the connection was lost and found again, or found late.
   */
  async listen(onSignal: (signal: Signal) => void, onGap: () => void): Promise<void> {
    this.#listening = new Listening(this.#sql, CHANNEL, {
      onMessage: (payload) => {
        const signal = this.#open(payload);
        if (signal) onSignal(signal);
      },
      onHeard: (mayHaveMissed) => {
        if (mayHaveMissed) onGap();
      },
      onFailure: (error) => this.#log.error("other processes are not heard", { error }),
    });
    await this.#listening.begun;
  }

  /** Whether the others were ever heard. */
  get areHeard(): boolean {
    return this.#listening?.isHeard ?? false;
  }

  /** Resolves when it is said, or cannot be: that is logged. */
  send(signal: Signal): Promise<void> {
    const sent = this.#send(signal).finally(() => this.#sending.delete(sent));
    this.#sending.add(sent);
    return sent;
  }

  async close(): Promise<void> {
    await Promise.all(this.#sending);
    await this.#listening?.close();
  }

  async #send(signal: Signal): Promise<void> {
    const payload = JSON.stringify({ from: this.#self, signal });
    for (let attempt = 1;; attempt++) {
      try {
        if (payload.length > MAX_BYTES) throw new RangeError("too much for one signal");
        await this.#sql.notify(CHANNEL, payload);
        return;
      } catch (error) {
        if (attempt === ATTEMPTS || error instanceof RangeError) {
          this.#log.error("other processes were not told", { signal: signal.type, error });
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, attempt * AGAIN_AFTER_MS));
      }
    }
  }

  #open(payload: string): Signal | undefined {
    try {
      const { from, signal } = Envelope.parse(JSON.parse(payload));
      return from === this.#self ? undefined : signal;
    } catch (error) {
      this.#log.warn("a signal that is none", { error });
      return undefined;
    }
  }
}
