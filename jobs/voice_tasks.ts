import { ApiError } from "../services/api_error.ts";
import type { VoiceProblem } from "../services/voice/analyse_voice.ts";
import type { HarmonyOptions } from "../services/voice/harmonies/harmonise.ts";
import type { MatchOptions } from "../services/voice/match_reference.ts";
import type { ProcessSettings } from "../services/voice/process_take.ts";
import type { StyleOptions } from "../services/voice/styles/apply_style.ts";
import type { OnProgress } from "./render_stages.ts";

/**
 * Work on voices takes seconds, which the loop that serves the sockets does not have: each task runs
 * in a thread of its own, which reads and writes its sound as files, so that nothing big passes the loop.
 */
export interface VoiceTasks {
  /** Writes what GET …/pitch answers. */
  readonly listen: {
    readonly task: { readonly input: string; readonly contour: string };
    readonly result: { readonly problem: VoiceProblem | null };
  };
  readonly process: {
    readonly task: {
      readonly input: string;
      readonly settings: ProcessSettings;
      readonly output: SoundPaths;
    };
    readonly result: Made;
  };
  readonly style: {
    readonly task: {
      readonly input: string;
      readonly options: StyleOptions;
      readonly output: SoundPaths;
    };
    readonly result: Made;
  };
  readonly match: {
    readonly task: {
      readonly input: string;
      readonly reference: string;
      readonly options: MatchOptions;
      readonly output: SoundPaths;
    };
    readonly result: Made;
  };
  readonly harmonise: {
    readonly task: {
      readonly input: string;
      /** What is not said is heard from the take. */
      readonly options: Omit<HarmonyOptions, "key" | "scale"> & KeyWish;
      readonly outputs: readonly SoundPaths[];
    };
    readonly result: {
      readonly parts: readonly (MadeSound & {
        readonly name: string;
        readonly pan: number;
        readonly gainDb: number;
      })[];
      readonly report: Report;
    };
  };
}

/** A key without a scale is major; neither is what the take seems to be sung in. */
export interface KeyWish {
  readonly key?: string;
  readonly scale?: string;
}

/** Where a task leaves a sound. */
export interface SoundPaths {
  /** 24-bit WAV. */
  readonly wav: string;
  readonly peaks: string;
  /** Left out: nobody looks at its pitch. */
  readonly contour?: string;
}

export interface MadeSound {
  readonly durationSeconds: number;
  /** Null for silence. */
  readonly lufs: number | null;
}

export interface Made {
  readonly sound: MadeSound;
  readonly report: Report;
}

/** Figures as they go out. */
export type Report = Readonly<Record<string, unknown>>;

export type VoiceTaskName = keyof VoiceTasks;

export type VoiceQuestion = {
  readonly [Name in VoiceTaskName]: {
    readonly name: Name;
    readonly task: VoiceTasks[Name]["task"];
  };
}[VoiceTaskName];

export type VoiceAnswer =
  | { readonly kind: "progress"; readonly stage: string; readonly fraction: number }
  | { readonly kind: "done"; readonly result: VoiceTasks[VoiceTaskName]["result"] }
  | {
    readonly kind: "failed";
    readonly message: string;
    /** Set when it was an ApiError: something that a person can act on. */
    readonly refused?: { readonly code: string; readonly status: number };
  };

/**
 * @throws the signal's reason as soon as it is aborted; the thread ends at once.
 * @throws ApiError 422 VOICE_SILENT, VOICE_UNPITCHED, VOICE_POLYPHONIC when the take is not one that
 *   this can be done with.
 */
export async function workOnVoice<Name extends VoiceTaskName>(
  name: Name,
  task: VoiceTasks[Name]["task"],
  { signal, onProgress = () => {} }: {
    readonly signal: AbortSignal;
    readonly onProgress?: OnProgress;
  },
): Promise<VoiceTasks[Name]["result"]> {
  signal.throwIfAborted();
  const worker = new Worker(new URL("./voice_worker.ts", import.meta.url), { type: "module" });
  const ended = Promise.withResolvers<VoiceTasks[VoiceTaskName]["result"]>();
  const abort = () => ended.reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  worker.onmessage = ({ data }: MessageEvent<VoiceAnswer>) => {
    if (data.kind === "progress") onProgress(data.stage, data.fraction);
    else if (data.kind === "done") ended.resolve(data.result);
    else ended.reject(failure(data));
  };
  worker.onerror = (event) => {
    event.preventDefault();
    ended.reject(new Error(`${name}: ${event.message}`));
  };
  worker.postMessage({ name, task });
  try {
    return await ended.promise as VoiceTasks[Name]["result"];
  } finally {
    signal.removeEventListener("abort", abort);
    worker.terminate();
  }
}

function failure({ message, refused }: Extract<VoiceAnswer, { kind: "failed" }>): Error {
  return refused ? new ApiError(refused.code, refused.status, message) : new Error(message);
}
