import { inflateSync } from "node:zlib";
import { holds, join, viewOf } from "./image_bytes.ts";
import { crc32 } from "./image_crc32.ts";
import { cutShort, unreadable } from "./image_errors.ts";
import { exifOrientation } from "./image_exif.ts";
import type { ImageHeader, Orientation } from "./image_header.ts";

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** What a browser needs to show the still picture in its right colours; the rest is left behind. */
const KEPT = new Set([
  "IHDR",
  "PLTE",
  "tRNS",
  "gAMA",
  "cHRM",
  "sRGB",
  "cICP",
  "sBIT",
  "IDAT",
  "IEND",
]);

/** A colour profile may be this long when inflated: longer ones are traps for whoever opens them. */
const MAX_ICC_BYTES = 1 << 20;

/** Bit depths allowed by colour type, PNG specification (3rd edition) table 12. */
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, index) => bytes[index] === byte);
}

/** Reads the chunks before the picture data. Throws IMAGE_UNREADABLE when they are damaged. */
export function readPngHeader(bytes: Uint8Array): ImageHeader {
  const size = readSize(bytes);
  let transparent = size.alpha;
  let animated = false;
  let orientation: Orientation = 1;
  for (const { type, body, bodyEnd } of chunks(bytes, "head")) {
    if (type === "tRNS") transparent = true;
    if (type === "acTL") animated = true;
    if (type === "eXIf") orientation = exifOrientation(bytes.subarray(body, bodyEnd));
    if (type === "IDAT") {
      const { width, height } = size;
      return { type: "png", width, height, orientation, transparent, animated };
    }
  }
  throw unreadable("it holds no picture");
}

/**
 * The same picture, bit for bit, from the critical and colour chunks alone, every checksum verified:
 * no text, times, EXIF, profiles with names, further frames of an animation, or trailing bytes.
 */
export function stripPng(bytes: Uint8Array): Uint8Array {
  readPngHeader(bytes);
  const view = viewOf(bytes);
  const kept: Uint8Array[] = [SIGNATURE];
  let data: "before" | "inside" | "after" = "before";
  for (const { type, start, body, bodyEnd, end } of chunks(bytes, "whole")) {
    if (crc32(bytes.subarray(start + 4, bodyEnd)) !== view.getUint32(bodyEnd)) {
      throw unreadable("a checksum does not match, so the file was damaged on its way");
    }
    if (type === "IDAT" && data === "after") throw unreadable("its picture data is in pieces");
    if (type === "IDAT") data = "inside";
    else if (data === "inside") data = "after";
    if (KEPT.has(type) || (type === "iCCP" && isSoundProfile(bytes.subarray(body, bodyEnd)))) {
      kept.push(bytes.subarray(start, end));
    } else if (isCritical(bytes, body)) throw unreadable(`it holds an unknown critical chunk`);
  }
  return join(kept);
}

export interface Chunk {
  readonly type: string;
  /** Of the length field. */
  readonly start: number;
  readonly body: number;
  readonly bodyEnd: number;
  /** Behind the checksum. */
  readonly end: number;
}

/** Walks to IEND; throws when the bytes end before it. Of a head, the last chunk may be incomplete. */
export function* chunks(bytes: Uint8Array, extent: "head" | "whole"): Generator<Chunk> {
  const view = viewOf(bytes);
  let start = SIGNATURE.length;
  for (;;) {
    if (start + 8 > bytes.length) throw cutShort();
    const length = view.getUint32(start);
    const body = start + 8;
    const bodyEnd = body + length;
    const end = bodyEnd + 4;
    if (end > bytes.length && extent === "whole") throw cutShort();
    const type = String.fromCharCode(...bytes.subarray(start + 4, body));
    yield { type, start, body, bodyEnd, end };
    if (type === "IEND") return;
    start = end;
  }
}

function readSize(bytes: Uint8Array): { width: number; height: number; alpha: boolean } {
  if (bytes.length < 33) throw cutShort();
  const view = viewOf(bytes);
  if (view.getUint32(8) !== 13 || !holds(bytes, 12, "IHDR")) {
    throw unreadable("its header is damaged");
  }
  const width = view.getUint32(16);
  const height = view.getUint32(20);
  const depth = view.getUint8(24);
  const colour = view.getUint8(25);
  const legal = DEPTHS[colour]?.includes(depth) && view.getUint8(26) === 0 &&
    view.getUint8(27) === 0 && view.getUint8(28) <= 1;
  if (!legal || width === 0 || height === 0 || width > 0x7fffffff || height > 0x7fffffff) {
    throw unreadable("its header is damaged");
  }
  return { width, height, alpha: colour === 4 || colour === 6 };
}

/** Name, zero, compression method, then a zlib stream; an ICC profile has `acsp` at offset 36. */
function isSoundProfile(body: Uint8Array): boolean {
  const name = body.indexOf(0);
  if (name < 1 || name > 79 || body[name + 1] !== 0) return false;
  try {
    const profile = inflateSync(body.subarray(name + 2), { maxOutputLength: MAX_ICC_BYTES });
    return holds(profile, 36, "acsp");
  } catch {
    return false; // a broken profile is left behind; the picture needs none
  }
}

/** The type's first letter is a capital when a reader that does not know the chunk must give up. */
function isCritical(bytes: Uint8Array, body: number): boolean {
  return (bytes[body - 4]! & 0x20) === 0;
}
