import { viewOf } from "./image_bytes.ts";
import { unreadable } from "./image_errors.ts";
import { chunks } from "./image_png.ts";

/** Deflate grows by 1032 at most, so a slice holds the thread for a few megabytes of output only. */
const SLICE_BYTES = 4096;

const PAUSE_EVERY_BYTES = 4 * 2 ** 20;

/**
 * Proves that the compressed rows are all there: decoders fill what is missing with black and say
 * nothing. Memory stays flat; reading stops at the last byte that the header promises.
 *
 * @throws {ApiError} IMAGE_UNREADABLE.
 */
export async function proveRows(png: Uint8Array, signal?: AbortSignal): Promise<void> {
  const expected = rowBytes(png);
  let inflated = 0;
  let nextPause = PAUSE_EVERY_BYTES;
  try {
    const stream = ReadableStream.from(slices(png)).pipeThrough(new DecompressionStream("deflate"));
    for await (const piece of stream) {
      signal?.throwIfAborted();
      inflated += piece.length;
      if (inflated >= expected) return;
      if (inflated < nextPause) continue;
      nextPause = inflated + PAUSE_EVERY_BYTES;
      await new Promise((resolve) => setTimeout(resolve)); // streams alone would starve the sockets
    }
  } catch (error) {
    // A stream that ends early or holds no zlib data is a TypeError of the Compression Streams API.
    if (!(error instanceof TypeError)) throw error;
  }
  throw unreadable("rows of the picture are missing");
}

function* slices(png: Uint8Array): Generator<Uint8Array<ArrayBuffer>> {
  for (const { type, body, bodyEnd } of chunks(png, "whole")) {
    if (type !== "IDAT") continue;
    for (let at = body; at < bodyEnd; at += SLICE_BYTES) {
      yield png.slice(at, Math.min(bodyEnd, at + SLICE_BYTES)) as Uint8Array<ArrayBuffer>;
    }
  }
}

const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** First column and row, and the steps between them, of the seven passes of Adam7. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Bytes of all filtered rows together, PNG specification §7.2 and §8.1. */
function rowBytes(png: Uint8Array): number {
  const view = viewOf(png);
  const width = view.getUint32(16);
  const height = view.getUint32(20);
  const bitsPerPixel = view.getUint8(24) * SAMPLES[view.getUint8(25)]!;
  const passes = view.getUint8(28) === 1 ? ADAM7 : [[0, 0, 1, 1]] as const;
  let bytes = 0;
  for (const [x, y, stepX, stepY] of passes) {
    const columns = Math.ceil((width - x) / stepX);
    const rows = Math.ceil((height - y) / stepY);
    if (columns > 0 && rows > 0) bytes += rows * (1 + Math.ceil(columns * bitsPerPixel / 8));
  }
  return bytes;
}
