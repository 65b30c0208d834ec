import { ApiError } from "../api_error.ts";
import type { MelodyNote } from "./match/melody.ts";
import type { LyricMatch } from "./match/match_lyrics.ts";
import type { LineReading } from "./read_lines.ts";
import type { AlternatesAsk } from "./writer/alternates.ts";
import type { Ideas } from "./writer/ideas.ts";
import type { LyricsAsk, WrittenLyrics } from "./writer/write_lyrics.ts";
import type { Rhymes } from "./words/rhyme_index.ts";

/** What can be asked of the thread that knows the words, and what it answers. */
export interface LyricTasks {
  readonly rhymes: {
    readonly task: { readonly word: string; readonly near: boolean; readonly limit: number };
    readonly result: Rhymes;
  };
  readonly read: { readonly task: { readonly text: string }; readonly result: LineReading[] };
  readonly write: { readonly task: LyricsAsk; readonly result: WrittenLyrics };
  readonly alternates: { readonly task: AlternatesAsk; readonly result: string[][] };
  readonly ideas: {
    readonly task: {
      readonly theme: string;
      readonly valence: number;
      readonly arousal: number;
      readonly seed: number;
    };
    readonly result: Ideas;
  };
  readonly match: {
    readonly task: {
      readonly text: string;
      readonly melody: readonly MelodyNote[];
      /** Numbers of lines whose words may not change. */
      readonly keep: readonly number[];
    };
    readonly result: LyricMatch;
  };
}

export type LyricTaskName = keyof LyricTasks;

export type LyricQuestion = {
  [Name in LyricTaskName]: {
    readonly id: number;
    readonly name: Name;
    readonly task: LyricTasks[Name]["task"];
  };
}[LyricTaskName];

export type LyricAnswer =
  | { readonly id: number; readonly ok: true; readonly result: LyricTasks[LyricTaskName]["result"] }
  | { readonly id: number; readonly ok: false; readonly message: string; readonly cannot: boolean };

/**
 * Threads that have read the dictionaries and keep them: half a second to open, then milliseconds. Rhymes
 * and readings, which people wait for as they type, do not stand behind songs that are being written.
 */
export interface Lyricist {
  /**
   * @throws the signal's reason when it is aborted; the answer is dropped.
   * @throws ApiError 422 for what cannot be written (a line of forty syllables).
   */
  ask<Name extends LyricTaskName>(
    name: Name,
    task: LyricTasks[Name]["task"],
    signal?: AbortSignal,
  ): Promise<LyricTasks[Name]["result"]>;
  /** Opens the thread for quick answers now, so that the first question finds it ready. */
  warm(): void;
  /** How many threads hold the dictionaries now. */
  readonly open: number;
  close(): void;
}

/** What takes seconds. */
const SLOW: ReadonlySet<LyricTaskName> = new Set(["write", "alternates", "match"]);

/** A quarter of a gigabyte is not kept for a song that nobody asks for. */
const REST_MS = 5 * 60_000;

/**
 * A thread opens with its first question, or earlier by `warm`. One that breaks is opened anew.
 *
 * @param restMs after so long without a question the thread for what takes seconds is let go.
 */
export function createLyricist(restMs = REST_MS): Lyricist {
  const [quick, slow] = [createThread(Infinity), createThread(restMs)];
  return {
    ask: (name, task, signal) => (SLOW.has(name) ? slow : quick).ask(name, task, signal),
    warm: quick.warm,
    get open() {
      return quick.open + slow.open;
    },
    close: () => {
      quick.close();
      slow.close();
    },
  };
}

function createThread(restMs: number): Lyricist {
  const waiting = new Map<number, PromiseWithResolvers<LyricTasks[LyricTaskName]["result"]>>();
  let next = 0;
  let worker: Worker | null = null;
  let resting: ReturnType<typeof setTimeout> | undefined;

  const fail = (why: Error) => {
    clearTimeout(resting);
    worker?.terminate();
    worker = null;
    for (const answer of waiting.values()) answer.reject(why);
    waiting.clear();
  };

  const open = (): Worker => {
    const opened = new Worker(new URL("./lyricist_worker.ts", import.meta.url), { type: "module" });
    opened.onmessage = ({ data }: MessageEvent<LyricAnswer>) => {
      const answer = waiting.get(data.id);
      if (!waiting.delete(data.id)) return;
      if (data.ok) answer!.resolve(data.result);
      else {
        answer!.reject(
          data.cannot
            ? new ApiError("CANNOT_BE_WRITTEN", 422, data.message)
            : new Error(data.message),
        );
      }
    };
    opened.onerror = (event) => {
      event.preventDefault();
      fail(new Error(`the thread of words broke: ${event.message}`));
    };
    return opened;
  };

  return {
    async ask(name, task, signal) {
      signal?.throwIfAborted();
      const id = next++;
      const answer = Promise.withResolvers<LyricTasks[LyricTaskName]["result"]>();
      waiting.set(id, answer);
      const abort = () => {
        waiting.delete(id);
        answer.reject(signal!.reason);
      };
      signal?.addEventListener("abort", abort, { once: true });
      clearTimeout(resting);
      worker ??= open();
      worker.postMessage({ id, name, task });
      try {
        return await answer.promise as LyricTasks[typeof name]["result"];
      } finally {
        signal?.removeEventListener("abort", abort);
        if (worker && waiting.size === 0 && restMs < Infinity) {
          clearTimeout(resting);
          resting = setTimeout(() => fail(new Error("the thread of words rests")), restMs);
        }
      }
    },
    get open() {
      return worker ? 1 : 0;
    },
    warm: () => void (worker ??= open()),
    close: () => fail(new Error("the thread of words is closed")),
  };
}
