import { SAMPLES_PER_PIXEL } from "../mixer/peaks.ts";

/**
 * The overview of a file of 16-bit little-endian samples, for drawing, in the format of
 * `mixer/peaks.ts`; reads a second at a time.
 */
export async function peaksOfPcm16(
  path: string,
  { sampleRate, channels }: { readonly sampleRate: number; readonly channels: 1 | 2 },
): Promise<Uint8Array<ArrayBuffer>> {
  using file = await Deno.open(path);
  const frames = Math.floor((await file.stat()).size / (2 * channels));
  const pixels = Math.ceil(frames / SAMPLES_PER_PIXEL);
  const bytes = new Uint8Array(HEADER_BYTES + 2 * pixels);
  const view = new DataView(bytes.buffer);
  [2, 1, sampleRate, SAMPLES_PER_PIXEL, pixels, 1].forEach((value, i) =>
    view.setInt32(4 * i, value, true)
  );
  const perPixel = SAMPLES_PER_PIXEL * channels;
  const samples = new Int16Array(perPixel * PIXELS_AT_ONCE);
  for (let pixel = 0; pixel < pixels;) {
    const count = await fill(file, new Uint8Array(samples.buffer)) >> 1;
    for (let from = 0; from < count; from += perPixel, pixel++) {
      const [least, greatest] = range(samples, from, Math.min(from + perPixel, count));
      view.setInt8(HEADER_BYTES + 2 * pixel, Math.round(least * 127 / 32768));
      view.setInt8(HEADER_BYTES + 2 * pixel + 1, Math.round(greatest * 127 / 32768));
    }
    if (count === 0) throw new Error("the samples end early");
  }
  return bytes;
}

const HEADER_BYTES = 24;
const PIXELS_AT_ONCE = 50;

function range(samples: Int16Array, from: number, to: number): readonly [number, number] {
  let least = 32767;
  let greatest = -32768;
  for (let i = from; i < to; i++) {
    const x = samples[i]!;
    if (x < least) least = x;
    if (x > greatest) greatest = x;
  }
  return [least, greatest];
}

async function fill(file: Deno.FsFile, bytes: Uint8Array): Promise<number> {
  let length = 0;
  while (length < bytes.length) {
    const count = await file.read(bytes.subarray(length));
    if (count === null) break;
    length += count;
  }
  return length;
}
