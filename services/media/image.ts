/**
 * Images on their way in: known by their content, limited by their header, stripped of everything
 * that is not the picture, and proved whole by one full decode.
 */
import { layOnPaper, type Pixels } from "../mood/pixels.ts";
import { holds } from "./image_bytes.ts";
import { unreadable } from "./image_errors.ts";
import { type ImageHeader, type ImageType, shownSize } from "./image_header.ts";
import { stripJpeg } from "./image_jpeg.ts";
import { TURN_FILTERS, turnPixels } from "./image_orientation.ts";
import { stripPng } from "./image_png.ts";
import { proveRows } from "./image_png_data.ts";
import { IMAGE_CONTENT_TYPES, inspectImage, limitPixels, sniffImage } from "./image_type.ts";
import { stripWebp } from "./image_webp.ts";
import { type Ffmpeg, FfmpegError } from "./ffmpeg.ts";

export type { Pixels } from "../mood/pixels.ts";
export type { ImageHeader, ImageType, Orientation } from "./image_header.ts";
export * from "./image_type.ts";

/** What may be stored and shown. */
export interface CleanImage {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: ImageType;
  /** `image/jpeg`, `image/png` or `image/webp`. */
  readonly contentType: string;
  /** As people see it. */
  readonly width: number;
  readonly height: number;
}

export interface DecodeOptions {
  readonly ffmpeg: Pick<Ffmpeg, "run">;
  readonly signal?: AbortSignal;
  /** Longest side of the answer in pixels; smaller pictures stay as they are. Default 256. */
  readonly maxSide?: number;
}

/** A 40-megapixel image decodes in about a second; what takes this long is made to. */
const DECODE_TIMEOUT_MS = 20_000;

/**
 * Takes an upload in: the same picture without EXIF, GPS, comments, further pictures and trailing
 * bytes. JPEG keeps its orientation as the one EXIF entry; PNG and WebP, where browsers disagree about
 * orientation, are turned. The pixels are otherwise untouched.
 *
 * @param bytes the whole file as it came.
 * @throws {ApiError} 413 PAYLOAD_TOO_LARGE, 415 UNSUPPORTED_MEDIA_TYPE, 422 IMAGE_TOO_LARGE or
 *   IMAGE_UNREADABLE (empty, damaged, cut short).
 */
export async function sanitiseImage(
  bytes: Uint8Array,
  { ffmpeg, signal }: Pick<DecodeOptions, "ffmpeg" | "signal">,
): Promise<CleanImage> {
  const options = { ffmpeg, signal };
  let header = inspectImage(bytes);
  let stripped = strip(bytes, header);
  if (header.type !== "jpeg" && header.orientation !== 1) {
    const turned = await turnFile(stripped, header, options);
    header = sniffImage(turned);
    stripped = strip(turned, header);
  }
  await decodeStripped(stripped, header, options);
  return {
    bytes: stripped,
    type: header.type,
    contentType: IMAGE_CONTENT_TYPES[header.type],
    ...shownSize(header),
  };
}

/**
 * The picture as people see it, small: orientation applied, transparency laid on paper, colour
 * profiles ignored. Deterministic.
 *
 * @param bytes a stored image or an upload.
 * @throws {ApiError} 415 or 422 as {@link sanitiseImage}.
 */
export async function decodeImage(bytes: Uint8Array, options: DecodeOptions): Promise<Pixels> {
  const header = limitPixels(sniffImage(bytes));
  return await decodeStripped(strip(bytes, header), header, options);
}

function strip(bytes: Uint8Array, { type }: ImageHeader): Uint8Array<ArrayBuffer> {
  const stripped = { jpeg: stripJpeg, png: stripPng, webp: stripWebp }[type](bytes);
  return new Uint8Array(stripped);
}

async function decodeStripped(
  stripped: Uint8Array,
  header: ImageHeader,
  { ffmpeg, signal, maxSide = 256 }: DecodeOptions,
): Promise<Pixels> {
  const scale = Math.min(1, maxSide / Math.max(header.width, header.height));
  const width = Math.max(1, Math.round(header.width * scale));
  const height = Math.max(1, Math.round(header.height * scale));
  const resize = `scale=${width}:${height}:flags=area+accurate_rnd+full_chroma_int+bitexact`;
  const length = width * height * (header.transparent ? 4 : 3);
  const filters = header.transparent
    // Scaled with its alpha multiplied in, a clear pixel's hidden colour cannot bleed into its neighbours.
    ? ["format=rgba", "format=gbrap", "premultiply=inplace=1", resize, "format=rgba"]
    : [resize, "format=rgb24"];
  const data = await runOrRefuse(ffmpeg, [
    ...inputArguments(stripped, header.type, halvingsFor(header.width, width)),
    ...["-vf", filters.join(","), "-f", "rawvideo", "pipe:1"],
  ], { stdin: stripped, signal, maxOutputBytes: length });
  if (data.length !== length) throw unreadable("its picture data is incomplete");
  if (header.type === "png") await proveRows(stripped, signal);
  const stored = { width, height, data: header.transparent ? layOnPaper(data) : data };
  return turnPixels(stored, header.orientation);
}

/** A new file of the same picture, turned as its orientation says: lossless where it was lossless. */
async function turnFile(
  stripped: Uint8Array,
  header: ImageHeader,
  { ffmpeg, signal }: Pick<DecodeOptions, "ffmpeg" | "signal">,
): Promise<Uint8Array> {
  const isPhoto = header.type === "webp" && !header.transparent && holds(stripped, 12, "VP8 ");
  const encoder = isPhoto ? ["mjpeg", "-q:v", "2", "-pix_fmt", "yuvj444p"] : ["png"];
  return await runOrRefuse(ffmpeg, [
    ...inputArguments(stripped, header.type, 0),
    ...["-vf", TURN_FILTERS[header.orientation], "-map_metadata", "-1", "-flags", "bitexact"],
    ...["-c:v", ...encoder, "-f", "image2pipe", "pipe:1"],
  ], { stdin: stripped, signal, maxOutputBytes: 2 ** 28 });
}

/** One still picture of a known format from stdin; any error of its decoder ends the run. */
function inputArguments(stripped: Uint8Array, type: ImageType, halvings: number): string[] {
  const halve = type === "jpeg" ? ["-lowres", String(halvings)] : [];
  return [
    ...["-xerror", "-err_detect", "explode+crccheck+bitstream+buffer", "-noautorotate"],
    // Handed over in one piece: ffmpeg 4 cannot find the end of a WebP in a pipe.
    ...["-frame_size", String(stripped.length), "-f", `${type}_pipe`],
    ...[...halve, "-i", "pipe:0", "-frames:v", "1"],
  ];
}

/** How often a JPEG may be halved inside its inverse DCT (up to 3) and stay twice the size asked for. */
function halvingsFor(from: number, to: number): number {
  let halvings = 0;
  while (halvings < 3 && from >> (halvings + 1) >= 2 * to) halvings++;
  return halvings;
}

/** A decoder that gives up means a damaged file; a missing or broken ffmpeg does not. */
async function runOrRefuse(
  ffmpeg: Pick<Ffmpeg, "run">,
  args: readonly string[],
  options: { stdin: Uint8Array; signal?: AbortSignal; maxOutputBytes: number },
): Promise<Uint8Array> {
  try {
    return (await ffmpeg.run(args, { ...options, timeoutMs: DECODE_TIMEOUT_MS })).stdout;
  } catch (error) {
    if (!(error instanceof FfmpegError) || error.failure === "not-found") throw error;
    if (error.failure === "timeout") throw unreadable("it takes too long to decode");
    throw unreadable("its picture data is damaged or cut short");
  }
}
