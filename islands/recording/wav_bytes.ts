/**
 * A WAV file that grows while it is recorded: 24-bit PCM, mono or interleaved, in pieces. The header is written
 * last, when the length is known, so that pieces kept on the device become a whole file at any moment.
 */
export interface WavShape {
  readonly sampleRate: number;
  readonly channels: number;
}

export const WAV_BITS = 24;
export const WAV_HEADER_BYTES = 44;

/**
 * One block of samples as 24-bit little-endian PCM, interleaved.
 *
 * @param channels arrays of one length, −1 … 1; what is beyond is clipped.
 */
export function packPcm24(channels: readonly Float32Array[]): Uint8Array<ArrayBuffer> {
  const frames = channels[0]?.length ?? 0;
  const bytes = new Uint8Array(frames * channels.length * 3);
  channels.forEach((samples, channel) => {
    const stride = channels.length * 3;
    for (let i = 0, at = channel * 3; i < frames; i++, at += stride) {
      const value = Math.max(-8388608, Math.min(8388607, Math.round(samples[i]! * 8388608)));
      bytes[at] = value;
      bytes[at + 1] = value >> 8;
      bytes[at + 2] = value >> 16;
    }
  });
  return bytes;
}

/** The RIFF header before `dataBytes` of PCM (plain integer PCM, format 1). */
export function wavHeader(
  { sampleRate, channels }: WavShape,
  dataBytes: number,
): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(WAV_HEADER_BYTES);
  const view = new DataView(header.buffer);
  const text = (at: number, value: string) => {
    for (let i = 0; i < value.length; i++) header[at + i] = value.charCodeAt(i);
  };
  const frameBytes = channels * WAV_BITS / 8;
  text(0, "RIFF");
  view.setUint32(4, WAV_HEADER_BYTES - 8 + dataBytes + dataBytes % 2, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * frameBytes, true);
  view.setUint16(32, frameBytes, true);
  view.setUint16(34, WAV_BITS, true);
  text(36, "data");
  view.setUint32(40, dataBytes, true);
  return header;
}

/** Header and pieces as one file; an odd length is padded, as RIFF wants it. */
export function wavFile(shape: WavShape, pieces: readonly Uint8Array<ArrayBuffer>[]): Blob {
  const dataBytes = pieces.reduce((sum, { length }) => sum + length, 0);
  const padding = new Uint8Array(dataBytes % 2);
  return new Blob([wavHeader(shape, dataBytes), ...pieces, padding], { type: "audio/wav" });
}

/** How long a take may be: five minutes, or what fits into 50 MB at this rate. */
export function longestTakeSeconds({ sampleRate, channels }: WavShape): number {
  const fits = (MAX_TAKE_BYTES - WAV_HEADER_BYTES) / (sampleRate * channels * WAV_BITS / 8);
  return Math.min(MAX_TAKE_SECONDS, Math.floor(fits));
}

export const MAX_TAKE_SECONDS = 300;
export const MAX_TAKE_BYTES = 50_000_000;
