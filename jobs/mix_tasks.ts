import type { PanGains } from "../services/mixer/desk.ts";
import type { CompPart } from "./comp_sound.ts";

/**
 * Summing and mastering take seconds, which the loop that serves the sockets does not have: one thread for
 * each export does both, block by block, from file to file.
 */
export interface MixTasks {
  /** Lays the recordings of a track into one float WAV; where its first frame lies in the song. */
  readonly comp: {
    readonly task: {
      readonly parts: readonly CompPart[];
      readonly sampleRate: number;
      readonly output: string;
    };
    readonly result: number;
  };
  /** Adds a sound to the sum. */
  readonly add: {
    readonly task: Laid & { readonly sum: string };
    readonly result: AddedSound;
  };
  /** Writes a sound as a stem of its own: as it is in the sum. */
  readonly stem: {
    readonly task: Laid & { readonly sampleRate: number; readonly output: string };
    readonly result: AddedSound;
  };
  /** Makes a stem as long as the others. */
  readonly pad: {
    readonly task: {
      readonly path: string;
      readonly sampleRate: number;
      readonly frames: number;
    };
    readonly result: null;
  };
  /** How loud the sum is, LUFS; null for silence. */
  readonly loudness: {
    readonly task: SumFile;
    readonly result: number | null;
  };
  /** Brings the sum to a loudness and writes it as 24-bit WAV; null for silence. */
  readonly master: {
    readonly task: SumFile & {
      readonly targetLufs: number;
      readonly ceilingDbtp?: number;
      readonly output: string;
    };
    readonly result: Mastered | null;
  };
}

/** A sound and its place in the song. */
export interface Laid {
  /** 32-bit float WAV of one or two channels, at the song's rate. */
  readonly input: string;
  /** Where its first sample lies; before the song's beginning it is cut. */
  readonly startFrame: number;
  /** The fader is in them. */
  readonly gains: PanGains;
}

export interface AddedSound {
  /** How far the song reaches with it. */
  readonly endFrame: number;
  /** The largest magnitude, as it is in the sum. */
  readonly peak: number;
}

/** Interleaved 32-bit float samples, stereo, without a header. */
export interface SumFile {
  readonly sum: string;
  readonly frames: number;
  readonly sampleRate: number;
}

export interface Mastered {
  readonly lufs: number;
  readonly limiterReductionDb: number;
  readonly compressorReductionDb: number;
}

export type MixTaskName = keyof MixTasks;

export type MixQuestion = {
  readonly [Name in MixTaskName]: { readonly name: Name; readonly task: MixTasks[Name]["task"] };
}[MixTaskName];

export type MixAnswer =
  | { readonly kind: "progress"; readonly fraction: number }
  | { readonly kind: "done"; readonly result: MixTasks[MixTaskName]["result"] }
  | { readonly kind: "failed"; readonly message: string };

/** The thread: one task at a time. */
export interface MixWorker {
  /** @throws the signal's reason as soon as it is aborted; the thread ends at once. */
  run<Name extends MixTaskName>(
    name: Name,
    task: MixTasks[Name]["task"],
    onProgress?: (fraction: number) => void,
  ): Promise<MixTasks[Name]["result"]>;
}

/** Gives `work` a thread, and ends it afterwards, whatever happened. */
export async function withMixWorker<T>(
  signal: AbortSignal,
  work: (worker: MixWorker) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const thread = new Worker(new URL("./mix_worker.ts", import.meta.url), { type: "module" });
  let current = Promise.withResolvers<MixTasks[MixTaskName]["result"]>();
  let onProgress: (fraction: number) => void = () => {};
  const fail = (error: unknown) => {
    current.promise.catch(() => undefined); // nobody may be waiting
    current.reject(error);
  };
  const abort = () => fail(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  thread.onmessage = ({ data }: MessageEvent<MixAnswer>) => {
    if (data.kind === "progress") onProgress(data.fraction);
    else if (data.kind === "done") current.resolve(data.result);
    else fail(new Error(data.message));
  };
  thread.onerror = (event) => {
    event.preventDefault();
    fail(new Error(`mixing: ${event.message}`));
  };
  try {
    return await work({
      async run<Name extends MixTaskName>(
        name: Name,
        task: MixTasks[Name]["task"],
        tell: (fraction: number) => void = () => {},
      ) {
        signal.throwIfAborted();
        current = Promise.withResolvers();
        onProgress = tell;
        thread.postMessage({ name, task });
        return await current.promise as MixTasks[Name]["result"];
      },
    });
  } finally {
    signal.removeEventListener("abort", abort);
    thread.terminate();
  }
}
