import type { PresenceUser } from "./document/presence.ts";

/** The person behind one connection, as presence needs it. */
export interface PresenceSource {
  readonly user: PresenceUser;
}

interface PresenceLimits {
  readonly presenceBytes: number;
  readonly presencePerSecond: number;
}

/**
 * Presence of one room: who a state belongs to is what we know, not what it says. A state that is too
 * big, or of a client id that another person's connection uses, is left out of the message; the others
 * in it go through. Of states that come too fast the newest is kept, and told when there is time.
 */
export class PresenceGuard<Source extends PresenceSource = PresenceSource> {
  readonly #limits: PresenceLimits;
  readonly #present: ReadonlyMap<number, unknown>;
  readonly #now: () => number;
  readonly #taken: (clientId: number, by: Source, from: Source | undefined) => void;
  readonly #owners = new Map<number, Source>();
  readonly #late: (states: ReadonlyMap<number, object>, source: Source) => void;
  readonly #paces = new Map<Source, Pace>();

  /**
   * @param options.present the states of the room, with those of other processes: all of them stamped.
   * @param options.taken hears of a client id that a connection has not spoken for before, and of the
   *   connection of the same person that had.
   * @param options.late tells states that came too fast, the newest of each client, stamped.
   */
  constructor(limits: PresenceLimits, options: {
    readonly now?: () => number;
    readonly present?: ReadonlyMap<number, unknown>;
    readonly taken?: (clientId: number, by: Source, from: Source | undefined) => void;
    readonly late?: (states: ReadonlyMap<number, object>, source: Source) => void;
  } = {}) {
    this.#limits = limits;
    this.#present = options.present ?? new Map();
    this.#now = options.now ?? (() => performance.now());
    this.#taken = options.taken ?? (() => {});
    this.#late = options.late ?? (() => {});
  }

  /** Rewrites the states of one incoming message in place. */
  stamp(source: Source, states: Map<number, unknown>): void {
    const stamped = new Map<number, object>();
    for (const [clientId, state] of states) {
      const kept = this.#stamped(source, clientId, state);
      if (kept) stamped.set(clientId, kept);
    }
    states.clear();
    const pace = this.#paceOf(source);
    if (pace.waiting.size === 0 && this.#passes(pace)) {
      for (const [clientId, state] of stamped) states.set(clientId, state);
      return;
    }
    for (const [clientId, state] of stamped) pace.waiting.set(clientId, state);
    if (pace.waiting.size > 0) {
      pace.timer ??= setTimeout(() => this.#release(source, pace), SLOT_MS);
    }
  }

  /** The connection is gone and so are its states. */
  forget(source: Source): void {
    clearTimeout(this.#paces.get(source)?.timer);
    this.#paces.delete(source);
    for (const [clientId, owner] of this.#owners) {
      if (owner === source) this.#owners.delete(clientId);
    }
  }

  #release(source: Source, pace: Pace): void {
    pace.timer = undefined;
    if (!this.#passes(pace)) {
      pace.timer = setTimeout(() => this.#release(source, pace), SLOT_MS);
      return;
    }
    const isTheirs = ([clientId]: [number, object]) => this.#owners.get(clientId) === source;
    const states = new Map([...pace.waiting].filter(isTheirs)); // the tab may speak elsewhere by now
    pace.waiting.clear();
    this.#late(states, source);
  }

  #stamped(source: Source, clientId: number, state: unknown): object | undefined {
    // The decoder's own, empty state is in the map too.
    if (typeof state !== "object" || state === null || Object.keys(state).length === 0) {
      return undefined;
    }
    const owner = this.#owners.get(clientId);
    // The same person may come back with the same tab before the old socket is known to be gone.
    if (owner !== undefined && owner !== source && owner.user.id !== source.user.id) {
      return undefined;
    }
    if (owner === undefined && this.#isAnothers(clientId, source)) return undefined;
    const stamped = { ...state, user: source.user };
    if (JSON.stringify(stamped).length > this.#limits.presenceBytes) return undefined;
    if (owner === undefined && this.#clientsOf(source) >= MAX_CLIENTS) return undefined;
    this.#owners.set(clientId, source);
    if (owner !== source) this.#taken(clientId, source, owner);
    return stamped;
  }

  /** Somebody uses the id who is connected to another process. */
  #isAnothers(clientId: number, source: Source): boolean {
    const present = this.#present.get(clientId) as { user?: PresenceUser } | undefined;
    return present?.user !== undefined && present.user.id !== source.user.id;
  }

  #clientsOf(source: Source): number {
    let count = 0;
    for (const owner of this.#owners.values()) if (owner === source) count++;
    return count;
  }

  #paceOf(source: Source): Pace {
    const known = this.#paces.get(source);
    if (known) return known;
    const { presencePerSecond: left } = this.#limits;
    const pace = { left, atMs: this.#now(), waiting: new Map(), timer: undefined };
    this.#paces.set(source, pace);
    return pace;
  }

  /** So many in a second over time, and as many at once. */
  #passes(pace: Pace): boolean {
    const { presencePerSecond } = this.#limits;
    const now = this.#now();
    pace.left = Math.min(
      presencePerSecond,
      pace.left + (now - pace.atMs) * presencePerSecond / 1000,
    );
    pace.atMs = now;
    if (pace.left < 1) return false;
    pace.left--;
    return true;
  }
}

/** How fast one connection speaks, and what of it waits. */
interface Pace {
  /** Messages that may pass now. */
  left: number;
  atMs: number;
  readonly waiting: Map<number, object>;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** Client ids that one connection may speak for. */
const MAX_CLIENTS = 4;
/** Between two looks whether what waits may pass. */
const SLOT_MS = 34;
