import type { Document } from "@hocuspocus/server";
import * as Y from "yjs";
import type { Sql } from "../../db/client.ts";
import type { Log } from "../../services/log.ts";
import type { Bus, BusMessage } from "./bus.ts";
import { type Beginning, CatchUp } from "./catch_up.ts";
import { ELSEWHERE } from "./elsewhere.ts";
import { Peers } from "./peers.ts";
import { PresenceAcross } from "./presence_across.ts";
import { openRedisBus } from "./redis_bus.ts";
import { type Signal, Signals } from "./signals.ts";

/** What other processes want done here. */
export interface LinkHost {
  /** Somebody's access has changed, or a room is to be told something. */
  heard(signal: Exclude<Signal, { type: "logged" }>): void;
  /** Something may have been missed: whoever sits here is asked again who they are. */
  recheck(): void;
}

/**
 * Ties the rooms of this process to those of others on the same database. What is logged here is told
 * to them, through Redis when there is one and it answers, else through PostgreSQL; whatever is lost on
 * the way, each room finds in the log within seconds. Presence needs Redis.
 */
export interface RoomLink {
  /** Called once, before the first room opens. */
  start(host: LinkHost): Promise<void>;
  /** For a room that is about to be read from the database. */
  beginning(): Beginning | null;
  /** @param from what `beginning` said then. @param seqs the rows of the log it was read with. */
  opened(
    projectId: string,
    document: Document,
    from: Beginning | null,
    seqs: Iterable<number>,
  ): void;
  closed(projectId: string): void;
  /** An update was committed by this process, for a room that may be open elsewhere. */
  logged(projectId: string, update: Uint8Array): void;
  /** A stateless message for the people in a room elsewhere. */
  tell(projectId: string, text: string): void;
  /** Resolves when the others are told. Never rejects. */
  signal(signal: Signal): Promise<void>;
  /** @throws Error when this process has not begun to hear what the others want of it. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export interface LinkOptions {
  readonly sql: Sql;
  readonly log: Log;
  /** Without it, the database carries all but presence. */
  readonly redisUrl?: string | undefined;
  /** How often every room is compared with the log. */
  readonly compareMs?: number;
}

const COMPARE_MS = 3000;
const BEAT_MS = 2000;
/** Rooms named in one signal. */
const MAX_NAMED = 100;

export async function openLink(options: LinkOptions): Promise<RoomLink> {
  const { redisUrl: url, log } = options;
  const self = crypto.randomUUID();
  return new Link(options, self, url ? await openRedisBus({ url, log, self }) : undefined);
}

/** How much of a document waits for parts that are still to come. */
function waitingBytes({ store: { pendingStructs, pendingDs } }: Y.Doc): number {
  return (pendingStructs?.update.byteLength ?? 0) + (pendingDs?.byteLength ?? 0);
}

interface LinkedRoom {
  readonly document: Document;
  readonly presence: PresenceAcross | undefined;
}

class Link implements RoomLink {
  readonly #log: Log;
  readonly #signals: Signals;
  readonly #bus: Bus | undefined;
  readonly #peers: Peers;
  readonly #catchUp: CatchUp;
  readonly #compareMs: number;
  readonly #rooms = new Map<string, LinkedRoom>();
  readonly #publishing = new Set<Promise<unknown>>();
  /** Updates of one turn of the loop. */
  #logged = new Map<string, Uint8Array[]>();
  /** Rooms that grew and of which the others must still be told by a signal. */
  readonly #grown = new Set<string>();
  #announcing: Promise<void> | undefined;
  #timers: ReturnType<typeof setInterval>[] = [];
  #isClosed = false;

  constructor(options: LinkOptions, self: string, bus: Bus | undefined) {
    const { sql, log } = options;
    this.#log = log;
    this.#bus = bus;
    this.#compareMs = options.compareMs ?? COMPARE_MS;
    this.#signals = new Signals({ sql, log, self });
    this.#peers = new Peers(self, (peer) => {
      for (const { presence } of this.#rooms.values()) presence?.silent(peer);
    });
    const rooms = {
      ids: () => [...this.#rooms.keys()],
      document: (projectId: string) => this.#rooms.get(projectId)?.document,
    };
    this.#catchUp = new CatchUp({ sql, log, rooms });
  }

  async start(host: LinkHost): Promise<void> {
    this.#bus?.listen({
      heard: (projectId, from, message) => this.#heard(projectId, from, message),
      alive: (from) => this.#peers.alive(from),
      connected: () => this.#connected(),
    });
    this.#timers = [
      setInterval(() => this.#catchUp.look(), this.#compareMs),
      setInterval(() => {
        this.#bus?.beat();
        this.#peers.check();
      }, BEAT_MS),
    ];
    await this.#catchUp.look(); // from here on nothing is missed
    if (this.#isClosed) return;
    await this.#signals.listen((signal) => this.#heardSignal(host, signal), () => {
      host.recheck();
      this.#catchUp.look();
    });
  }

  beginning(): Beginning | null {
    return this.#catchUp.beginning();
  }

  opened(
    projectId: string,
    document: Document,
    from: Beginning | null,
    seqs: Iterable<number>,
  ): void {
    const bus = this.#bus;
    const presence = bus &&
      new PresenceAcross(
        document.awareness,
        (message) => this.#publish(projectId, message),
        (client) => {
          for (const connection of document.getConnections()) {
            document.getClients(connection).delete(client);
          }
        },
      );
    this.#rooms.set(projectId, { document, presence });
    this.#catchUp.opened(projectId, from, seqs);
    // What was committed after the room was read, and said before it listened.
    const joined = bus ? bus.join(projectId) : Promise.resolve();
    joined.then(() => {
      if (bus) this.#publish(projectId, { kind: "who" });
      return this.#catchUp.look(projectId);
    });
  }

  closed(projectId: string): void {
    this.#catchUp.forget(projectId);
    this.#rooms.get(projectId)?.presence?.flush();
    this.#rooms.delete(projectId);
    this.#bus?.leave(projectId);
  }

  logged(projectId: string, update: Uint8Array): void {
    if (this.#logged.size === 0) queueMicrotask(() => this.#passOn());
    const updates = this.#logged.get(projectId);
    if (updates) updates.push(update);
    else this.#logged.set(projectId, [update]);
  }

  tell(projectId: string, text: string): void {
    this.#publish(projectId, { kind: "tell", text }).then((said) => {
      if (!said) this.signal({ type: "tell", project: projectId, message: text });
    });
  }

  signal(signal: Signal): Promise<void> {
    return this.#signals.send(signal);
  }

  check(): Promise<void> {
    if (this.#signals.areHeard) return Promise.resolve();
    return Promise.reject(new Error("what other processes say is not heard yet"));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const timer of this.#timers) clearInterval(timer);
    for (const { presence } of this.#rooms.values()) presence?.flush();
    await Promise.all(this.#publishing);
    await this.#announcing;
    await this.#signals.close();
    await this.#catchUp.idle();
    await this.#bus?.close();
  }

  #passOn(): void {
    const logged = this.#logged;
    this.#logged = new Map();
    for (const [projectId, updates] of logged) {
      const bytes = updates.length > 1 ? Y.mergeUpdates(updates) : updates[0]!;
      this.#publish(projectId, { kind: "update", bytes }).then((said) => {
        if (said) return;
        this.#grown.add(projectId);
        this.#announcing ??= this.#announce().finally(() => this.#announcing = undefined);
      });
    }
  }

  /** One signal at a time: what grows meanwhile shares the next. */
  async #announce(): Promise<void> {
    while (this.#grown.size > 0) {
      const projects = [...this.#grown].slice(0, MAX_NAMED);
      for (const projectId of projects) this.#grown.delete(projectId);
      await this.signal({ type: "logged", projects });
    }
  }

  #publish(projectId: string, message: BusMessage): Promise<boolean> {
    if (!this.#bus) return Promise.resolve(false);
    const publishing = this.#bus.publish(projectId, message);
    this.#publishing.add(publishing);
    publishing.then(() => this.#publishing.delete(publishing));
    return publishing;
  }

  #heardSignal(host: LinkHost, signal: Signal): void {
    if (signal.type !== "logged") return host.heard(signal);
    for (const projectId of signal.projects) {
      if (this.#rooms.has(projectId)) this.#catchUp.look(projectId);
    }
  }

  #heard(projectId: string, from: string, message: BusMessage): void {
    const room = this.#rooms.get(projectId);
    if (!room) return;
    this.#peers.alive(from);
    try {
      if (message.kind === "update") this.#apply(projectId, room.document, message.bytes);
      else if (message.kind === "presence") room.presence?.heard(from, message.bytes);
      else if (message.kind === "left") room.presence?.left(from, message.clients);
      else if (message.kind === "who") room.presence?.tellAll();
      else room.document.broadcastStateless(message.text);
    } catch (error) {
      this.#log.warn("a message of another process that cannot be used", { from, error });
      this.#catchUp.look(projectId);
    }
  }

  #apply(projectId: string, document: Document, update: Uint8Array): void {
    const before = waitingBytes(document);
    Y.applyUpdate(document, update, ELSEWHERE);
    // It builds on something that did not arrive.
    if (waitingBytes(document) > before) this.#catchUp.look(projectId);
  }

  #connected(): void {
    this.#catchUp.look();
    for (const [projectId, { presence }] of this.#rooms) {
      presence?.tellAll();
      this.#publish(projectId, { kind: "who" });
    }
  }
}
