import { fold, type Folded } from "./fold.ts";

/** Folds small logs at once and big ones in a Worker, which starts with the first of them. */
export class Folder {
  #worker: Worker | undefined;
  #last: Promise<unknown> = Promise.resolve();

  fold(parts: readonly Uint8Array[]): Promise<Folded> {
    const bytes = parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
    if (bytes < WORTH_A_WORKER_BYTES) return Promise.resolve(fold(parts));
    const folded = this.#last.then(() => this.#foldInWorker(parts));
    this.#last = folded.catch(() => {});
    return folded;
  }

  close(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  #foldInWorker(parts: readonly Uint8Array[]): Promise<Folded> {
    const worker = this.#worker ??= new Worker(new URL("./fold_worker.ts", import.meta.url), {
      type: "module",
    });
    return new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<Folded>) => resolve(data);
      worker.onerror = (event) => {
        event.preventDefault();
        this.close();
        reject(new Error(`the folding worker failed: ${event.message}`));
      };
      worker.postMessage(parts);
    });
  }
}

const WORTH_A_WORKER_BYTES = 256 * 1024;
