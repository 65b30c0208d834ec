import type { Connection, Document } from "@hocuspocus/server";
import * as Y from "yjs";
import type { Log } from "../services/log.ts";
import { CLOSE } from "./document/close_codes.ts";
import type { EarlySave } from "./early_saves.ts";
import type { FrameUpdate } from "./frames.ts";
import { Refusal } from "./guard.ts";
import type { Authors } from "./history/authors.ts";
import { STORED } from "./load.ts";
import { holdsAlready } from "./novelty.ts";
import type { OpenRoom } from "./open_room.ts";
import type { OpenRooms } from "./room_edits.ts";
import type { Seat } from "./seats.ts";
import { isEmptyUpdate } from "./update_check.ts";
import { NotSaved, type UpdateLog } from "./update_log.ts";

/** A sync message that the protocol is about to handle. */
export interface SyncMessage {
  /** 0 asks, 1 answers with what is missing, 2 is an update. */
  readonly type: number;
  readonly payload: Uint8Array;
  readonly connection: Connection;
  readonly document: Document;
}

/** Saves what people do, before the protocol applies, acknowledges and passes it on. */
export class RoomSaves {
  readonly #updates: UpdateLog;
  readonly #rooms: OpenRooms;
  readonly #authors: Authors;
  readonly #log: Log;

  constructor(deps: {
    readonly updates: UpdateLog;
    readonly rooms: OpenRooms;
    readonly authors: Authors;
    readonly log: Log;
  }) {
    this.#updates = deps.updates;
    this.#rooms = deps.rooms;
    this.#authors = deps.authors;
    this.#log = deps.log;
  }

  /** An update has arrived and waits its turn: its saving begins. */
  begin(seat: Seat, { update }: FrameUpdate): void {
    const room = this.#rooms.find(seat.projectId);
    if (!room || room.document !== seat.connection?.document) return;
    if (seat.readOnly || isEmptyUpdate(update)) return;
    seat.saves.begin(update, this.#save(room, seat, update));
  }

  /**
   * Resolves when the message may be handled.
   * @throws Refusal when what it holds is not saved, or the room is not open any more.
   */
  async finish(seat: Seat, { type, payload, connection, document }: SyncMessage): Promise<void> {
    if (type === ASKS || isEmptyUpdate(payload)) return;
    const room = this.#rooms.find(seat.projectId);
    if (room?.document !== document) throw new Refusal(CLOSE.reopened);
    const begun = seat.saves.take(payload);
    if (!begun) {
      if (connection.readOnly) return;
      if (type === ANSWERS && holdsAlready(document, payload)) return;
    }
    await (begun ?? this.#save(room, seat, payload));
    // Made read-only while it was being saved: saved it is, so it counts.
    if (connection.readOnly) Y.applyUpdate(document, payload, STORED);
  }

  /** The protocol has given up a connection: what it leaves unhandled may be saved, and is shown then. */
  showRest(seat: Seat): void {
    for (const save of seat.saves.rest()) {
      this.#show(seat.projectId, save).catch((error) => {
        this.#log.error("a saved update is not shown", { project_id: seat.projectId, error });
      });
    }
  }

  async #save(room: OpenRoom, seat: Seat, payload: Uint8Array): Promise<void> {
    if (!room.budget.admits(payload)) throw new Refusal(CLOSE.tooLarge);
    const { userId } = seat.actor;
    const known = this.#authors.learn(seat.projectId, payload, { userId, jobId: null });
    try {
      await this.#updates.append({
        project_id: seat.projectId,
        payload,
        actor_id: userId,
        origin: "socket",
      });
      await known;
    } catch (error) {
      throw error instanceof NotSaved ? new Refusal(CLOSE.notSaved) : error;
    }
  }

  async #show(projectId: string, { update, saved }: EarlySave): Promise<void> {
    const isSaved = await saved.then(() => true, () => false);
    const room = isSaved && await this.#rooms.settled(projectId);
    if (room) Y.applyUpdate(room.document, update, STORED);
  }
}

const ASKS = 0;
const ANSWERS = 1;
