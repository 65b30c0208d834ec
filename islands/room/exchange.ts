import { readMessage, syncMessage } from "./wire.ts";

/** Where this tab and the server stand on the present connection. */
export interface Standing {
  /** The server has said what it has and been answered, and has given what this tab lacked. */
  readonly whole: boolean;
  /** Messages with changes that it has not acknowledged, or has refused. */
  readonly unacknowledged: number;
}

export const NOT_CONNECTED: Standing = { whole: false, unacknowledged: 0 };

/** What the server takes is 1 MiB a message and 8 MiB under way; a slow line should see progress. */
const MESSAGE_BYTES = 256 * 1024;
const UNDER_WAY_BYTES = 1024 * 1024;
/** What naming an update's length may take. */
const LENGTH_BYTES = 4;

/**
 * Keeps the books of one connection, of which the stock provider keeps too few: it counts one answer for
 * all that was missing, so that an edit made while connecting is "synced" before it is saved, and it sends
 * what was missing as one message, of any size.
 *
 * Changes wait until the server has said what it has: the answer to that holds them. What is large goes in
 * pieces, the next ones as earlier ones are acknowledged, so that a line that breaks keeps what it got over.
 */
export class Exchange {
  readonly #send: (message: Uint8Array<ArrayBuffer>) => void;
  readonly #tell: (standing: Standing) => void;
  readonly #waiting: Uint8Array<ArrayBuffer>[] = [];
  /** Those that are cut already, whatever their size. */
  readonly #pieces = new WeakSet<Uint8Array>();
  #cutting = false;
  /** Sizes of the messages that the server will answer, in their order. */
  readonly #underWay: number[] = [];
  #bytesUnderWay = 0;
  #refused = 0;
  #asked = false;
  #given = false;

  /** @param send puts a message on the line. @param tell hears of every change. */
  constructor(
    send: (message: Uint8Array<ArrayBuffer>) => void,
    tell: (standing: Standing) => void,
  ) {
    this.#send = send;
    this.#tell = tell;
  }

  /** The provider wants this sent. */
  say(message: Uint8Array<ArrayBuffer>): void {
    const read = readMessage(message);
    if (read.kind !== "changes") return this.#send(message);
    if (!this.#asked) return;
    // It holds whatever was still to be sent, and what was refused.
    if (read.isAnswer) {
      this.#waiting.length = 0;
      this.#refused = 0;
    }
    this.#waiting.push(message);
    this.#sendOn();
  }

  /** The server sent this; the provider has not seen it yet. */
  hear(message: Uint8Array): void {
    const read = readMessage(message);
    if (read.kind === "question") this.#asked = true;
    else if (read.kind === "changes" && read.isAnswer) this.#given = true;
    else if (read.kind === "status") {
      this.#bytesUnderWay -= this.#underWay.shift() ?? 0;
      if (!read.taken) this.#refused++;
    } else return;
    this.#sendOn();
  }

  #sendOn(): void {
    for (let next; (next = this.#waiting[0]);) {
      const { byteLength } = next;
      if (byteLength > MESSAGE_BYTES && !this.#pieces.has(next)) {
        void this.#cut(next);
        break;
      }
      if (this.#underWay.length > 0 && this.#bytesUnderWay + byteLength > UNDER_WAY_BYTES) break;
      this.#waiting.shift();
      this.#underWay.push(byteLength);
      this.#bytesUnderWay += byteLength;
      this.#send(next);
    }
    this.#tell({
      whole: this.#asked && this.#given,
      unacknowledged: this.#waiting.length + this.#underWay.length + this.#refused,
    });
  }

  /** The knife comes when it is needed; did it not come, the next message asks for it again. */
  async #cut(message: Uint8Array<ArrayBuffer>): Promise<void> {
    const read = readMessage(message);
    if (this.#cutting || read.kind !== "changes") return;
    this.#cutting = true;
    try {
      const { splitUpdate } = await import("./split_update.ts");
      const roomBytes = MESSAGE_BYTES - read.head.byteLength - LENGTH_BYTES;
      const pieces = splitUpdate(read.update, roomBytes).map((piece) =>
        syncMessage(read.head, piece)
      );
      for (const piece of pieces) this.#pieces.add(piece);
      const at = this.#waiting.indexOf(message);
      if (at >= 0) this.#waiting.splice(at, 1, ...pieces);
    } catch {
      return; // it waits, and counts as unsaved
    } finally {
      this.#cutting = false;
    }
    this.#sendOn();
  }
}

/**
 * A WebSocket for the stock provider, with the books kept.
 * @param tell hears of the latest connection only. @param Base what it is made of.
 */
export function exchangingSocket(
  tell: (standing: Standing) => void,
  Base: typeof WebSocket = WebSocket,
): typeof WebSocket {
  let latest: WebSocket | null = null;
  return class extends Base {
    readonly #exchange: Exchange;

    constructor(url: string | URL) {
      super(url);
      latest = this;
      const tellIfLatest = (standing: Standing) => {
        if (latest === this && this.readyState === WebSocket.OPEN) tell(standing);
      };
      this.#exchange = new Exchange((message) => super.send(message), tellIfLatest);
      tell(NOT_CONNECTED);
      // Before the provider listens, so that its answers find the books ready.
      this.addEventListener("message", ({ data }) => this.#exchange.hear(new Uint8Array(data)));
      this.addEventListener("close", () => {
        if (latest === this) tell(NOT_CONNECTED);
      });
    }

    override send(message: Uint8Array<ArrayBuffer>): void {
      this.#exchange.say(message);
    }
  };
}
