import { ApiError } from "../api_error.ts";
import { unreadable, unsupported } from "./image_errors.ts";
import type { ImageHeader, ImageType } from "./image_header.ts";
import { isJpeg, readJpegHeader } from "./image_jpeg.ts";
import { isPng, readPngHeader } from "./image_png.ts";
import { isWebp, readWebpHeader } from "./image_webp.ts";

export const MAX_IMAGE_BYTES = 10 * 2 ** 20;
export const MAX_IMAGE_PIXELS = 40_000_000;
/** Longest side, in pixels: decoders and browsers give up soon above it. */
export const MAX_IMAGE_SIDE = 32_767;

export const IMAGE_CONTENT_TYPES: Readonly<Record<ImageType, string>> = {
  jpeg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
};

/**
 * What the bytes are, by their content alone; nothing is decoded.
 *
 * @param head the file, or enough of its beginning to reach the size (after EXIF and profiles).
 * @throws {ApiError} UNSUPPORTED_MEDIA_TYPE 415, IMAGE_UNREADABLE 422.
 */
export function sniffImage(head: Uint8Array): ImageHeader {
  if (head.length === 0) throw unreadable("the file is empty");
  if (isJpeg(head)) return readJpegHeader(head);
  if (isPng(head)) return readPngHeader(head);
  if (isWebp(head)) return readWebpHeader(head);
  throw unsupported();
}

/**
 * {@link sniffImage} with the limits of what we take: 10 MB, 40 megapixels.
 *
 * @param bytes the whole file.
 * @throws {ApiError} also PAYLOAD_TOO_LARGE 413, IMAGE_TOO_LARGE 422.
 */
export function inspectImage(bytes: Uint8Array): ImageHeader {
  if (bytes.length > MAX_IMAGE_BYTES) {
    throw new ApiError("PAYLOAD_TOO_LARGE", 413, "An image may have at most 10 MB.", {
      max_bytes: MAX_IMAGE_BYTES,
    });
  }
  return limitPixels(sniffImage(bytes));
}

/** @throws {ApiError} IMAGE_TOO_LARGE 422 above 40 megapixels or {@link MAX_IMAGE_SIDE} a side. */
export function limitPixels(header: ImageHeader): ImageHeader {
  const { width, height } = header;
  if (width * height > MAX_IMAGE_PIXELS || Math.max(width, height) > MAX_IMAGE_SIDE) {
    throw new ApiError(
      "IMAGE_TOO_LARGE",
      422,
      `This image has ${width} × ${height} pixels; at most 40 megapixels and ` +
        `${MAX_IMAGE_SIDE} pixels a side can be read.`,
      { width, height, max_pixels: MAX_IMAGE_PIXELS, max_side: MAX_IMAGE_SIDE },
    );
  }
  return header;
}
