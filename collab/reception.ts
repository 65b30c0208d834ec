import type { Connection, Document } from "@hocuspocus/server";
import { ApiError } from "../services/api_error.ts";
import type { Log } from "../services/log.ts";
import type { Access } from "./access.ts";
import { authenticate } from "./authenticate.ts";
import { CLOSE } from "./document/close_codes.ts";
import { Refusal } from "./guard.ts";
import type { Signal } from "./processes/signals.ts";
import type { RoomRegistry } from "./room_registry.ts";
import { Seat, Seats } from "./seats.ts";
import type { RoomSocket } from "./socket.ts";

/** What the protocol carries for each connection; `seat` once its owner is known. */
export interface RoomContext {
  readonly socket: RoomSocket;
  readonly places: Places;
  readonly seat?: Seat;
}

/** The seats of one socket, by the name of the room. */
export type Places = Map<string, Seat>;

/** Somebody who wants to come in. */
export interface Knock {
  readonly token: string;
  readonly documentName: string;
  readonly context: RoomContext;
  readonly connectionConfig: { readOnly: boolean };
}

const CHECK_TOKENS_EVERY_MS = 1000;

/** Who comes into the rooms of this process, sits there, and is put out. */
export class Reception {
  readonly seats: Seats;
  readonly #access: Access;
  readonly #log: Log;
  readonly #rooms: Pick<RoomRegistry, "find">;
  readonly #checking: ReturnType<typeof setInterval>;

  constructor(deps: {
    readonly access: Access;
    readonly log: Log;
    readonly rooms: Pick<RoomRegistry, "find">;
  }) {
    this.#access = deps.access;
    this.#log = deps.log;
    this.#rooms = deps.rooms;
    this.seats = new Seats(deps.access, deps.log);
    this.#checking = setInterval(
      () => this.seats.checkTokens(Date.now()),
      CHECK_TOKENS_EVERY_MS,
    );
  }

  /** @throws Refusal, ApiError 401, or what the database says. */
  async admit(knock: Knock): Promise<Partial<RoomContext>> {
    const { socket } = knock.context;
    try {
      // Who is let in sits nowhere yet, and would not be found by what changes meanwhile.
      const { projectId, actor, role } = await this.seats.upToDate(
        () => authenticate(this.#access, knock),
      );
      const seat = new Seat(projectId, socket, actor, role);
      this.seats.add(seat);
      knock.context.places.set(knock.documentName, seat);
      knock.connectionConfig.readOnly = seat.readOnly;
      return { seat };
    } catch (error) {
      if (!(error instanceof Refusal) && !(error instanceof ApiError && error.status < 500)) {
        socket.refuse(CLOSE.unavailable); // not this person's fault: they shall come again
      }
      throw error;
    }
  }

  /** The room is loaded. */
  seat({ connection, context }: { connection: Connection; context: RoomContext }): void {
    const { socket, seat } = context;
    if (!seat) return;
    const { document } = connection;
    const room = this.#rooms.find(seat.projectId);
    if (room?.document !== document || !document.hasConnection(connection)) {
      return socket.refuse(CLOSE.reopened);
    }
    seat.connection = connection;
    seat.changeTo(seat.actor, seat.role);
    socket.arrived();
    connection.onClose((_document: Document, event?: { code: number; reason: string }) => {
      this.seats.remove(seat);
      context.places.delete(document.name);
      room.presence.forget(seat);
      // The protocol leaves the socket open, and then its client waits for ever.
      if (event && event.code !== 1000) socket.refuse(event);
    });
  }

  closeUser(projectId: string | null, userId: string, reason: string): void {
    this.seats.changed();
    const found = projectId === null ? this.seats.all() : this.seats.in(projectId);
    this.seats.close(found.filter(({ actor }) => actor.userId === userId), CLOSE.forbidden, reason);
  }

  closeSession(sessionId: string, reason: string): void {
    this.seats.changed();
    const found = this.seats.all().filter(({ actor }) => actor.sessionId === sessionId);
    this.seats.close(found, CLOSE.unauthenticated, reason);
  }

  /** Where nobody can say who may stay, nobody stays: they come again, and are asked. Never rejects. */
  async refreshRoles(projectId: string): Promise<void> {
    try {
      await this.seats.refreshRoles(projectId);
    } catch (error) {
      this.#log.error("roles could not be asked for", { project_id: projectId, error });
      this.unavailable(projectId);
    }
  }

  /** What another process, or the database, says of somebody's access. */
  heard(signal: Exclude<Signal, { type: "logged" | "tell" }>): void {
    if (signal.type === "close user") this.closeUser(signal.project, signal.user, signal.reason);
    else if (signal.type === "close session") this.closeSession(signal.session, signal.reason);
    else void this.refreshRoles(signal.project);
  }

  /** Something may have been missed: everybody shows again who they are. */
  recheck(): void {
    this.seats.changed();
    this.seats.askForTokens();
  }

  unavailable(projectId: string): void {
    this.seats.close(this.seats.in(projectId), CLOSE.unavailable, CLOSE.unavailable.reason);
  }

  /** Nobody comes in any more, and everybody goes. */
  close(): void {
    clearInterval(this.#checking);
    this.seats.close(this.seats.all(), CLOSE.leaving, CLOSE.leaving.reason);
  }
}
