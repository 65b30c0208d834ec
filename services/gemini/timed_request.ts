import { type Failed, failedWith, FAILURE_WORDS } from "./failure.ts";

/** The service's own word, or its silence. */
export class RequestFailed extends Error {
  override readonly name = "RequestFailed";
  constructor(readonly failed: Failed) {
    super(FAILURE_WORDS[failed.failure]);
  }
}

/**
 * Runs one request with a time limit: the library has none, and its own timer outlives the answer.
 * @throws RequestFailed for whatever the library throws; the caller's reason when that was aborted.
 */
export async function limited(
  outer: AbortSignal,
  withinMs: number,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const own = new AbortController();
  const stop = () => own.abort();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, Math.max(0, withinMs));
  outer.addEventListener("abort", stop, { once: true });
  try {
    outer.throwIfAborted();
    await work(own.signal);
    // The library takes an abort in the middle of an answer for its end.
    outer.throwIfAborted();
    if (late) throw new RequestFailed({ failure: "timeout" });
  } catch (error) {
    outer.throwIfAborted();
    throw new RequestFailed(late ? { failure: "timeout" } : failedWith(error));
  } finally {
    clearTimeout(timer);
    outer.removeEventListener("abort", stop);
    stop(); // what is left of an answer that nobody reads
  }
}

/** @throws the signal's reason as soon as it is aborted. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const over = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", over);
      resolve();
    }, ms);
    signal.addEventListener("abort", over, { once: true });
  });
}
