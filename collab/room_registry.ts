import type { Document } from "@hocuspocus/server";
import type { Sql } from "../db/client.ts";
import type { Log } from "../services/log.ts";
import { roots } from "./document/schema.ts";
import type { RoomLimits } from "./limits.ts";
import { applyStored, readStored } from "./load.ts";
import { type LogSize } from "./log_growth.ts";
import { OpenRoom } from "./open_room.ts";
import { ELSEWHERE } from "./processes/elsewhere.ts";
import type { RoomLink } from "./processes/link.ts";
import type { OpenRooms } from "./room_edits.ts";
import { projectIdOf } from "./room_name.ts";

/** What follows from rooms that open, change and close. */
export interface RoomEvents {
  opened(room: OpenRoom): void;
  /** @param canvases whether sheets came or went. */
  changed(projectId: string, what: "here" | "elsewhere" | "canvases"): void;
  closed(projectId: string): void;
  /** It could not be loaded, and whoever waits at its door waits for nothing. */
  failed(projectId: string): void;
  /** A log is worth folding. */
  fold(projectId: string): void;
  /** A closed room's log has grown. */
  grown(projectId: string, log: LogSize): void;
}

/** The rooms that are open in this process: how they are loaded, found and let go. */
export class RoomRegistry implements OpenRooms {
  readonly #sql: Sql;
  readonly #log: Log;
  readonly #limits: RoomLimits;
  readonly #link: RoomLink | undefined;
  readonly #events: RoomEvents;
  readonly #loading: (projectId: string) => Promise<unknown> | undefined;
  readonly #open = new Map<string, OpenRoom>();
  #onEmpty: (() => void) | undefined;

  /** @param loading a room that the protocol has begun to open, until it is. */
  constructor(deps: {
    readonly sql: Sql;
    readonly log: Log;
    readonly limits: RoomLimits;
    readonly link: RoomLink | undefined;
    readonly events: RoomEvents;
    readonly loading: (projectId: string) => Promise<unknown> | undefined;
  }) {
    this.#sql = deps.sql;
    this.#log = deps.log;
    this.#limits = deps.limits;
    this.#link = deps.link;
    this.#events = deps.events;
    this.#loading = deps.loading;
  }

  get size(): number {
    return this.#open.size;
  }

  find(projectId: string): OpenRoom | undefined {
    const room = this.#open.get(projectId);
    return room?.document.isDestroyed ? undefined : room;
  }

  async settled(projectId: string): Promise<OpenRoom | undefined> {
    await this.#loading(projectId)?.catch(() => {});
    return this.find(projectId);
  }

  grown(projectId: string, log: LogSize): void {
    this.#events.grown(projectId, log);
  }

  /**
   * Fills the document of a room that opens.
   * @throws what the database says; then the room stays closed.
   */
  async load(document: Document): Promise<void> {
    const projectId = projectIdOf(document.name)!;
    try {
      const from = this.#link?.beginning() ?? null;
      const stored = await readStored(this.#sql, projectId);
      applyStored(document, stored, this.#log);
      const fold = () => this.#events.fold(projectId);
      this.#follow(document, new OpenRoom(document, stored, this.#limits, fold));
      const seqs = stored.parts.flatMap(({ seq }) => seq ?? []);
      this.#link?.opened(projectId, document, from, seqs);
    } catch (error) {
      document.destroy(); // the protocol forgets it with its timer running
      this.#events.failed(projectId);
      throw error;
    }
  }

  /** The protocol has let go of a document. */
  unloaded(name: string): void {
    const projectId = projectIdOf(name)!;
    const room = this.#open.get(projectId);
    if (!room?.document.isDestroyed) return;
    this.#open.delete(projectId);
    if (this.#open.size === 0) this.#onEmpty?.();
    room.shadow.drop();
    this.#link?.closed(projectId);
    this.#events.closed(projectId);
    room.logGrowth.close();
  }

  /** Resolves when no room is open. */
  async emptied(): Promise<void> {
    if (this.#open.size > 0) await new Promise<void>((resolve) => this.#onEmpty = resolve);
  }

  #follow(document: Document, room: OpenRoom): void {
    const { projectId } = room;
    this.#open.set(projectId, room);
    document.on("update", (update: Uint8Array, origin: unknown) => {
      room.shadow.follow(update, origin);
      if (origin === ELSEWHERE) {
        room.budget.admits(update); // counts it: it is in already
        return this.#events.changed(projectId, "elsewhere");
      }
      room.logGrowth.grew(update.byteLength);
      this.#events.changed(projectId, "here");
    });
    // A canvas is soon asked for by its id, over REST.
    roots(document).canvases.observe(() => this.#events.changed(projectId, "canvases"));
    this.#events.opened(room);
  }
}
