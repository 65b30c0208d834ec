/** What the books need to know of a message of the Hocuspocus protocol, from either side. */
export type Message =
  /** What the sender has: whoever hears it answers with what that lacks. */
  | { readonly kind: "question" }
  | {
    readonly kind: "changes";
    /** Everything that the other side lacked; otherwise one edit. */
    readonly isAnswer: boolean;
    /** The message up to the update. */
    readonly head: Uint8Array;
    readonly update: Uint8Array;
  }
  /** The server's word on a message with changes: saved, or not. */
  | { readonly kind: "status"; readonly taken: boolean }
  | { readonly kind: "other" };

const [SYNC, SYNC_REPLY, SYNC_STATUS] = [0, 4, 8];
const [QUESTION, ANSWER, EDIT] = [0, 1, 2];

export function readMessage(message: Uint8Array): Message {
  let at = 0;
  /** Variable-length unsigned integer: seven bits a byte, least first. */
  const number = () => {
    let value = 0;
    for (let scale = 1;; scale *= 128) {
      const byte = message[at++] ?? 0;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  if (message.byteLength < 2) return OTHER; // a ping
  const nameBytes = number();
  at += nameBytes;
  const kind = number();
  if (kind === SYNC_STATUS) return { kind: "status", taken: number() === 1 };
  if (kind !== SYNC && kind !== SYNC_REPLY) return OTHER;
  const step = number();
  if (step === QUESTION) return { kind: "question" };
  if (step !== ANSWER && step !== EDIT) return OTHER;
  const head = message.subarray(0, at);
  const length = number();
  return {
    kind: "changes",
    isAnswer: step === ANSWER,
    head,
    update: message.subarray(at, at + length),
  };
}

/** @param head as `readMessage` gave it. */
export function syncMessage(head: Uint8Array, update: Uint8Array): Uint8Array<ArrayBuffer> {
  const length: number[] = [];
  let left = update.byteLength;
  for (; left > 127; left = Math.floor(left / 128)) length.push(128 | (left % 128));
  length.push(left);
  const message = new Uint8Array(head.byteLength + length.length + update.byteLength);
  message.set(head);
  message.set(length, head.byteLength);
  message.set(update, head.byteLength + length.length);
  return message;
}

const OTHER: Message = { kind: "other" };
