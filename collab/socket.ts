import type { WebSocketLike } from "@hocuspocus/server";
import type { Log } from "../services/log.ts";
import { CLOSE, type Close } from "./document/close_codes.ts";
import { type FrameUpdate, inspectFrame } from "./frames.ts";
import type { RoomLimits } from "./limits.ts";

/** What the protocol does with one socket's messages. */
export interface SocketHandler {
  /** @returns whether the update is taken; else its message is handled like any other. */
  handleUpdate(update: FrameUpdate, messageBytes: number): boolean;
  handleMessage(frame: Uint8Array): void;
  handleClose(event: { code: number; reason: string }): void;
}

type SocketLimits = Pick<RoomLimits, "frameBytes" | "outboundBytes" | "inboundBytes" | "arrivalMs">;

/**
 * A client's WebSocket with the limits that the protocol has not: message size, what waits to be read
 * on either side, and the time to arrive. Whatever breaks one is closed at once, before its message is
 * handled.
 */
export class RoomSocket implements WebSocketLike {
  readonly #socket: WebSocket;
  readonly #limits: SocketLimits;
  readonly #log: Log;
  readonly #onClosed: (() => void)[] = [];
  #handler: SocketHandler | undefined;
  #arrival: ReturnType<typeof setTimeout> | undefined;
  #unhandledBytes = 0;
  #refused = false;

  constructor(socket: WebSocket, limits: SocketLimits, log: Log) {
    this.#socket = socket;
    this.#limits = limits;
    this.#log = log;
  }

  get readyState(): number {
    return this.#socket.readyState;
  }

  /** Never throws; a client that does not read what it is sent is closed. */
  send(data: Uint8Array<ArrayBuffer>): void {
    if (this.#refused || this.#socket.readyState !== WebSocket.OPEN) return;
    if (this.#socket.bufferedAmount > this.#limits.outboundBytes) this.refuse(CLOSE.slowReader);
    else this.#socket.send(data);
  }

  close(code = 1000, reason = ""): void {
    this.refuse({ code, reason });
  }

  /** Closes the socket and takes the client out of its rooms without waiting for its answer. */
  refuse(close: Pick<Close, "code" | "reason">, problem?: string): void {
    if (this.#refused) return;
    this.#refused = true;
    const { code, reason } = close;
    this.#log.info("socket closed", { code, reason, problem });
    if (this.#socket.readyState <= WebSocket.OPEN) this.#socket.close(code, reason);
    this.#leave({ code, reason });
  }

  /** `listener` runs once, when the socket is closed from either side. */
  onClosed(listener: () => void): void {
    if (this.#refused) listener();
    else this.#onClosed.push(listener);
  }

  /** The client is in a room. */
  arrived(): void {
    clearTimeout(this.#arrival);
  }

  /** A message of this many bytes has been dealt with. */
  handled(byteLength: number): void {
    this.#unhandledBytes = Math.max(0, this.#unhandledBytes - byteLength);
  }

  opened(handler: SocketHandler): void {
    this.#handler = handler;
    this.#arrival = setTimeout(
      () => this.refuse(CLOSE.unauthenticated, "no room entered in time"),
      this.#limits.arrivalMs,
    );
  }

  received(data: unknown): void {
    if (this.#refused) return;
    if (!(data instanceof ArrayBuffer)) {
      return this.refuse(CLOSE.malformed, "a text message");
    }
    if (data.byteLength > this.#limits.frameBytes) {
      const reason = `a message over ${this.#limits.frameBytes} bytes: send it as several updates`;
      return this.refuse({ ...CLOSE.tooLarge, reason }, `a message of ${data.byteLength} bytes`);
    }
    const frame = new Uint8Array(data);
    const found = inspectFrame(frame);
    if (found.kind === "problem") return this.refuse(found.close, found.problem);
    this.#unhandledBytes += frame.byteLength;
    if (this.#unhandledBytes > this.#limits.inboundBytes) return this.refuse(CLOSE.flood);
    const handler = this.#handler;
    if (found.kind === "update" && handler?.handleUpdate(found, frame.byteLength)) return;
    handler?.handleMessage(frame);
  }

  closed(event: { code: number; reason: string }): void {
    if (this.#refused) return;
    this.#refused = true;
    this.#leave(event);
  }

  #leave(event: { code: number; reason: string }): void {
    clearTimeout(this.#arrival);
    this.#handler?.handleClose(event);
    for (const listener of this.#onClosed.splice(0)) listener();
  }
}

/**
 * Answers an upgrade request; `accept` is called once the socket is open.
 * @throws TypeError when the request is no WebSocket upgrade.
 */
export function upgradeSocket(
  request: Request,
  limits: SocketLimits,
  log: Log,
  accept: (socket: RoomSocket) => SocketHandler,
): Response {
  const { socket, response } = Deno.upgradeWebSocket(request, { idleTimeout: 60 });
  socket.binaryType = "arraybuffer";
  const wrapped = new RoomSocket(socket, limits, log);
  socket.onopen = () => wrapped.opened(accept(wrapped));
  socket.onmessage = (event) => wrapped.received(event.data);
  socket.onclose = ({ code, reason }) => wrapped.closed({ code, reason });
  socket.onerror = () => {}; // a close event follows
  return response;
}
