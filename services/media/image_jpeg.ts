import { ascii, holds, join, viewOf } from "./image_bytes.ts";
import { cutShort, unreadable } from "./image_errors.ts";
import { exifOrientation, orientationTiff } from "./image_exif.ts";
import type { ImageHeader, Orientation } from "./image_header.ts";

/** A progressive photo has about ten scans; hundreds of tiny ones are a way to burn a decoder's time. */
const MAX_SCANS = 100;
const MAX_ICC_BYTES = 1 << 20;

const SOI = 0xd8, EOI = 0xd9, SOS = 0xda, DQT = 0xdb, DHT = 0xc4, DRI = 0xdd;
const APP0 = 0xe0, APP1 = 0xe1, APP2 = 0xe2, APP14 = 0xee, COM = 0xfe;

/** Whether the bytes begin as a JPEG does. */
export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === SOI && bytes[2] === 0xff;
}

/**
 * Reads up to the frame header, which is where the size stands; EXIF comes before it.
 * Throws IMAGE_UNREADABLE when the head is damaged or of a kind that browsers do not show.
 */
export function readJpegHeader(bytes: Uint8Array): ImageHeader {
  let orientation: Orientation = 1;
  for (const segment of segments(bytes)) {
    if (isExif(bytes, segment)) {
      orientation = exifOrientation(bytes.subarray(segment.body + 6, segment.end));
    }
    if (!isFrame(segment.marker)) continue;
    return {
      type: "jpeg",
      ...frameSize(bytes, segment),
      orientation,
      transparent: false,
      animated: false,
    };
  }
  throw unreadable("it has no frame");
}

/**
 * The same picture, bit for bit, in a file that holds nothing else: tables, frame and scans, the
 * colour profile, and the orientation alone. EXIF, GPS, XMP, comments, thumbnails, further pictures
 * and whatever follows the end are left behind. ITU-T T.81 annex B.
 */
export function stripJpeg(bytes: Uint8Array): Uint8Array {
  const { orientation } = readJpegHeader(bytes);
  const jfif: Uint8Array[] = [];
  const kept: Uint8Array[] = [];
  const profile: Uint8Array[] = [];
  let frames = 0;
  let scans = 0;
  for (const segment of segments(bytes)) {
    const { marker, start, body, end } = segment;
    const whole = bytes.subarray(start, end);
    if (marker === APP0) {
      if (jfif.length === 0 && holds(bytes, body, "JFIF\0") && end - body >= 12) {
        jfif.push(segmentOf(APP0, join([bytes.subarray(body, body + 12), new Uint8Array(2)])));
      }
    } else if (marker === APP2) {
      if (holds(bytes, body, "ICC_PROFILE\0")) profile.push(whole);
    } else if (marker === APP14) {
      if (holds(bytes, body, "Adobe")) kept.push(whole);
    } else if (isFrame(marker)) {
      frames++;
      kept.push(whole);
    } else if (marker === SOS) {
      scans++;
      if (frames !== 1) throw unreadable("its scans do not belong to one frame");
      if (scans > MAX_SCANS) throw unreadable(`it has more than ${MAX_SCANS} scans`);
      kept.push(whole);
    } else if (marker === DQT || marker === DHT || marker === DRI) {
      kept.push(whole);
    } else if (marker !== COM && (marker < APP1 || marker > 0xef)) {
      throw unreadable(`it holds a segment 0x${marker.toString(16)} that photos do not have`);
    }
  }
  if (scans === 0) throw unreadable("it holds no picture");
  const profileBytes = profile.reduce((sum, part) => sum + part.length, 0);
  return join([
    Uint8Array.of(0xff, SOI),
    ...jfif,
    ...(orientation === 1
      ? []
      : [segmentOf(APP1, join([ascii("Exif\0\0"), orientationTiff(orientation)]))]),
    ...(profileBytes <= MAX_ICC_BYTES ? profile : []),
    ...kept,
    Uint8Array.of(0xff, EOI),
  ]);
}

interface Segment {
  readonly marker: number;
  /** Of the 0xFF. */
  readonly start: number;
  /** Of the payload, after the length. */
  readonly body: number;
  /** Behind the last byte; a scan includes its entropy-coded data. */
  readonly end: number;
}

/** Walks to EOI; throws when the file ends before it. */
function* segments(bytes: Uint8Array): Generator<Segment> {
  let at = 2;
  for (;;) {
    if (at >= bytes.length) throw cutShort();
    if (bytes[at] !== 0xff) throw unreadable("a segment does not begin where it should");
    while (bytes[at + 1] === 0xff) at++; // fill bytes
    const marker = bytes[at + 1];
    if (marker === EOI) return;
    if (marker === undefined || at + 4 > bytes.length) throw cutShort();
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= SOI)) {
      throw unreadable("a segment does not begin where it should");
    }
    const length = bytes[at + 2]! << 8 | bytes[at + 3]!;
    if (length < 2) throw unreadable("a segment has an impossible length");
    let end = at + 2 + length;
    if (end > bytes.length) throw cutShort();
    if (marker === SOS) end = endOfScan(bytes, end);
    yield { marker, start: at, body: at + 4, end };
    at = end;
  }
}

/** Entropy-coded data runs to the next marker that is neither a stuffed zero nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    at = bytes.indexOf(0xff, at);
    if (at < 0 || at + 1 >= bytes.length) throw cutShort();
    const next = bytes[at + 1]!;
    if (next === 0x00 || (next >= 0xd0 && next <= 0xd7)) at += 2;
    else if (next === 0xff) at += 1;
    else return at;
  }
}

/** SOF0 to SOF15, without the table markers that share the range. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== DHT && marker !== 0xc8 && marker !== 0xcc;
}

function isExif(bytes: Uint8Array, { marker, body }: Segment): boolean {
  return marker === APP1 && holds(bytes, body, "Exif\0\0");
}

function frameSize(
  bytes: Uint8Array,
  { marker, body, end }: Segment,
): { readonly width: number; readonly height: number } {
  if (marker > 0xc2) throw unreadable("it uses a lossless or arithmetic coding that browsers lack");
  if (end - body < 6) throw cutShort();
  const view = viewOf(bytes);
  const components = view.getUint8(body + 5);
  if (view.getUint8(body) !== 8) throw unreadable("it has more than 8 bits per sample");
  if (![1, 3, 4].includes(components) || end - body !== 6 + 3 * components) {
    throw unreadable("its frame header is damaged");
  }
  const height = view.getUint16(body + 1);
  const width = view.getUint16(body + 3);
  if (width === 0 || height === 0) throw unreadable("it has no size");
  return { width, height };
}

function segmentOf(marker: number, body: Uint8Array): Uint8Array {
  const length = body.length + 2;
  return join([Uint8Array.of(0xff, marker, length >> 8, length & 255), body]);
}
