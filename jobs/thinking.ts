import type { Brief, Performance, Score } from "../services/composer/composer.ts";
import type { Analysis } from "../services/mood/analysis.ts";
import type { DrawnStroke, Size } from "../services/mood/gesture.ts";
import type { Pixels } from "../services/mood/pixels.ts";
import type { Layer } from "../services/mood/raster.ts";
import { ApiError } from "../services/api_error.ts";

/**
 * Reading a picture and composing take tens of milliseconds, which the loop that serves the sockets
 * does not have: each runs in a thread of its own.
 */
export interface Thoughts {
  readonly read: {
    /** `seed`: what the picture will be composed from, unless somebody chooses another. */
    readonly task:
      & { readonly seed: number }
      & (
        | { readonly source: "image"; readonly pixels: Pixels }
        | {
          readonly source: "drawing";
          readonly strokes: readonly DrawnStroke[];
          readonly size: Size;
        }
        | { readonly source: "composite"; readonly layers: readonly Layer[]; readonly size: Size }
      );
    readonly result: Analysis;
  };
  /** The picture itself, for an engine that looks at it. */
  readonly flatten: {
    readonly task: {
      readonly layers: readonly Layer[];
      readonly size: Size;
      readonly width: number;
    };
    readonly result: Pixels;
  };
  readonly compose: {
    readonly task: Brief;
    readonly result: Composition;
  };
}

export interface Composition {
  readonly score: Score;
  readonly performance: Performance;
  /** A standard MIDI file. */
  readonly midi: Uint8Array<ArrayBuffer>;
}

export type ThoughtName = keyof Thoughts;

export type Question = {
  readonly [Name in ThoughtName]: { readonly name: Name; readonly task: Thoughts[Name]["task"] };
}[ThoughtName];

export type Answer =
  | { readonly ok: true; readonly result: Thoughts[ThoughtName]["result"] }
  | {
    readonly ok: false;
    readonly message: string;
    /** Set when it was an ApiError: something that a person can act on. */
    readonly refused?: { readonly code: string; readonly status: number };
  };

/**
 * @throws the signal's reason as soon as it is aborted; the thread ends at once.
 * @throws ApiError what the services refuse with.
 */
export async function think<Name extends ThoughtName>(
  name: Name,
  task: Thoughts[Name]["task"],
  signal: AbortSignal,
): Promise<Thoughts[Name]["result"]> {
  signal.throwIfAborted();
  const worker = new Worker(new URL("./thinking_worker.ts", import.meta.url), { type: "module" });
  const answer = Promise.withResolvers<Answer>();
  const abort = () => answer.reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  worker.onmessage = ({ data }: MessageEvent<Answer>) => answer.resolve(data);
  worker.onerror = (event) => {
    event.preventDefault();
    answer.reject(new Error(`${name}: ${event.message}`));
  };
  worker.postMessage({ name, task });
  try {
    const found = await answer.promise;
    if (found.ok) return found.result as Thoughts[Name]["result"];
    const { message, refused } = found;
    throw refused ? new ApiError(refused.code, refused.status, message) : new Error(message);
  } finally {
    signal.removeEventListener("abort", abort);
    worker.terminate();
  }
}
