/** Pictures for tests: made by hand where every byte matters, photographs where life does. */
import assert from "node:assert/strict";
import { deflateSync } from "node:zlib";
import { ApiError } from "../api_error.ts";
import type { Pixels } from "../mood/pixels.ts";
import { ascii, join, viewOf } from "./image_bytes.ts";
import { crc32 } from "./image_crc32.ts";
import type { Ffmpeg } from "./ffmpeg.ts";
import { sanitiseImage } from "./image.ts";

const BACKGROUNDS = "/usr/share/backgrounds";

/** Bytes of a photograph from Debian's `mate-backgrounds` or `gnome-backgrounds`: `mate/nature/Dune.jpg`. */
export async function photoBytes(name: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await Deno.readFile(`${BACKGROUNDS}/${name}`);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    const parcel = `${name.split("/")[0]}-backgrounds`;
    throw new Error(`${BACKGROUNDS}/${name} is missing: apt-get install ${parcel}`, {
      cause: error,
    });
  }
}

export const RED = [220, 30, 30],
  GREEN = [30, 160, 50],
  BLUE = [30, 60, 210],
  YELLOW = [240, 220, 40];

/** Four plain quarters: red, green over blue, yellow; twice as wide as high. */
export function quarters(width = 64, height = 32): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const upper = x < width / 2 ? RED : GREEN;
      const lower = x < width / 2 ? BLUE : YELLOW;
      data.set(y < height / 2 ? upper : lower, (y * width + x) * 3);
    }
  }
  return { width, height, data };
}

/** Encodes pixels with ffmpeg: `args` choose the encoder, the format and the filters. */
export async function encode(
  ffmpeg: Ffmpeg,
  { width, height, data }: Pixels,
  args: readonly string[],
): Promise<Uint8Array> {
  const input = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", `${width}x${height}`, "-i", "pipe:0"];
  return (await ffmpeg.run([...input, ...args, "pipe:1"], { stdin: data })).stdout;
}

export async function encodeJpeg(ffmpeg: Ffmpeg, pixels: Pixels): Promise<Uint8Array> {
  return await encode(ffmpeg, pixels, ["-q:v", "2", "-pix_fmt", "yuvj444p", "-f", "mjpeg"]);
}

/** Puts segments right behind a JPEG's first marker. */
export function withSegments(jpeg: Uint8Array, ...segments: readonly Uint8Array[]): Uint8Array {
  return join([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);
}

export function jpegSegment(marker: number, body: Uint8Array): Uint8Array {
  const length = body.length + 2;
  return join([Uint8Array.of(0xff, marker, length >> 8, length & 255), body]);
}

export interface PngParts {
  readonly width: number;
  readonly height: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha. */
  readonly colourType?: number;
  /** Filtered rows before compression; zeros when left out. */
  readonly rows?: Uint8Array;
  /** Whole chunks before the picture data. */
  readonly before?: readonly Uint8Array[];
}

/** A PNG of 8 bits a sample, exactly as described: it may lie. */
export function pngOf({ width, height, colourType = 2, rows, before = [] }: PngParts): Uint8Array {
  const header = new Uint8Array(13);
  viewOf(header).setUint32(0, width);
  viewOf(header).setUint32(4, height);
  header.set([8, colourType], 8);
  const bytesPerPixel = ({ 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as Record<number, number>)[colourType]!;
  const data = rows ?? new Uint8Array(height * (1 + width * bytesPerPixel));
  return join([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    pngChunk("IHDR", header),
    ...before,
    pngChunk("IDAT", deflateSync(data)),
    pngChunk("IEND", new Uint8Array()),
  ]);
}

export function pngChunk(type: string, body: Uint8Array): Uint8Array {
  const checked = join([ascii(type), body]);
  const ends = new Uint8Array(8);
  viewOf(ends).setUint32(0, body.length);
  viewOf(ends).setUint32(4, crc32(checked));
  return join([ends.subarray(0, 4), checked, ends.subarray(4)]);
}

export function riffChunk(type: string, body: Uint8Array): Uint8Array {
  const head = join([ascii(type), new Uint8Array(4)]);
  viewOf(head).setUint32(4, body.length, true);
  return join([head, body, new Uint8Array(body.length & 1)]);
}

export function webpOf(...chunks: readonly Uint8Array[]): Uint8Array {
  return riffChunk("RIFF", join([ascii("WEBP"), ...chunks]));
}

/** VP8X: flags, then width and height less one in 24 bits each. */
export function webpCanvas(flags: number, width: number, height: number): Uint8Array {
  const [w, h] = [width - 1, height - 1];
  return riffChunk(
    "VP8X",
    Uint8Array.of(flags, 0, 0, 0, w & 255, w >> 8 & 255, w >> 16, h & 255, h >> 8 & 255, h >> 16),
  );
}

/** Holds the intake to an error: its code and its status. */
export async function refuses(
  ffmpeg: Ffmpeg,
  bytes: Uint8Array,
  code: string,
  status: number,
): Promise<void> {
  await assert.rejects(sanitiseImage(bytes, { ffmpeg }), (error) => {
    assert.ok(error instanceof ApiError, String(error));
    assert.deepEqual([error.code, error.status], [code, status]);
    return true;
  });
}

/** The four corners, each as the nearest of the colours that {@link quarters} uses. */
export function cornersOf({ width, height, data }: Pixels): (readonly number[])[] {
  const at = (x: number, y: number) => {
    const i = (Math.floor(y * height) * width + Math.floor(x * width)) * 3;
    const apart = (colour: readonly number[]) =>
      colour.reduce((sum, value, k) => sum + Math.abs(value - data[i + k]!), 0);
    return [RED, GREEN, BLUE, YELLOW].reduce((best, next) =>
      apart(next) < apart(best) ? next : best
    );
  };
  return [at(0.25, 0.25), at(0.75, 0.25), at(0.25, 0.75), at(0.75, 0.75)];
}

export interface WebpSamples {
  readonly lossy: Uint8Array;
  readonly lossless: Uint8Array;
  readonly extended: Uint8Array;
}

/** The quarters as WebP, each kind once. */
export async function webpSamples(ffmpeg: Ffmpeg): Promise<WebpSamples> {
  const kind = async (args: readonly string[]) => {
    const file = await encode(ffmpeg, quarters(), ["-c:v", "libwebp", ...args, "-f", "webp"]);
    return webpOf(file.subarray(12));
  };
  const lossy = await kind(["-quality", "90"]);
  const lossless = await kind(["-lossless", "1"]);
  return { lossy, lossless, extended: webpOf(webpCanvas(0, 64, 32), lossy.subarray(12)) };
}
