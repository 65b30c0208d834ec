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
export class PresenceGuard {
  readonly #limits: PresenceLimits;
  readonly #present: ReadonlyMap<number, unknown>;
  readonly #now: () => number;
  readonly #owners = new Map<number, PresenceSource>();
  readonly #rates = new WeakMap<PresenceSource, { second: number; count: number }>();

  /** @param present the states of the room, with those of other processes: all of them stamped. */
  constructor(
    limits: PresenceLimits,
    now: () => number = () => performance.now(),
    present: ReadonlyMap<number, unknown> = new Map(),
  ) {
    this.#limits = limits;
    this.#present = present;
    this.#now = now;
  }

  /** Rewrites the states of one incoming message in place. */
  stamp(source: PresenceSource, states: Map<number, unknown>): void {
    if (this.#isTooFrequent(source)) return states.clear();
    for (const [clientId, state] of states) {
      const kept = this.#stamped(source, clientId, state);
      if (kept === undefined) states.delete(clientId);
      else states.set(clientId, kept);
    }
  }

  /** The connection is gone and so are its states. */
  forget(source: PresenceSource): void {
    for (const [clientId, owner] of this.#owners) {
      if (owner === source) this.#owners.delete(clientId);
    }
  }

  #stamped(source: PresenceSource, clientId: number, state: unknown): object | undefined {
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
    return stamped;
  }

  /** Somebody uses the id who is connected to another process. */
  #isAnothers(clientId: number, source: PresenceSource): boolean {
    const present = this.#present.get(clientId) as { user?: PresenceUser } | undefined;
    return present?.user !== undefined && present.user.id !== source.user.id;
  }

  #clientsOf(source: PresenceSource): number {
    let count = 0;
    for (const owner of this.#owners.values()) if (owner === source) count++;
    return count;
  }

  #isTooFrequent(source: PresenceSource): boolean {
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
