import { expect } from "expect";
import * as Y from "yjs";
import { roots } from "../../collab/document/schema.ts";
import { until } from "../../tests/fixtures/until.ts";
import { Exchange, NOT_CONNECTED, type Standing } from "./exchange.ts";
import { readMessage, syncMessage } from "./wire.ts";

const [ANSWER, EDIT] = [1, 2];
const QUESTION = message(0, 0, 0);
const GIVEN = changes(ANSWER, new Uint8Array([0, 0]));
const [TAKEN, REFUSED] = [message(8, 1), message(8, 0)];

Deno.test("an edit made before the server has said what it has is in the answer to that, and sent once", () => {
  const { exchange, sent, standing } = begin();
  exchange.say(changes(EDIT, words("while connecting")));
  expect(sent).toEqual([]);
  exchange.hear(QUESTION);
  exchange.say(changes(ANSWER, words("all of it")));
  exchange.hear(GIVEN);
  expect(sent.length).toBe(1);
  expect(standing()).toEqual({ whole: true, unacknowledged: 1 });
  exchange.hear(TAKEN);
  expect(standing()).toEqual({ whole: true, unacknowledged: 0 });
});

Deno.test("each of several edits has its own acknowledgement", () => {
  const { exchange, standing } = entered();
  for (const text of ["a", "b", "c"]) exchange.say(changes(EDIT, words(text)));
  exchange.hear(TAKEN);
  exchange.hear(TAKEN);
  expect(standing().unacknowledged).toBe(1);
});

Deno.test("what is refused stays unsaved until the server asks again and takes the answer", () => {
  const { exchange, standing } = entered();
  exchange.say(changes(EDIT, words("a")));
  exchange.hear(REFUSED);
  expect(standing().unacknowledged).toBe(1);
  exchange.hear(QUESTION);
  exchange.say(changes(ANSWER, words("a")));
  expect(standing().unacknowledged).toBe(1);
  exchange.hear(TAKEN);
  expect(standing().unacknowledged).toBe(0);
});

Deno.test("what is large goes in pieces, a mebibyte under way at most, and what comes after waits behind it", async () => {
  const { exchange, sent, standing } = entered();
  const large = words("Salt on the window. ".repeat(150_000));
  exchange.say(changes(EDIT, large));
  exchange.say(changes(EDIT, words("after")));
  expect(standing().unacknowledged).toBe(2);
  await until("it is cut", () => sent.length > 0);
  expect(sizeOf(sent)).toBeLessThanOrEqual(1024 * 1024);
  let heard = 0;
  for (; heard < sent.length; heard++) {
    expect(standing().unacknowledged).toBeGreaterThan(0);
    exchange.hear(TAKEN);
    expect(sizeOf(sent.slice(heard + 1))).toBeLessThanOrEqual(1024 * 1024);
  }
  expect(standing()).toEqual({ whole: true, unacknowledged: 0 });
  const [doc, other] = [new Y.Doc(), new Y.Doc()];
  Y.applyUpdate(doc, large);
  for (const each of sent) {
    const read = readMessage(each);
    if (read.kind === "changes") Y.applyUpdate(other, read.update);
  }
  expect(roots(other).lyrics.length).toBe(roots(doc).lyrics.length + "after".length);
});

Deno.test("what is no change passes as it is", () => {
  const { exchange, sent } = begin();
  const presence = message(1, 2, 3, 4);
  exchange.say(presence);
  expect(sent).toEqual([presence]);
});

function begin() {
  const sent: Uint8Array[] = [];
  let standing: Standing = NOT_CONNECTED;
  const exchange = new Exchange((each) => sent.push(each), (next) => standing = next);
  return { exchange, sent, standing: () => standing };
}

function entered() {
  const begun = begin();
  begun.exchange.hear(QUESTION);
  begun.exchange.say(changes(ANSWER, new Uint8Array([0, 0])));
  begun.exchange.hear(GIVEN);
  begun.exchange.hear(TAKEN);
  begun.sent.length = 0;
  return begun;
}

/** In a room called "r". */
function message(...rest: readonly number[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array([1, 114, ...rest]);
}

function changes(step: number, update: Uint8Array): Uint8Array<ArrayBuffer> {
  return syncMessage(message(0, step), update);
}

function words(text: string): Uint8Array {
  const doc = new Y.Doc();
  roots(doc).lyrics.insert(0, text);
  return Y.encodeStateAsUpdate(doc);
}

function sizeOf(messages: readonly Uint8Array[]): number {
  return messages.reduce((sum, { byteLength }) => sum + byteLength, 0);
}
