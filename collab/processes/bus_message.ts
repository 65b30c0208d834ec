import { Buffer } from "node:buffer";
import type { BusMessage } from "./bus.ts";

/** On the wire: the kind, the sender's 16 bytes, the rest. */
const KINDS = ["update", "presence", "left", "who", "tell"] as const;
const HEADER_BYTES = 17;

export function encodeMessage(from: string, message: BusMessage): Buffer {
  const sender = Buffer.from(from.replaceAll("-", ""), "hex");
  return Buffer.concat([Uint8Array.of(KINDS.indexOf(message.kind)), sender, bodyOf(message)]);
}

/** @throws Error for what is no message. */
export function decodeMessage(data: Buffer): { from: string; message: BusMessage } {
  const kind = KINDS[data[0] ?? -1];
  if (data.length < HEADER_BYTES || kind === undefined) throw new Error("no message of ours");
  return {
    from: hyphenated(data.toString("hex", 1, HEADER_BYTES)),
    message: messageOf(kind, data.subarray(HEADER_BYTES)),
  };
}

function bodyOf(message: BusMessage): Uint8Array {
  switch (message.kind) {
    case "update":
    case "presence":
      return message.bytes;
    case "left":
      return Buffer.from(JSON.stringify(message.clients));
    case "tell":
      return Buffer.from(message.text);
    case "who":
      return new Uint8Array();
  }
}

function messageOf(kind: BusMessage["kind"], body: Buffer): BusMessage {
  switch (kind) {
    case "update":
    case "presence":
      return { kind, bytes: new Uint8Array(body) };
    case "left": {
      const clients: unknown = JSON.parse(body.toString());
      if (!Array.isArray(clients)) throw new Error("no list of clients");
      return { kind, clients: clients.filter((client) => typeof client === "number") };
    }
    case "tell":
      return { kind, text: body.toString() };
    case "who":
      return { kind };
  }
}

function hyphenated(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
