import type { Log } from "../services/log.ts";
import type { CompactionAnswer, CompactionTask } from "./compaction_worker.ts";

/**
 * Compacts the documents it is asked to, one at a time, in a Worker that starts with the first. A
 * failure costs nothing but a longer log.
 */
export class Compactor {
  readonly #databaseUrl: string;
  readonly #log: Log;
  readonly #keepRowsMs: number;
  readonly #asked = new Set<string>();
  #worker: Worker | undefined;
  #running: Promise<void> | undefined;
  #abandon: (() => void) | undefined;

  /** @param keepRowsMs how long rows stay in the log although the snapshot holds them. */
  constructor(databaseUrl: string, log: Log, keepRowsMs: number) {
    this.#databaseUrl = databaseUrl;
    this.#log = log;
    this.#keepRowsMs = keepRowsMs;
  }

  request(projectId: string): void {
    this.#asked.add(projectId);
    this.#running ??= this.#run().finally(() => this.#running = undefined);
  }

  async idle(): Promise<void> {
    await this.#running;
  }

  /** What is still asked for waits for the next time; what runs is rolled back with its connection. */
  close(): void {
    this.#asked.clear();
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#abandon?.();
  }

  async #run(): Promise<void> {
    for (const projectId of this.#asked) {
      this.#asked.delete(projectId);
      const answer = await this.#compact(projectId);
      if (answer.ok) this.#log.debug("log compacted", { project_id: projectId, rows: answer.rows });
      else this.#log.warn("a log could not be compacted", { project_id: projectId, ...answer });
    }
  }

  #compact(projectId: string): Promise<CompactionAnswer> {
    const worker = this.#worker ??= new Worker(new URL("./compaction_worker.ts", import.meta.url), {
      type: "module",
    });
    return new Promise((resolve) => {
      this.#abandon = () => resolve({ ok: false, message: "the rooms are closing" });
      worker.onmessage = ({ data }: MessageEvent<CompactionAnswer>) => resolve(data);
      worker.onerror = (event) => {
        event.preventDefault();
        worker.terminate();
        if (this.#worker === worker) this.#worker = undefined;
        resolve({ ok: false, message: event.message });
      };
      const task: CompactionTask = {
        databaseUrl: this.#databaseUrl,
        projectId,
        keepRowsMs: this.#keepRowsMs,
      };
      worker.postMessage(task);
    });
  }
}
