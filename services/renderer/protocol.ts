import type { PerformedPart, Role, Style } from "../composer/score.ts";
import type { Stereo } from "../mixer/stereo.ts";

/** Work for a render worker; it answers each message with one, in order. */
export type RenderTask =
  | {
    readonly type: "stem";
    readonly part: PerformedPart;
    readonly style: Style;
    readonly frames: number;
    /** A level found earlier, to be kept. */
    readonly gainDb?: number;
  }
  | {
    readonly type: "master";
    readonly stems: readonly Stereo[];
    readonly fadeSeconds: number;
  };

export type RenderAnswer =
  | { readonly type: "stem"; readonly stem: Stereo; readonly gainDb: number }
  | { readonly type: "master"; readonly master: MasteredFiles }
  | { readonly type: "failed"; readonly message: string; readonly stack: string };

export interface SoundFile {
  /** RIFF WAVE, 24 bits, stereo. */
  readonly wav: Uint8Array<ArrayBuffer>;
  /** See `services/mixer/peaks.ts`. */
  readonly peaks: Uint8Array<ArrayBuffer>;
}

export interface MasteredFiles {
  readonly mix: SoundFile;
  /** In the order of the task's stems. */
  readonly stems: readonly SoundFile[];
  readonly loudnessLufs: number;
  readonly truePeakDbtp: number;
  readonly limiterReductionDb: number;
  readonly compressorReductionDb: number;
}

export interface RenderedStem extends SoundFile {
  readonly partId: string;
  readonly name: string;
  readonly role: Role;
  readonly program: number;
  /** The level the mixer gave this part, to be frozen with it. */
  readonly gainDb: number;
}
