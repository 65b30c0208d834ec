/** PCM as this program handles it: one array per channel, −1..1. */
export interface Pcm {
  readonly sampleRate: number;
  readonly channels: readonly Float32Array<ArrayBuffer>[];
}

/**
 * Writes a RIFF WAVE file of plain PCM, 16 or 24 bits, little-endian, without dither: equal samples
 * give equal bytes. Values beyond ±1 are clipped.
 *
 * @param channels arrays of one length.
 */
export function writeWav(
  channels: readonly Float32Array[],
  sampleRate: number,
  bits: 16 | 24,
): Uint8Array<ArrayBuffer> {
  const frames = channels[0]?.length ?? 0;
  if (channels.some((channel) => channel.length !== frames)) {
    throw new RangeError("channels differ in length");
  }
  const dataBytes = frames * channels.length * bits / 8;
  const file = new Uint8Array(HEADER_BYTES + dataBytes + dataBytes % 2);
  writeHeader(new DataView(file.buffer), dataBytes, channels.length, sampleRate, bits);
  if (bits === 24) pack24(channels, file.subarray(HEADER_BYTES));
  else pack16(channels, new Int16Array(file.buffer, HEADER_BYTES, frames * channels.length));
  return file;
}

/**
 * Reads a RIFF WAVE file of 16- or 24-bit PCM; unknown chunks are skipped.
 *
 * @throws {RangeError} when it is something else.
 */
export function readWav(file: Uint8Array): Pcm {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < 12 || tag(view, 0) !== "RIFF" || tag(view, 8) !== "WAVE") {
    throw new RangeError("not a RIFF WAVE file");
  }
  let format: { channels: number; sampleRate: number; bits: number } | undefined;
  for (let at = 12; at + 8 <= file.length;) {
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (tag(view, at) === "fmt " && body + 16 <= file.length) format = readFormat(view, body);
    if (tag(view, at) === "data") {
      if (format === undefined) throw new RangeError("the data comes before its format");
      const bytes = Math.min(size, file.length - body);
      return {
        sampleRate: format.sampleRate,
        channels: unpack(view, body, bytes, format.channels, format.bits),
      };
    }
    at = body + size + size % 2;
  }
  throw new RangeError("a WAVE file without data");
}

export const HEADER_BYTES = 44;

/** 16- and 24-bit PCM, or 32-bit float, which has no ceiling. */
export type SampleBits = 16 | 24 | 32;

/** The header of a file that is written bit by bit. */
export function wavHeader(
  dataBytes: number,
  channels: number,
  sampleRate: number,
  bits: SampleBits,
): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(HEADER_BYTES);
  writeHeader(new DataView(header.buffer), dataBytes, channels, sampleRate, bits);
  return header;
}

/**
 * Where a WAVE file's samples begin, and how many channels they have.
 *
 * @param head the beginning of the file.
 * @throws {RangeError} when it is something else.
 */
export function wavData(head: Uint8Array): { readonly start: number; readonly channels: number } {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.length < 12 || tag(view, 8) !== "WAVE") throw new RangeError("not a WAVE file");
  let channels = 0;
  for (let at = 12; at + 12 <= head.length;) {
    const size = view.getUint32(at + 4, true);
    if (tag(view, at) === "fmt ") channels = view.getUint16(at + 10, true);
    if (tag(view, at) === "data" && channels > 0) return { start: at + 8, channels };
    at += 8 + size + size % 2;
  }
  throw new RangeError("a WAVE file without data near its beginning");
}

function writeHeader(
  view: DataView,
  dataBytes: number,
  channels: number,
  sampleRate: number,
  bits: number,
): void {
  const text = (at: number, value: string) => {
    for (let i = 0; i < value.length; i++) view.setUint8(at + i, value.charCodeAt(i));
  };
  const frameBytes = channels * bits / 8;
  text(0, "RIFF");
  view.setUint32(4, HEADER_BYTES - 8 + dataBytes + dataBytes % 2, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, bits === 32 ? IEEE_FLOAT : 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * frameBytes, true);
  view.setUint16(32, frameBytes, true);
  view.setUint16(34, bits, true);
  text(36, "data");
  view.setUint32(40, dataBytes, true);
}

const IEEE_FLOAT = 3;

/** Interleaves channels as 24-bit samples; what lies beyond ±1 is clipped. */
export function pack24(channels: readonly Float32Array[], out: Uint8Array): void {
  const stride = channels.length * 3;
  channels.forEach((samples, channel) => {
    for (let i = 0, at = channel * 3; i < samples.length; i++, at += stride) {
      // Above zero, cutting off the fraction rounds: five times as fast as Math.round.
      const shifted = samples[i]! * 8388608 + 8388608.5;
      const value = (shifted > 16777215 ? 16777215 : shifted < 0 ? 0 : shifted | 0) - 8388608;
      out[at] = value;
      out[at + 1] = value >> 8;
      out[at + 2] = value >> 16;
    }
  });
}

function pack16(channels: readonly Float32Array[], out: Int16Array): void {
  channels.forEach((samples, channel) => {
    for (let i = 0, at = channel; i < samples.length; i++, at += channels.length) {
      const scaled = Math.round(samples[i]! * 32768);
      out[at] = scaled > 32767 ? 32767 : scaled < -32768 ? -32768 : scaled;
    }
  });
}

function readFormat(view: DataView, at: number) {
  const code = view.getUint16(at, true);
  const channels = view.getUint16(at + 2, true);
  const bits = view.getUint16(at + 14, true);
  if ((code !== 1 && code !== EXTENSIBLE) || (bits !== 16 && bits !== 24) || channels === 0) {
    throw new RangeError("only 16- and 24-bit PCM is read here");
  }
  return { channels, sampleRate: view.getUint32(at + 4, true), bits };
}

/** WAVE_FORMAT_EXTENSIBLE, which ffmpeg writes for 24 bits. */
const EXTENSIBLE = 0xfffe;

function unpack(
  view: DataView,
  start: number,
  bytes: number,
  channels: number,
  bits: number,
): Float32Array<ArrayBuffer>[] {
  const sampleBytes = bits / 8;
  const frames = Math.floor(bytes / (channels * sampleBytes));
  return Array.from({ length: channels }, (_, channel) => {
    const out = new Float32Array(frames);
    let at = start + channel * sampleBytes;
    for (let i = 0; i < frames; i++, at += channels * sampleBytes) {
      out[i] = bits === 16
        ? view.getInt16(at, true) / 32768
        : (view.getUint16(at, true) | (view.getInt8(at + 2) << 16)) / 8388608;
    }
    return out;
  });
}

function tag(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
}
