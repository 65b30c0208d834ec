import { keptOf } from "./latency.ts";
import type { Block } from "./capture.ts";
import type { KeptTake, TakeStore } from "./take_store.ts";
import { longestTakeSeconds, packPcm24 } from "./wav_bytes.ts";

/** Writes what is sung into the store while it is sung. */
export interface TakeWriter {
  /** @returns false once the take is as long as a take may be. */
  write(block: Block): boolean;
  seconds(): number;
  /** The loudest and the quietest of every block so far, for the lane that grows. */
  readonly peaks: readonly number[];
  /** Writes the rest. @throws what the store could not keep: the device is full. */
  finish(): Promise<void>;
}

/** What is written at a time: about a second. */
const PIECE_FRAMES = 48_000;

export function createTakeWriter(
  store: TakeStore,
  take: KeptTake & { readonly format: { readonly kind: "wav" } },
  firstFrame: number,
): TakeWriter {
  const { sampleRate } = take.format;
  const longest = longestTakeSeconds(take.format) * sampleRate;
  const peaks: number[] = [];
  let held: Float32Array<ArrayBuffer>[] = [];
  let heldFrames = 0;
  let frames = 0;
  let writing: Promise<void> = store.begin(take);

  const keep = (samples: Float32Array<ArrayBuffer>) => {
    const part = samples.subarray(0, longest - frames);
    held.push(part);
    heldFrames += part.length;
    frames += part.length;
    if (heldFrames >= PIECE_FRAMES) flush();
  };
  const flush = () => {
    const piece = packPcm24([joined(held, heldFrames)]);
    held = [];
    heldFrames = 0;
    writing = writing.then(() => store.append(take.id, piece));
    writing.catch(() => undefined); // told by `finish`
  };

  return {
    peaks,
    write: (block) => {
      const kept = keptOf(block, firstFrame + frames);
      if (!kept) return true;
      // The audio thread was too busy: the gap stays a gap, so that what follows is in time.
      const gap = Math.min(block.frame - firstFrame - frames, 60 * sampleRate);
      if (frames > 0 && gap > 0) keep(new Float32Array(gap));
      keep(kept);
      peaks.push(kept.reduce((most, x) => Math.max(most, Math.abs(x)), 0));
      return frames < longest;
    },
    seconds: () => frames / sampleRate,
    finish: async () => {
      if (heldFrames > 0) flush();
      await writing;
      await store.finish(take.id);
    },
  };
}

function joined(parts: readonly Float32Array[], length: number): Float32Array {
  const whole = new Float32Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
