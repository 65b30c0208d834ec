import { ascii, holds, join, viewOf } from "./image_bytes.ts";
import { cutShort, unreadable } from "./image_errors.ts";
import { exifOrientation } from "./image_exif.ts";
import type { ImageHeader, Orientation } from "./image_header.ts";

const MAX_ICC_BYTES = 1 << 20;

/** Bits of the first byte of VP8X (RFC 9649 §2.7). */
const ICC = 0x20, ALPHA = 0x10, EXIF = 0x08, ANIMATION = 0x02;

export function isWebp(bytes: Uint8Array): boolean {
  return holds(bytes, 0, "RIFF") && holds(bytes, 8, "WEBP");
}

/** Reads the size from VP8X, VP8L or VP8, whichever comes first. Throws IMAGE_UNREADABLE. */
export function readWebpHeader(bytes: Uint8Array): ImageHeader {
  const upright = { type: "webp", orientation: 1, transparent: false, animated: false } as const;
  const first = chunks(bytes, 12, bytes.length, "head").next().value;
  if (first === undefined) throw cutShort();
  if (first.type === "VP8 " || first.type === "VP8L") {
    return { ...upright, ...bitstreamSize(bytes, first) };
  }
  if (first.type !== "VP8X" || first.bodyEnd - first.body !== 10) {
    throw unreadable("its header is damaged");
  }
  const flags = bytes[first.body]!;
  return {
    ...upright,
    ...canvasSize(bytes, first.body + 4),
    transparent: (flags & ALPHA) !== 0,
    animated: (flags & ANIMATION) !== 0,
    orientation: (flags & EXIF) === 0 ? 1 : orientationOf(bytes),
  };
}

/**
 * The same picture, bit for bit, in a file that holds nothing else: the bitstream, its alpha plane and
 * the colour profile. Of an animation, the first frame where it covers the whole canvas; otherwise
 * IMAGE_UNREADABLE. RFC 9649.
 */
export function stripWebp(bytes: Uint8Array): Uint8Array {
  const header = readWebpHeader(bytes);
  const end = 8 + viewOf(bytes).getUint32(4, true);
  if (end > bytes.length || end < 12) throw cutShort();
  const outer = [...chunks(bytes, 12, end)];
  const profile = outer.find(({ type, body, bodyEnd }) =>
    type === "ICCP" && bodyEnd - body <= MAX_ICC_BYTES && holds(bytes, body + 36, "acsp")
  );
  const inner = header.animated ? firstFrame(bytes, outer, header) : outer;
  const picture = inner.find(({ type }) => type === "VP8 " || type === "VP8L");
  if (picture === undefined) throw unreadable("it holds no picture");
  if (partitionEnd(bytes, picture) > picture.bodyEnd) throw cutShort();
  const size = bitstreamSize(bytes, picture);
  if (size.width !== header.width || size.height !== header.height) {
    throw unreadable("its header and its picture disagree about the size");
  }
  const alpha = picture.type === "VP8 " ? inner.find(({ type }) => type === "ALPH") : undefined;
  const pixels = wholeChunk(bytes, picture);
  if (alpha === undefined && profile === undefined) return riff([pixels]);
  const flags = (profile ? ICC : 0) | (alpha || size.transparent ? ALPHA : 0);
  return riff([
    chunkOf("VP8X", canvas(flags, size.width, size.height)),
    ...(profile ? [wholeChunk(bytes, profile)] : []),
    ...(alpha ? [wholeChunk(bytes, alpha)] : []),
    pixels,
  ]);
}

interface Chunk {
  readonly type: string;
  readonly body: number;
  readonly bodyEnd: number;
}

/** Of a head, the last chunk may be incomplete and ends where the bytes end. */
function* chunks(
  bytes: Uint8Array,
  from: number,
  to: number,
  extent: "head" | "whole" = "whole",
): Generator<Chunk, undefined> {
  const view = viewOf(bytes);
  for (let at = from; at < to;) {
    if (at + 8 > to) throw cutShort();
    const body = at + 8;
    const declared = body + view.getUint32(at + 4, true);
    if (declared > to && extent === "whole") throw cutShort();
    const bodyEnd = Math.min(declared, to);
    yield { type: String.fromCharCode(...bytes.subarray(at, at + 4)), body, bodyEnd };
    at = bodyEnd + ((bodyEnd - body) & 1); // chunks are padded to even lengths
  }
}

function orientationOf(bytes: Uint8Array): Orientation {
  const end = Math.min(bytes.length, 8 + viewOf(bytes).getUint32(4, true));
  for (const { type, body, bodyEnd } of chunks(bytes, 12, end, "head")) {
    if (type !== "EXIF") continue;
    const prefixed = holds(bytes, body, "Exif\0\0"); // written by some tools, against the RFC
    return exifOrientation(bytes.subarray(prefixed ? body + 6 : body, bodyEnd));
  }
  return 1;
}

/** ANMF: x, y, width − 1, height − 1, duration (24 bits each), flags, then the frame's own chunks. */
function firstFrame(bytes: Uint8Array, outer: readonly Chunk[], header: ImageHeader): Chunk[] {
  const frame = outer.find(({ type }) => type === "ANMF");
  if (frame === undefined || frame.bodyEnd - frame.body < 16) {
    throw unreadable("its animation has no frame");
  }
  const offset = uint24(bytes, frame.body) | uint24(bytes, frame.body + 3);
  const width = uint24(bytes, frame.body + 6) + 1;
  const height = uint24(bytes, frame.body + 9) + 1;
  if (offset !== 0 || width !== header.width || height !== header.height) {
    throw unreadable(
      "the first frame of its animation covers only a part; a still image is needed",
    );
  }
  return [...chunks(bytes, frame.body + 16, frame.bodyEnd)];
}

interface BitstreamSize {
  readonly width: number;
  readonly height: number;
  readonly transparent: boolean;
}

/** RFC 6386 §9.1 (VP8 key frame) and RFC 9649 §3.4 (VP8L). */
function bitstreamSize(bytes: Uint8Array, { type, body, bodyEnd }: Chunk): BitstreamSize {
  const view = viewOf(bytes);
  if (type === "VP8L") {
    if (bodyEnd - body < 5) throw cutShort();
    const bits = view.getUint32(body + 1, true);
    if (bytes[body] !== 0x2f || bits >>> 29 !== 0) throw unreadable("its header is damaged");
    return {
      width: (bits & 0x3fff) + 1,
      height: (bits >>> 14 & 0x3fff) + 1,
      transparent: (bits >>> 28 & 1) === 1,
    };
  }
  if (bodyEnd - body < 10) throw cutShort();
  const tag = uint24(bytes, body);
  const isKeyFrame = (tag & 1) === 0;
  if (!isKeyFrame || uint24(bytes, body + 3) !== 0x2a019d) {
    throw unreadable("its header is damaged");
  }
  const width = view.getUint16(body + 6, true) & 0x3fff;
  const height = view.getUint16(body + 8, true) & 0x3fff;
  if (width === 0 || height === 0) throw unreadable("it has no size");
  return { width, height, transparent: false };
}

/** Where the first partition of a VP8 key frame says that it ends. */
function partitionEnd(bytes: Uint8Array, { type, body, bodyEnd }: Chunk): number {
  return type === "VP8 " && bodyEnd - body >= 10 ? body + 10 + (uint24(bytes, body) >>> 5) : body;
}

function canvasSize(bytes: Uint8Array, at: number): { width: number; height: number } {
  return { width: uint24(bytes, at) + 1, height: uint24(bytes, at + 3) + 1 };
}

function canvas(flags: number, width: number, height: number): Uint8Array {
  const body = new Uint8Array(10);
  const view = viewOf(body);
  view.setUint32(0, flags, true);
  view.setUint32(4, width - 1, true);
  view.setUint16(7, height - 1 & 0xffff, true);
  view.setUint8(9, height - 1 >> 16);
  return body;
}

function wholeChunk(bytes: Uint8Array, { type, body, bodyEnd }: Chunk): Uint8Array {
  return chunkOf(type, bytes.subarray(body, bodyEnd));
}

function chunkOf(type: string, body: Uint8Array): Uint8Array {
  const head = new Uint8Array(8);
  head.set(ascii(type));
  viewOf(head).setUint32(4, body.length, true);
  return join([head, body, new Uint8Array(body.length & 1)]);
}

function riff(pieces: readonly Uint8Array[]): Uint8Array {
  return chunkOf("RIFF", join([ascii("WEBP"), ...pieces]));
}

function uint24(bytes: Uint8Array, at: number): number {
  return bytes[at]! | bytes[at + 1]! << 8 | bytes[at + 2]! << 16;
}
