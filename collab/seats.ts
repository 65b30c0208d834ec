import { type Connection, OutgoingMessage } from "@hocuspocus/server";
import type { Log } from "../services/log.ts";
import { can, type Role } from "../services/policy.ts";
import type { Access, Actor } from "./access.ts";
import { CLOSE, type Close } from "./document/close_codes.ts";
import type { PresenceSource } from "./presence_guard.ts";
import type { RoomSocket } from "./socket.ts";

/** Updates of a connection that are one row of the log. */
export interface SeatRow {
  readonly saved: Promise<readonly Uint8Array[]>;
  /** Whose they are is written down, too. */
  readonly known: Promise<void>[];
  updates: number;
  /** Of the messages they came in. */
  messageBytes: number;
}

/** One connection's place in one room. */
export class Seat implements PresenceSource {
  readonly projectId: string;
  readonly socket: RoomSocket;
  actor: Actor;
  role: Role;
  /** Undefined until the room is loaded. */
  connection: Connection | undefined;
  askedForTokenAtMs = 0;
  /** The latest of its updates to be saved. */
  row: SeatRow | undefined;
  /** When those before it have been applied and acknowledged, or given up. Never rejects. */
  shown: Promise<void> = Promise.resolve();
  #acknowledgement: Uint8Array<ArrayBuffer> | undefined;

  constructor(projectId: string, socket: RoomSocket, actor: Actor, role: Role) {
    this.projectId = projectId;
    this.socket = socket;
    this.actor = actor;
    this.role = role;
  }

  get user() {
    return { id: this.actor.userId, name: this.actor.username, color: this.actor.color };
  }

  get readOnly(): boolean {
    return this.actor.scope !== "write" || !can(this.role, "project.edit");
  }

  /** Tells the client that so many of its updates are saved. */
  acknowledge(updates: number): void {
    const connection = this.connection;
    if (!connection?.document.hasConnection(connection)) return;
    this.#acknowledgement ??= new OutgoingMessage(connection.messageAddress).writeSyncStatus(true)
      .toUint8Array() as Uint8Array<ArrayBuffer>;
    for (let i = 0; i < updates; i++) this.socket.send(this.#acknowledgement);
  }

  /** Takes effect on the next message. The provider hears of it as if it had just been let in. */
  changeTo(actor: Actor, role: Role): void {
    this.actor = actor;
    this.role = role;
    const connection = this.connection;
    if (!connection || connection.readOnly === this.readOnly) return;
    connection.readOnly = this.readOnly;
    const say = () => new OutgoingMessage(connection.messageAddress);
    connection.send(say().writeAuthenticated(this.readOnly).toUint8Array());
    if (this.readOnly) return;
    // What was refused meanwhile is still with the client: ask for it.
    connection.send(
      say().createSyncMessage().writeFirstSyncStepFor(connection.document).toUint8Array(),
    );
  }
}

/** Who sits where: the one place that takes access away from open sockets. */
export class Seats {
  readonly #access: Access;
  readonly #log: Log;
  readonly #byProject = new Map<string, Set<Seat>>();
  /** Goes up whenever somebody's access may have changed. */
  #changes = 0;

  constructor(access: Access, log: Log) {
    this.#access = access;
    this.#log = log;
  }

  /** Somebody's access may have changed: answers that are on their way may be of before. */
  changed(): void {
    this.#changes++;
  }

  /** Asks until an answer arrives that nothing has changed under: answers may overtake each other. */
  async upToDate<T>(ask: () => Promise<T>): Promise<T> {
    for (;;) {
      const changes = this.#changes;
      const answer = await ask();
      if (changes === this.#changes) return answer;
    }
  }

  /** From the moment a person is let in, before the room is loaded; ends with the socket. */
  add(seat: Seat): void {
    const seats = this.#byProject.get(seat.projectId) ?? new Set();
    this.#byProject.set(seat.projectId, seats.add(seat));
    seat.socket.onClosed(() => this.remove(seat));
  }

  remove(seat: Seat): void {
    const seats = this.#byProject.get(seat.projectId);
    seats?.delete(seat);
    if (seats?.size === 0) this.#byProject.delete(seat.projectId);
  }

  in(projectId: string): readonly Seat[] {
    return [...this.#byProject.get(projectId) ?? []];
  }

  all(): readonly Seat[] {
    return [...this.#byProject.values()].flatMap((seats) => [...seats]);
  }

  /** Closes the sockets of everybody in `seats`. */
  close(seats: readonly Seat[], close: Close, reason: string): void {
    for (const seat of seats) seat.socket.refuse({ ...close, reason });
  }

  /** Asks again what everybody in the room may do. */
  async refreshRoles(projectId: string): Promise<void> {
    this.changed();
    const byUser = Map.groupBy(this.in(projectId), ({ actor }) => actor.userId);
    await Promise.all([...byUser].map(async ([userId, seats]) => {
      const role = await this.upToDate(() => this.#access.roleIn(userId, projectId));
      if (role === undefined) this.close(seats, CLOSE.forbidden, CLOSE.forbidden.reason);
      else for (const seat of seats) seat.changeTo(seat.actor, role);
    }));
  }

  /** Asks for new tokens before the old ones end, and closes the sockets of those that ended. */
  checkTokens(nowMs: number): void {
    for (const seat of this.all()) {
      const endsAtMs = seat.actor.expiresAtMs;
      if (endsAtMs === null || endsAtMs - nowMs > ASK_BEFORE_MS) continue;
      if (endsAtMs <= nowMs) seat.socket.refuse(CLOSE.unauthenticated, "the token ended");
      else if (nowMs - seat.askedForTokenAtMs > ASK_AGAIN_MS) {
        seat.askedForTokenAtMs = nowMs;
        seat.connection?.requestToken();
      }
    }
  }

  /** Has everybody show again who they are, and asked again what they may do. */
  askForTokens(): void {
    for (const seat of this.all()) seat.connection?.requestToken();
  }

  /** A client sent the token that it was asked for. */
  async renew(seat: Seat, token: string): Promise<void> {
    try {
      const { actor, role } = await this.upToDate(async () => {
        const actor = await this.#access.identify(token);
        return { actor, role: await this.#access.roleIn(actor.userId, seat.projectId) };
      });
      if (actor.userId !== seat.actor.userId || role === undefined) {
        seat.socket.refuse(CLOSE.forbidden);
      } else seat.changeTo(actor, role);
    } catch (error) {
      this.#log.info("a token was not renewed", { user_id: seat.actor.userId, error });
      seat.socket.refuse(CLOSE.unauthenticated);
    }
  }
}

const ASK_BEFORE_MS = 60_000;
const ASK_AGAIN_MS = 20_000;
