import type { Pixels } from "../mood/pixels.ts";
import type { Ffmpeg } from "./ffmpeg.ts";

/** A JPEG of pixels that are decoded already: small, without metadata. */
export async function encodeJpegCopy(
  ffmpeg: Pick<Ffmpeg, "run">,
  { width, height, data }: Pixels,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const { stdout } = await ffmpeg.run([
    ...["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", `${width}x${height}`, "-i", "pipe:0"],
    ...["-frames:v", "1", "-map_metadata", "-1", "-c:v", "mjpeg", "-q:v", "4", "-f", "image2pipe"],
    "pipe:1",
  ], { stdin: data, signal });
  return stdout;
}
