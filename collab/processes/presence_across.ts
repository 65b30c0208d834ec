import {
  applyAwarenessUpdate,
  type Awareness,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from "y-protocols/awareness";
import type { BusMessage } from "./bus.ts";

/** A state that came from another process; `from` says which. */
interface FromElsewhere {
  readonly from: string;
}

type Changed = Readonly<Record<"added" | "updated" | "removed", readonly number[]>>;

/**
 * Presence of one room over several processes: each tells the others of the people connected to it,
 * as it has stamped them, and believes the others about theirs.
 */
export class PresenceAcross {
  readonly #awareness: Awareness;
  readonly #publish: (message: BusMessage) => void;
  readonly #moved: (client: number) => void;
  /** Clients of other processes, and which. */
  readonly #elsewhere = new Map<number, string>();
  #changed = new Set<number>();
  #soon: ReturnType<typeof setTimeout> | undefined;

  /** @param moved hears of a client that spoke here and now speaks elsewhere. */
  constructor(
    awareness: Awareness,
    publish: (message: BusMessage) => void,
    moved: (client: number) => void,
  ) {
    this.#awareness = awareness;
    this.#publish = publish;
    this.#moved = moved;
    awareness.on("update", (changed: Changed, origin: unknown) => {
      if (isFromElsewhere(origin)) this.#follow(changed, origin.from);
      else this.#tellSoon(changed);
    });
  }

  heard(from: string, states: Uint8Array): void {
    applyAwarenessUpdate(this.#awareness, states, { from } satisfies FromElsewhere);
  }

  /** People have left that process. Who has come here from there stays. */
  left(from: string, clients: readonly number[]): void {
    const gone = clients.filter((client) => this.#elsewhere.get(client) === from);
    removeAwarenessStates(this.#awareness, gone, { from } satisfies FromElsewhere);
  }

  /** That process is not there any more, and nor are its people. */
  silent(from: string): void {
    this.left(from, [...this.#elsewhere.keys()]);
  }

  /** Says who is here. */
  tellAll(): void {
    const here = [...this.#awareness.states.keys()].filter((id) => !this.#elsewhere.has(id));
    this.#tell(here);
  }

  /** Says what was to be said soon. */
  flush(): void {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    const changed = this.#changed;
    this.#changed = new Set();
    this.#tell([...changed]);
  }

  #follow({ added, updated, removed }: Changed, from: string): void {
    for (const client of [...added, ...updated]) {
      if (!this.#elsewhere.has(client)) this.#moved(client);
      this.#elsewhere.set(client, from);
    }
    for (const client of removed) this.#elsewhere.delete(client);
  }

  #tellSoon({ added, updated, removed }: Changed): void {
    // A client that was elsewhere and speaks here has moved. One that is only removed was not ours.
    for (const client of [...added, ...updated]) this.#elsewhere.delete(client);
    for (const client of [...added, ...updated, ...removed]) {
      if (!this.#elsewhere.delete(client)) this.#changed.add(client);
    }
    // What changes in one turn of the loop is one message.
    this.#soon ??= setTimeout(() => this.flush(), 0);
  }

  #tell(clients: readonly number[]): void {
    const { states } = this.#awareness;
    const here = clients.filter((client) => states.has(client));
    const gone = clients.filter((client) => !states.has(client));
    if (here.length > 0) {
      this.#publish({ kind: "presence", bytes: encodeAwarenessUpdate(this.#awareness, here) });
    }
    if (gone.length > 0) this.#publish({ kind: "left", clients: gone });
  }
}

function isFromElsewhere(origin: unknown): origin is FromElsewhere {
  return typeof origin === "object" && origin !== null && "from" in origin;
}
