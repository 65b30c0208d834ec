import type { PerformedPart, Style } from "../composer/score.ts";
import type { Stereo } from "../mixer/stereo.ts";

/** Work for a render worker, which does one task at a time. */
export interface RenderTasks {
  /** Synthesis and channel strip of one part. */
  readonly stem: {
    readonly part: PerformedPart;
    readonly style: Style;
    readonly frames: number;
    /** A level found earlier, to be kept. */
    readonly gainDb?: number;
  };
  /** The sum of the stems and the gain that masters it. */
  readonly master: { readonly stems: readonly Stereo[]; readonly fadeSeconds: number };
  /** A sound written as files, through a gain if there is one. */
  readonly write: { readonly sound: Stereo; readonly gain?: Float32Array };
}

export interface RenderResults {
  readonly stem: { readonly stem: Stereo; readonly gainDb: number };
  readonly master: {
    /** Already through the gain. */
    readonly mix: Stereo;
    /** Handed back as they came. */
    readonly stems: readonly Stereo[];
    /** Shared, so that every worker reads the same memory. */
    readonly gain: Float32Array<SharedArrayBuffer>;
    readonly loudnessLufs: number;
    readonly truePeakDbtp: number;
    readonly limiterReductionDb: number;
    readonly compressorReductionDb: number;
  };
  readonly write: SoundFile;
}

export type TaskName = keyof RenderTasks;

export type RenderRequest = {
  readonly [Name in TaskName]: { readonly type: Name; readonly task: RenderTasks[Name] };
}[TaskName];

export type RenderAnswer =
  | {
    readonly [Name in TaskName]: { readonly type: Name; readonly result: RenderResults[Name] };
  }[TaskName]
  | { readonly type: "failed"; readonly message: string; readonly stack: string };

export interface SoundFile {
  /** RIFF WAVE, 24 bits, stereo. */
  readonly wav: Uint8Array<ArrayBuffer>;
  /** See `services/mixer/peaks.ts`. */
  readonly peaks: Uint8Array<ArrayBuffer>;
}
