import type { Connection, Document } from "@hocuspocus/server";
import * as Y from "yjs";
import type { NewDocUpdate } from "../db/doc_updates.ts";
import type { Log } from "../services/log.ts";
import { CLOSE } from "./document/close_codes.ts";
import type { FrameUpdate } from "./frames.ts";
import { Refusal } from "./guard.ts";
import type { Authors } from "./history/authors.ts";
import { STORED } from "./load.ts";
import { holdsAlready } from "./novelty.ts";
import { standsInLyrics } from "./plain_text.ts";
import type { OpenRooms } from "./room_edits.ts";
import type { Seat, SeatRow } from "./seats.ts";
import { isEmptyUpdate, problemOfUpdate } from "./update_check.ts";
import { NotSaved, type UpdateLog } from "./update_log.ts";

/** A sync message that the protocol is about to handle. */
export interface SyncMessage {
  /** 0 asks, 1 answers with what is missing, 2 is an update. */
  readonly type: number;
  readonly payload: Uint8Array;
  readonly connection: Connection;
  readonly document: Document;
}

/** Saves what people do, before it is applied, acknowledged and passed on. */
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

  /**
   * An update has arrived at an open room. It is saved, with what else its sender sends meanwhile; then
   * it is applied, passed on and acknowledged. The protocol would do the same with one message of a
   * connection after the other, each with its commit.
   * @returns whether it is taken; else the protocol shall handle its message.
   */
  take(
    seat: Seat,
    { update, doubtful }: Pick<FrameUpdate, "update" | "doubtful">,
    messageBytes: number,
  ): boolean {
    const { connection } = seat;
    const room = this.#rooms.find(seat.projectId);
    if (!room || !connection || !room.document.hasConnection(connection)) return false;
    if (seat.readOnly || isEmptyUpdate(update)) return false;
    if (doubtful.some((item) => standsInLyrics(room.document, item))) {
      seat.socket.refuse(CLOSE.malformed, NO_LETTER);
      return true;
    }
    if (!room.budget.admits(update)) {
      seat.socket.refuse(CLOSE.tooLarge);
      return true;
    }
    const saved = this.#updates.append(rowOf(seat, update), seat);
    let row = seat.row;
    if (row?.saved !== saved) {
      row = seat.row = { saved, known: [], updates: 0, messageBytes: 0 };
      const shown = this.#show(seat, connection, row, seat.shown)
        .finally(() => room.saving.delete(shown));
      seat.shown = shown;
      room.saving.add(shown);
    }
    row.updates++;
    row.messageBytes += messageBytes;
    const known = this.#learn(seat, update);
    if (known) row.known.push(known);
    return true;
  }

  /**
   * Resolves when the protocol may handle a message.
   * @throws Refusal when what it holds is not saved, or the room is not open any more.
   */
  async finish(seat: Seat, { type, payload, connection, document }: SyncMessage): Promise<void> {
    if (type === ASKS || isEmptyUpdate(payload)) return;
    const room = this.#rooms.find(seat.projectId);
    if (room?.document !== document) throw new Refusal(CLOSE.reopened);
    if (connection.readOnly) return;
    if (type === ANSWERS && holdsAlready(document, payload)) return;
    const doubtful: Y.Item[] = [];
    const problem = problemOfUpdate(payload, doubtful);
    if (problem !== null || doubtful.some((item) => standsInLyrics(document, item))) {
      throw new Refusal(CLOSE.malformed);
    }
    if (!room.budget.admits(payload)) throw new Refusal(CLOSE.tooLarge);
    try {
      await Promise.all([
        this.#updates.append(rowOf(seat, payload)),
        this.#learn(seat, payload),
      ]);
    } catch (error) {
      throw error instanceof NotSaved ? new Refusal(CLOSE.notSaved) : error;
    }
    // Made read-only while it was being saved: saved it is, so it counts.
    if (connection.readOnly) Y.applyUpdate(document, payload, STORED);
  }

  /** Commits may overtake each other; what builds on what, and the acknowledgements, may not. */
  async #show(
    seat: Seat,
    connection: Connection,
    row: SeatRow,
    before: Promise<void>,
  ): Promise<void> {
    const { projectId, socket } = seat;
    try {
      const updates = await row.saved;
      await before;
      if (row.known.length > 0) await Promise.all(row.known);
      const room = this.#rooms.find(projectId) ?? await this.#rooms.settled(projectId);
      const origin = { source: "connection", connection };
      for (const update of room ? updates : []) Y.applyUpdate(room!.document, update, origin);
    } catch (error) {
      if (error instanceof NotSaved) return socket.refuse(CLOSE.notSaved);
      this.#log.error("a saved update is not shown", { project_id: projectId, error });
      return socket.refuse(CLOSE.malformed);
    }
    socket.handled(row.messageBytes);
    seat.acknowledge(row.updates);
  }

  #learn(seat: Seat, update: Uint8Array): Promise<void> | undefined {
    return this.#authors.learn(seat.projectId, update, { userId: seat.actor.userId, jobId: null });
  }
}

function rowOf(seat: Seat, payload: Uint8Array): NewDocUpdate {
  const { projectId: project_id, actor: { userId: actor_id } } = seat;
  return { project_id, payload, actor_id, origin: "socket" };
}

const NO_LETTER = "something else than letters in the lyrics";
const ASKS = 0;
const ANSWERS = 1;
