import type { RenderAnswer, RenderResults, RenderTasks, TaskName } from "./protocol.ts";

/** Synthesis or mixing went wrong; `cause` is what the worker threw. */
export class RenderError extends Error {
  override readonly name = "RenderError";
}

/** One worker thread. It takes one task at a time. */
export class RenderWorker {
  readonly #worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  #broken: RenderError | undefined;
  #onBroken = (_error: RenderError) => {};

  constructor() {
    // From the first moment: an error nobody listens for would end the whole process.
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#broken = failure(event.message, `${event.filename}:${event.lineno}`);
      this.#onBroken(this.#broken);
    };
  }

  /**
   * @param transfer buffers that are handed over and are gone here afterwards.
   * @throws {RenderError} when the task fails or the worker itself does.
   */
  run<Name extends TaskName>(
    type: Name,
    task: RenderTasks[Name],
    transfer: Transferable[] = [],
  ): Promise<RenderResults[Name]> {
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    const { promise, resolve, reject } = Promise.withResolvers<RenderResults[Name]>();
    this.#onBroken = reject;
    this.#worker.onmessage = ({ data }: MessageEvent<RenderAnswer>) => {
      if (data.type === "failed") reject(failure(data.message, data.stack));
      else resolve(data.result as RenderResults[Name]);
    };
    this.#worker.postMessage({ type, task }, transfer);
    return promise;
  }

  /** Ends the thread at once, in the middle of whatever it does. */
  end(): void {
    this.#worker.terminate();
  }
}

function failure(message: string, stack: string): RenderError {
  const cause = new Error(message);
  cause.stack = stack;
  return new RenderError(`rendering failed: ${message}`, { cause });
}
