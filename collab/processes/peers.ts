/** After so long without a word a process is taken for gone. */
const SILENT_MS = 7000;

/** Which other processes are there. */
export class Peers {
  readonly #self: string;
  readonly #onSilent: (peer: string) => void;
  readonly #now: () => number;
  readonly #heardAt = new Map<string, number>();

  constructor(
    self: string,
    onSilent: (peer: string) => void,
    now: () => number = () => performance.now(),
  ) {
    this.#self = self;
    this.#onSilent = onSilent;
    this.#now = now;
  }

  alive(peer: string): void {
    if (peer !== this.#self) this.#heardAt.set(peer, this.#now());
  }

  check(): void {
    for (const [peer, heardAt] of this.#heardAt) {
      if (this.#now() - heardAt <= SILENT_MS) continue;
      this.#heardAt.delete(peer);
      this.#onSilent(peer);
    }
  }
}
