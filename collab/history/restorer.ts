import type { ApartEdit } from "../room_edits.ts";
import type { RestoreAnswer, RestoreTask } from "./restore_worker.ts";
import { Tally } from "./tally.ts";

/** Makes the edits of restores in a Worker, one after the other: each needs two documents in memory. */
export class Restorer {
  readonly #databaseUrl: string;
  #last: Promise<unknown> = Promise.resolve();
  #abandon: (() => void) | undefined;
  #isClosed = false;

  constructor(databaseUrl: string) {
    this.#databaseUrl = databaseUrl;
  }

  /** @throws Error when it cannot be made. */
  make(task: Omit<RestoreTask, "databaseUrl">): Promise<Omit<ApartEdit<never>, "value">> {
    const made = this.#last.then(() => this.#make({ ...task, databaseUrl: this.#databaseUrl }));
    this.#last = made.catch(() => {});
    return made;
  }

  /** What runs is given up. */
  close(): void {
    this.#isClosed = true;
    this.#abandon?.();
  }

  async #make(task: RestoreTask): Promise<Omit<ApartEdit<never>, "value">> {
    if (this.#isClosed) throw new Error("the rooms are closing");
    const worker = new Worker(new URL("./restore_worker.ts", import.meta.url), { type: "module" });
    try {
      const answer = await new Promise<RestoreAnswer>((resolve, reject) => {
        this.#abandon = () => reject(new Error("the rooms are closing"));
        worker.onmessage = ({ data }: MessageEvent<RestoreAnswer>) => resolve(data);
        worker.onerror = (event) => {
          event.preventDefault();
          reject(new Error(event.message));
        };
        worker.postMessage(task);
      });
      if (!answer.ok) throw new Error(`a version could not be restored: ${answer.message}`);
      const tally = new Tally();
      tally.add(answer.deeds);
      return { update: answer.update, tally, documentBytes: answer.documentBytes };
    } finally {
      this.#abandon = undefined;
      worker.terminate();
    }
  }
}
