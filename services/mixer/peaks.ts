/**
 * Waveform overviews, for drawing. The bytes are audiowaveform's data format, version 2, 8 bits:
 *
 *     0  int32  version, 2            4  uint32 flags, 1 = 8 bits
 *     8  int32  sample rate          12  int32  samples per pixel
 *    16  uint32 number of pixels     20  int32  channels, 1
 *    24  int8   least, int8 greatest, for each pixel
 *
 * all little-endian. Both channels are drawn as one: least and greatest over the two.
 */
export interface Peaks {
  readonly sampleRate: number;
  readonly samplesPerPixel: number;
  /** −128..127 per pixel. */
  readonly least: Int8Array;
  readonly greatest: Int8Array;
}

const HEADER_BYTES = 24;

/** Fifty pixels a second at 44.1 kHz. */
export const SAMPLES_PER_PIXEL = 882;

export function encodePeaks(
  channels: readonly Float32Array[],
  sampleRate: number,
  samplesPerPixel = SAMPLES_PER_PIXEL,
): Uint8Array<ArrayBuffer> {
  const frames = channels[0]?.length ?? 0;
  const pixels = Math.ceil(frames / samplesPerPixel);
  const bytes = new Uint8Array(HEADER_BYTES + 2 * pixels);
  const view = new DataView(bytes.buffer);
  [2, 1, sampleRate, samplesPerPixel, pixels, 1].forEach((value, i) =>
    view.setInt32(4 * i, value, true)
  );
  for (let pixel = 0; pixel < pixels; pixel++) {
    const start = pixel * samplesPerPixel;
    const end = Math.min(start + samplesPerPixel, frames);
    let least = Infinity;
    let greatest = -Infinity;
    for (const samples of channels) {
      for (let i = start; i < end; i++) {
        const x = samples[i]!;
        if (x < least) least = x;
        if (x > greatest) greatest = x;
      }
    }
    view.setInt8(HEADER_BYTES + 2 * pixel, toInt8(least));
    view.setInt8(HEADER_BYTES + 2 * pixel + 1, toInt8(greatest));
  }
  return bytes;
}

/** @throws {RangeError} when the bytes are not such an overview. */
export function decodePeaks(bytes: Uint8Array): Peaks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_BYTES || view.getInt32(0, true) !== 2 || view.getInt32(4, true) !== 1) {
    throw new RangeError("not a waveform overview of version 2 with 8 bits");
  }
  const pixels = view.getUint32(16, true);
  if (view.getInt32(20, true) !== 1 || bytes.length < HEADER_BYTES + 2 * pixels) {
    throw new RangeError("the waveform overview is cut short or has several channels");
  }
  const least = new Int8Array(pixels);
  const greatest = new Int8Array(pixels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    least[pixel] = view.getInt8(HEADER_BYTES + 2 * pixel);
    greatest[pixel] = view.getInt8(HEADER_BYTES + 2 * pixel + 1);
  }
  return {
    sampleRate: view.getInt32(8, true),
    samplesPerPixel: view.getInt32(12, true),
    least,
    greatest,
  };
}

function toInt8(x: number): number {
  return Math.max(-128, Math.min(127, Math.round(x * 127)));
}
