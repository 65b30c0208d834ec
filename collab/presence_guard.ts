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
 * big, too frequent, or of a client id that another person's connection uses, is left out of the
 * message; the others in it go through.
 */
export class PresenceGuard<Source extends PresenceSource = PresenceSource> {
  readonly #limits: PresenceLimits;
  readonly #present: ReadonlyMap<number, unknown>;
  readonly #now: () => number;
  readonly #taken: (clientId: number, by: Source, from: Source | undefined) => void;
  readonly #owners = new Map<number, Source>();
  readonly #rates = new WeakMap<Source, { second: number; count: number }>();

  /**
   * @param options.present the states of the room, with those of other processes: all of them stamped.
   * @param options.taken hears of a client id that a connection has not spoken for before, and of the
   *   connection of the same person that had.
   */
  constructor(limits: PresenceLimits, options: {
    readonly now?: () => number;
    readonly present?: ReadonlyMap<number, unknown>;
    readonly taken?: (clientId: number, by: Source, from: Source | undefined) => void;
  } = {}) {
    this.#limits = limits;
    this.#present = options.present ?? new Map();
    this.#now = options.now ?? (() => performance.now());
    this.#taken = options.taken ?? (() => {});
  }

  /** Rewrites the states of one incoming message in place. */
  stamp(source: Source, states: Map<number, unknown>): void {
    if (this.#isTooFrequent(source)) return states.clear();
    for (const [clientId, state] of states) {
      const kept = this.#stamped(source, clientId, state);
      if (kept === undefined) states.delete(clientId);
      else states.set(clientId, kept);
    }
  }

  /** The connection is gone and so are its states. */
  forget(source: Source): void {
    for (const [clientId, owner] of this.#owners) {
      if (owner === source) this.#owners.delete(clientId);
    }
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

  #isTooFrequent(source: Source): boolean {
    const second = Math.floor(this.#now() / 1000);
    const rate = this.#rates.get(source);
    if (rate?.second !== second) {
      this.#rates.set(source, { second, count: 1 });
      return false;
    }
    return ++rate.count > this.#limits.presencePerSecond;
  }
}

/** Client ids that one connection may speak for. */
const MAX_CLIENTS = 4;
