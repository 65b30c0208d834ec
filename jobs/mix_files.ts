import { BLOCK_FRAMES, type SoundSource } from "../services/mixer/sound_source.ts";
import { wavData } from "../services/mixer/wav.ts";

/*
 * Sound in files, as the mix worker reads and writes it: blocking, because the thread has nothing else to
 * do, and never more than a block at a time.
 */

const FLOAT_BYTES = 4;
const HEAD_BYTES = 4096;

/** A file of float samples: those of a sound, or of the sum. */
export class FloatFile {
  readonly #file: Deno.FsFile;
  readonly #start: number;
  readonly channels: 1 | 2;
  readonly frames: number;

  private constructor(file: Deno.FsFile, start: number, channels: number, frames?: number) {
    if (channels !== 1 && channels !== 2) throw new RangeError(`${channels} channels`);
    this.#file = file;
    this.#start = start;
    this.channels = channels;
    this.frames = frames ?? Math.floor((file.statSync().size - start) / (FLOAT_BYTES * channels));
  }

  static wav(path: string): FloatFile {
    const file = Deno.openSync(path);
    const head = new Uint8Array(HEAD_BYTES);
    const { start, channels } = wavData(head.subarray(0, readAt(file, 0, head)));
    return new FloatFile(file, start, channels);
  }

  /** Interleaved stereo without a header. */
  static sum(path: string, options: { readonly write?: boolean } = {}): FloatFile {
    const write = options.write ?? false;
    return new FloatFile(Deno.openSync(path, { read: true, write, create: write }), 0, 2);
  }

  /** Fills from a frame on, with silence beyond the end. @returns how many frames there were. */
  read(frame: number, samples: Float32Array<ArrayBuffer>): number {
    const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
    const frameBytes = FLOAT_BYTES * this.channels;
    const length = readAt(this.#file, this.#start + frame * frameBytes, bytes);
    bytes.fill(0, length);
    return Math.floor(length / frameBytes);
  }

  write(frame: number, samples: Float32Array<ArrayBuffer>): void {
    const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
    this.#file.seekSync(this.#start + frame * FLOAT_BYTES * this.channels, Deno.SeekMode.Start);
    writeAll(this.#file, bytes);
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
}

/** The sum as the master reads it. */
export function sumSource(file: FloatFile, frames: number, sampleRate: number): SoundSource {
  let samples = new Float32Array(2 * BLOCK_FRAMES);
  return {
    sampleRate,
    frames,
    read(start, left, right) {
      left.fill(0);
      right.fill(0);
      const skipped = Math.max(0, -start);
      const wanted = Math.min(left.length - skipped, frames - start - skipped);
      if (wanted <= 0) return;
      if (samples.length < 2 * wanted) samples = new Float32Array(2 * wanted);
      file.read(start + skipped, samples.subarray(0, 2 * wanted));
      for (let i = 0; i < wanted; i++) {
        left[skipped + i] = samples[2 * i]!;
        right[skipped + i] = samples[2 * i + 1]!;
      }
    },
  };
}

/** A file of floats can hold anything, and one sample that is no number would silence the song. */
export function sane(sample: number): number {
  return sample >= -LOUDEST && sample <= LOUDEST ? sample : 0;
}

const LOUDEST = 16;

export function writeAll(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
}

/** @returns how many bytes there were. */
function readAt(file: Deno.FsFile, position: number, bytes: Uint8Array): number {
  file.seekSync(position, Deno.SeekMode.Start);
  let length = 0;
  while (length < bytes.length) {
    const count = file.readSync(bytes.subarray(length));
    if (count === null) break;
    length += count;
  }
  return length;
}
