import { createHash } from "node:crypto";
import { BlobTooLargeError, type StoredBlob } from "./blob_store.ts";

/** Counts and hashes what passes through, and ends it past a limit: no length is taken on trust. */
export interface Meter {
  /** @throws {BlobTooLargeError} once the sum passes the limit. */
  add(chunk: Uint8Array): void;
  finish(): StoredBlob;
}

export function createMeter(maxBytes = Infinity): Meter {
  const hash = createHash("sha256");
  let byteLength = 0;
  return {
    add(chunk) {
      byteLength += chunk.byteLength;
      if (byteLength > maxBytes) throw new BlobTooLargeError(maxBytes);
      hash.update(chunk);
    },
    finish: () => ({ byteLength, sha256: new Uint8Array(hash.digest()) }),
  };
}

/** Hashing a whole recording at once would hold up the loop that serves the sockets. */
const CHUNK_BYTES = 2 ** 20;

/** A body as a sequence of chunks; a stream that is not read to its end is cancelled. */
export async function* chunksOf(
  body: Uint8Array | ReadableStream<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (!(body instanceof Uint8Array)) return yield* body;
  for (let at = 0; at < body.byteLength; at += CHUNK_BYTES) {
    yield body.subarray(at, at + CHUNK_BYTES);
  }
}
