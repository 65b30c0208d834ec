import type * as Y from "yjs";
import { CLOSE, type Close } from "./document/close_codes.ts";
import { problemOfUpdate } from "./update_check.ts";

/** A message that is not let through, and why. */
export interface FrameProblem {
  readonly kind: "problem";
  readonly close: Close;
  readonly problem: string;
}

/** An update that may enter the log of a room. */
export interface FrameUpdate {
  readonly kind: "update";
  /** The room's name, as bytes. */
  readonly room: Uint8Array;
  readonly update: Uint8Array;
  /** Items of it of which only the document knows whether they may stand where they do. */
  readonly doubtful: readonly Y.Item[];
}

export type Inspected = FrameProblem | FrameUpdate | { readonly kind: "other" };

/**
 * Looks at a client's message before the protocol does: the envelope must be whole, its kind one that
 * clients send, and an update in it one that may enter the log.
 */
export function inspectFrame(frame: Uint8Array): Inspected {
  try {
    return inspect({ bytes: frame, at: 0 });
  } catch (error) {
    if (error instanceof RangeError) return malformed("a message cut short");
    throw error;
  }
}

/** Kinds of message in the Hocuspocus protocol that a client may send. */
const KIND = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  syncReply: 4,
  stateless: 5,
  close: 7,
};
const SYNC = { step1: 0, step2: 1, update: 2 };

const OTHER = { kind: "other" } as const;

const MAX_NAME_BYTES = 160;
const MAX_AUTH_BYTES = 16 * 1024;
const MAX_AWARENESS_BYTES = 64 * 1024;

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

function inspect(cursor: Cursor): Inspected {
  const name = readBytes(cursor);
  if (name.length > MAX_NAME_BYTES) return malformed("a room name that is too long");
  const kind = readNumber(cursor);
  const rest = cursor.bytes.length - cursor.at;
  switch (kind) {
    case KIND.sync:
    case KIND.syncReply:
      return inspectSync(cursor, name);
    case KIND.awareness:
      return rest > MAX_AWARENESS_BYTES ? tooLarge("presence") : OTHER;
    case KIND.auth:
      return rest > MAX_AUTH_BYTES ? tooLarge("token") : OTHER;
    case KIND.queryAwareness:
    case KIND.stateless:
    case KIND.close:
      return OTHER;
    default:
      return malformed(`a message of kind ${kind}, which clients do not send`);
  }
}

function inspectSync(cursor: Cursor, room: Uint8Array): Inspected {
  const step = readNumber(cursor);
  const payload = readBytes(cursor);
  if (step === SYNC.step1) return OTHER;
  if (step !== SYNC.step2 && step !== SYNC.update) return malformed(`sync step ${step}`);
  const doubtful: Y.Item[] = [];
  const problem = problemOfUpdate(payload, doubtful);
  if (problem !== null) return malformed(problem);
  return step === SYNC.update ? { kind: "update", room, update: payload, doubtful } : OTHER;
}

function malformed(problem: string): FrameProblem {
  return { kind: "problem", close: CLOSE.malformed, problem };
}

function tooLarge(what: string): FrameProblem {
  return { kind: "problem", close: CLOSE.tooLarge, problem: `${what} too large` };
}

/** Variable-length unsigned integer of lib0: seven bits a byte, least first. */
function readNumber(cursor: Cursor): number {
  let value = 0;
  for (let scale = 1; scale <= 2 ** 42; scale *= 128) {
    const byte = cursor.bytes[cursor.at++];
    if (byte === undefined) break;
    value += (byte & 127) * scale;
    if (byte < 128) return value;
  }
  throw new RangeError("a number cut short");
}

function readBytes(cursor: Cursor): Uint8Array {
  const length = readNumber(cursor);
  const end = cursor.at + length;
  if (end > cursor.bytes.length) throw new RangeError("bytes cut short");
  const bytes = cursor.bytes.subarray(cursor.at, end);
  cursor.at = end;
  return bytes;
}
