import { Buffer } from "node:buffer";
import { expect } from "expect";
import type { BusMessage } from "./bus.ts";
import { decodeMessage, encodeMessage } from "./bus_message.ts";

Deno.test("messages between processes arrive as they were, with who sent them", () => {
  const from = crypto.randomUUID();
  const messages: readonly BusMessage[] = [
    { kind: "update", bytes: Uint8Array.of(1, 2, 3) },
    { kind: "presence", bytes: Uint8Array.of(0) },
    { kind: "left", clients: [1, 4_294_967_295] },
    { kind: "who" },
    { kind: "tell", text: '{"type":"job.done","name":"Ølga 🎵"}' },
  ];
  for (const message of messages) {
    expect(decodeMessage(encodeMessage(from, message))).toEqual({ from, message });
  }
});

Deno.test("what is no message of ours is refused", () => {
  const bad = [[], [9, ...new Uint8Array(16)], [0, 1, 2], [2, ...new Uint8Array(16), 123]];
  for (const bytes of bad) expect(() => decodeMessage(Buffer.from(bytes))).toThrow();
});
