/** A stereo sound that need not be in memory. */
export interface SoundSource {
  readonly sampleRate: number;
  readonly frames: number;
  /** Fills both with what begins at a frame; silence before the beginning and after the end. */
  read(start: number, left: Float32Array, right: Float32Array): void;
}

/** How much of it is worked on at once; a multiple of every step. */
export const BLOCK_FRAMES = 65_536;

/** A sound in memory. */
export function soundOf(
  left: Float32Array,
  right: Float32Array,
  sampleRate: number,
): SoundSource {
  return {
    sampleRate,
    frames: left.length,
    read(start, toLeft, toRight) {
      for (const [from, to] of [[left, toLeft], [right, toRight]] as const) {
        to.fill(0);
        to.set(
          from.subarray(Math.max(0, start), Math.max(0, start + to.length)),
          Math.max(0, -start),
        );
      }
    },
  };
}

/** Its blocks, one after another, in the same two arrays. */
export function* blocksOf(source: SoundSource): Generator<SoundBlock> {
  const [left, right] = [new Float32Array(BLOCK_FRAMES), new Float32Array(BLOCK_FRAMES)];
  for (let start = 0; start < source.frames; start += BLOCK_FRAMES) {
    source.read(start, left, right);
    yield { start, length: Math.min(BLOCK_FRAMES, source.frames - start), left, right };
  }
}

export interface SoundBlock {
  readonly start: number;
  /** How much of the arrays is the sound's. */
  readonly length: number;
  readonly left: Float32Array<ArrayBuffer>;
  readonly right: Float32Array<ArrayBuffer>;
}
