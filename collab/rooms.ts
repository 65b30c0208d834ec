import { type Connection, type Document, Hocuspocus } from "@hocuspocus/server";
import * as Y from "yjs";
import type { Sql } from "../db/client.ts";
import { ApiError } from "../services/api_error.ts";
import type { Log } from "../services/log.ts";
import type { Access } from "./access.ts";
import { authenticate } from "./authenticate.ts";
import { Compactor } from "./compactor.ts";
import { CLOSE } from "./document/close_codes.ts";
import { type JobStatus, roots } from "./document/schema.ts";
import { quiet, Refusal, refusing } from "./guard.ts";
import { History } from "./history/history.ts";
import { type Restored, restoreVersion, type RestoreWish } from "./history/restore_version.ts";
import { Restorer } from "./history/restorer.ts";
import { DEFAULT_LIMITS, type RoomLimits } from "./limits.ts";
import { applyStored, readStored } from "./load.ts";
import { OpenRoom } from "./open_room.ts";
import { project, Projections } from "./projections.ts";
import { removeForeign, watchLyrics } from "./plain_text.ts";
import { type EditOrigin, RoomEdits } from "./room_edits.ts";
import { ELSEWHERE } from "./processes/elsewhere.ts";
import { KEEP_ROWS_MS } from "./processes/catch_up.ts";
import type { LinkHost, RoomLink } from "./processes/link.ts";
import { isWorthFolding } from "./log_growth.ts";
import { projectIdOf, roomName } from "./room_name.ts";
import { RoomSaves, type SyncMessage } from "./room_saves.ts";
import { SaveHealth } from "./save_health.ts";
import { Seat, Seats } from "./seats.ts";
import { type RoomSocket, upgradeSocket } from "./socket.ts";
import { createUpdateLog } from "./update_log.ts";

export type { EditOrigin } from "./room_edits.ts";

/** What the server tells a room outside the log, as JSON in a stateless message. */
export type RoomMessage =
  | {
    readonly type: "job.progress";
    readonly job: string;
    /** 0 … 1. */
    readonly progress: number;
    readonly stage: string;
  }
  | { readonly type: "job.done"; readonly job: string; readonly status: JobStatus };

export interface Rooms {
  /** Answers `GET /collab`. */
  upgrade(request: Request): Response;
  /**
   * The only door for server edits: resolves with `fn`'s value once what it changed is committed to the
   * log, and then in open tabs. Changes nothing → nothing is logged.
   * @throws what `fn` throws, and then nothing has changed; ApiError NOT_SAVED 503, DOCUMENT_TOO_LARGE 413.
   */
  edit<T>(projectId: string, origin: EditOrigin, fn: (doc: Y.Doc) => T): Promise<T>;
  /**
   * Makes a document what it was in a version, by one edit, which is made on a thread of its own.
   * @throws ApiError 404 when there is no such version, and what `edit` throws.
   */
  restore(wish: RestoreWish): Promise<Restored>;
  /** Looks at a document, open or not. `fn` must not change it. */
  read<T>(projectId: string, fn: (doc: Y.Doc) => T): Promise<T>;
  /** To everybody in the room now; to nobody when it is not open. */
  tell(projectId: string, message: RoomMessage): void;
  /** Closes the sockets of a person: in one project, or (null) in all. */
  closeUser(projectId: string | null, userId: string, reason: string): void;
  /** Closes the sockets of one signed-in session. */
  closeSession(sessionId: string, reason: string): void;
  /** A role has changed or a member is gone: makes open sockets follow. */
  refreshRoles(projectId: string): Promise<void>;
  /** @throws Error when what people write cannot be saved. */
  check(): Promise<void>;
  stats(): { readonly rooms: number; readonly connections: number };
  /** Versions, who did what, and whose each letter is. */
  readonly history: History;
  /** Saves what is under way and sends everybody away; at most `drainMs`. */
  close(): Promise<void>;
}

export interface RoomsDeps {
  readonly sql: Sql;
  /** The same database, for a thread with a connection of its own. */
  readonly databaseUrl: string;
  readonly access: Access;
  readonly log: Log;
  readonly limits?: Partial<RoomLimits>;
  /** Where other processes share the database. */
  readonly link?: RoomLink | undefined;
  /** After the lists have followed a change. */
  readonly onChanged?: (projectId: string) => void;
}

/** What the protocol carries for each connection; `seat` once its owner is known. */
interface RoomContext {
  readonly socket: RoomSocket;
  readonly places: Places;
  readonly seat?: Seat;
}

/** The seats of one socket, by the name of the room. */
type Places = Map<string, Seat>;

const CHECK_TOKENS_EVERY_MS = 1000;

export function createRooms(deps: RoomsDeps): Rooms {
  const { sql, access, log, link } = deps;
  const limits = { ...DEFAULT_LIMITS, ...deps.limits };
  const open = new Map<string, OpenRoom>();
  const seats = new Seats(access, log);
  const saving = new SaveHealth(sql);
  const updates = createUpdateLog({
    sql,
    log,
    limits,
    onLogged: link?.logged.bind(link),
    onFailed: (error) => saving.failed(error),
  });
  const compactor = new Compactor(deps.databaseUrl, log, link ? KEEP_ROWS_MS : 0);
  const history = new History({ sql, log, limits });
  const protocol = new Hocuspocus<RoomContext>({
    quiet: true,
    maxUnauthenticatedQueueSize: 2 * limits.frameBytes,
    maxUnauthenticatedQueueMessages: 200,
    maxPendingDocuments: 8,
    ...unusedHooks,
    onAuthenticate: refusing(log, "onAuthenticate", CLOSE.unavailable, onAuthenticate),
    onLoadDocument: refusing(log, "onLoadDocument", CLOSE.unavailable, onLoadDocument),
    // Nothing is to be stored but the log, and nobody asks the protocol what has changed.
    afterLoadDocument: quiet(log, "afterLoadDocument", ({ document }: { document: Document }) => {
      document.onUpdate(() => {});
    }),
    connected: quiet(log, "connected", onConnected),
    onTokenSync: ({ context, token }) => seats.renew(context.seat!, token),
    beforeHandleAwareness: ({ documentName, context, states }) => {
      const room = open.get(projectIdOf(documentName) ?? "");
      if (room && context?.seat) room.presence.stamp(context.seat, states);
      return Promise.resolve();
    },
    beforeSync: refusing(
      log,
      "beforeSync",
      CLOSE.notSaved,
      async (message: SyncMessage & { readonly context: RoomContext }) => {
        if (message.context.seat) await saves.finish(message.context.seat, message);
      },
    ),
    afterHandleMessage: ({ context, update }) => {
      context.socket.handled(update.byteLength);
      return Promise.resolve();
    },
    beforeUnloadDocument: async ({ document }) => {
      await Promise.all(open.get(projectIdOf(document.name) ?? "")?.saving ?? []);
    },
    afterUnloadDocument: quiet(log, "afterUnloadDocument", onUnloaded),
  });
  const find = (projectId: string) => {
    const room = open.get(projectId);
    return room?.document.isDestroyed ? undefined : room;
  };
  const openRooms = {
    find,
    settled: async (projectId: string) => {
      await protocol.loadingDocuments.get(roomName(projectId))?.catch(() => {});
      return find(projectId);
    },
    grown: (projectId: string, size: { rows: number; bytes: number }) => {
      projections.changed(projectId);
      if (isWorthFolding(size, limits)) compactor.request(projectId);
    },
  };
  const saves = new RoomSaves({ updates, rooms: openRooms, authors: history.authors, log });
  const edits = new RoomEdits({ sql, log, updates, rooms: openRooms, history, limits });
  const restorer = new Restorer(deps.databaseUrl);
  const projections = new Projections({
    sql,
    log,
    read: (projectId) => read(projectId, project),
    delayMs: limits.projectionDelayMs,
    onSaved: deps.onChanged,
  });
  const checkingTokens = setInterval(() => seats.checkTokens(Date.now()), CHECK_TOKENS_EVERY_MS);
  let onAllClosed: (() => void) | undefined;
  let closing: Promise<void> | undefined;

  async function onAuthenticate(knock: {
    readonly token: string;
    readonly documentName: string;
    readonly context: RoomContext;
    readonly connectionConfig: { readOnly: boolean };
  }): Promise<Partial<RoomContext>> {
    const { socket } = knock.context;
    try {
      const { projectId, actor, role } = await authenticate(access, knock);
      const seat = new Seat(projectId, socket, actor, role);
      seats.add(seat);
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

  async function onLoadDocument(
    { document, documentName }: { readonly document: Document; readonly documentName: string },
  ): Promise<void> {
    const projectId = projectIdOf(documentName)!;
    try {
      const from = link?.beginning() ?? null;
      const stored = await readStored(sql, projectId);
      applyStored(document, stored, log);
      openRoom(
        document,
        new OpenRoom(document, stored, limits, () => compactor.request(projectId)),
      );
      link?.opened(projectId, document, from, stored.parts.flatMap(({ seq }) => seq ?? []));
    } catch (error) {
      document.destroy(); // the protocol forgets it with its timer running
      seats.close(seats.in(projectId), CLOSE.unavailable, CLOSE.unavailable.reason);
      throw error;
    }
  }

  function openRoom(document: Document, room: OpenRoom): void {
    const { projectId } = room;
    open.set(projectId, room);
    document.on("update", (update: Uint8Array, origin: unknown) => {
      room.shadow.follow(update, origin);
      if (origin === ELSEWHERE) {
        room.budget.admits(update); // counts it: it is in already
        return projections.changedElsewhere(projectId);
      }
      room.logGrowth.grew(update.byteLength);
      projections.changed(projectId);
    });
    // A canvas is soon asked for by its id, over REST.
    roots(document).canvases.observe(() => projections.changedUrgently(projectId));
    projections.opened(projectId);
    history.watch(projectId, document, userOf);
    watchLyrics(document, () => {
      edits.edit(projectId, { kind: "server" }, removeForeign).catch((error) => {
        log.warn("lyrics hold more than letters", { project_id: projectId, error });
      });
    });
  }

  function onConnected(
    { connection, context }: { connection: Connection; context: RoomContext },
  ): void {
    const { socket, seat } = context;
    if (!seat) return;
    const { document } = connection;
    const room = open.get(seat.projectId);
    if (room?.document !== document || !document.hasConnection(connection)) {
      return socket.refuse(CLOSE.reopened);
    }
    seat.connection = connection;
    seat.changeTo(seat.actor, seat.role);
    socket.arrived();
    connection.onClose((_document, event) => {
      seats.remove(seat);
      context.places.delete(document.name);
      room.presence.forget(seat);
      // The protocol leaves the socket open, and then its client waits for ever.
      if (event && event.code !== 1000) socket.refuse(event);
    });
  }

  function onUnloaded({ documentName }: { readonly documentName: string }): void {
    const projectId = projectIdOf(documentName)!;
    const room = open.get(projectId);
    if (!room?.document.isDestroyed) return;
    open.delete(projectId);
    if (open.size === 0) onAllClosed?.();
    room.shadow.drop();
    link?.closed(projectId);
    history.left(projectId);
    room.logGrowth.close();
  }

  async function read<T>(projectId: string, fn: (doc: Y.Doc) => T): Promise<T> {
    const room = await openRooms.settled(projectId);
    if (room) return fn(room.document);
    const stored = await readStored(sql, projectId);
    const doc = new Y.Doc();
    try {
      applyStored(doc, stored, log);
      return fn(doc);
    } finally {
      doc.destroy();
    }
  }

  async function drain(): Promise<void> {
    clearInterval(checkingTokens);
    seats.close(seats.all(), CLOSE.leaving, CLOSE.leaving.reason);
    await edits.idle();
    if (open.size > 0) await new Promise<void>((resolve) => onAllClosed = resolve);
    await updates.idle();
    await projections.close();
    await history.close();
    await compactor.idle();
  }

  const tellHere = (projectId: string, text: string) => {
    open.get(projectId)?.document.broadcastStateless(text);
  };
  const closeUserHere = (projectId: string | null, userId: string, reason: string) => {
    const found = projectId === null ? seats.all() : seats.in(projectId);
    seats.close(found.filter(({ actor }) => actor.userId === userId), CLOSE.forbidden, reason);
  };
  const closeSessionHere = (sessionId: string, reason: string) => {
    const found = seats.all().filter(({ actor }) => actor.sessionId === sessionId);
    seats.close(found, CLOSE.unauthenticated, reason);
  };
  const host: LinkHost = {
    heard(signal) {
      switch (signal.type) {
        case "tell":
          return tellHere(signal.project, signal.message);
        case "close user":
          return closeUserHere(signal.project, signal.user, signal.reason);
        case "close session":
          return closeSessionHere(signal.session, signal.reason);
        case "roles":
          return void seats.refreshRoles(signal.project).catch((error) => {
            log.error("roles could not be asked for", { project_id: signal.project, error });
            seats.close(seats.in(signal.project), CLOSE.unavailable, CLOSE.unavailable.reason);
          });
      }
    },
    recheck: () => seats.askForTokens(),
  };
  const started = link?.start(host).catch((error) => {
    log.error("other processes are not heard", { error });
  });

  return {
    upgrade(request) {
      if (closing) return refuse(503, "STOPPING", "The server is stopping.");
      if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
        return refuse(426, "UPGRADE_REQUIRED", "This address speaks WebSocket.");
      }
      return upgradeSocket(request, limits, log, (socket) => {
        const places: Places = new Map();
        const connection = protocol.handleConnection(socket, NO_REQUEST, { socket, places });
        const seatIn = seatFinder(places);
        return {
          handleUpdate({ room, ...received }, messageBytes) {
            const seat = seatIn(room);
            if (!seat || !saves.take(seat, received, messageBytes)) return false;
            connection.lastMessageReceivedAt = Date.now();
            return true;
          },
          handleMessage: (frame) => connection.handleMessage(frame),
          handleClose: (event) => connection.handleClose(event),
        };
      });
    },
    edit: (projectId, origin, fn) => {
      return closing ? Promise.reject(stopping()) : edits.edit(projectId, origin, fn);
    },
    restore: (wish) => {
      if (closing) return Promise.reject(stopping());
      return restoreVersion({ sql, history, edits, restorer }, wish);
    },
    read,
    tell(projectId, message) {
      const text = JSON.stringify(message);
      tellHere(projectId, text);
      link?.tell(projectId, text);
    },
    closeUser(project, user, reason) {
      closeUserHere(project, user, reason);
      link?.signal({ type: "close user", project, user, reason });
    },
    closeSession(session, reason) {
      closeSessionHere(session, reason);
      link?.signal({ type: "close session", session, reason });
    },
    async refreshRoles(project) {
      const told = link?.signal({ type: "roles", project });
      await seats.refreshRoles(project);
      await told;
    },
    history,
    check: () => saving.check(),
    stats: () => ({ rooms: open.size, connections: seats.all().length }),
    close: () =>
      closing ??= atMost(limits.drainMs, drain()).finally(async () => {
        compactor.close();
        restorer.close();
        await link?.close();
        await started;
      }),
  };
}

const decoder = new TextDecoder();

/** Finds a seat by the name of its room in bytes, which as a rule is the one of the message before. */
function seatFinder(places: Places): (room: Uint8Array) => Seat | undefined {
  let bytes = new Uint8Array();
  let name = "";
  return (room) => {
    if (room.length !== bytes.length || !room.every((byte, at) => byte === bytes[at])) {
      bytes = room.slice();
      name = decoder.decode(bytes);
    }
    return places.get(name);
  };
}

/** The protocol takes the address apart again for every message, and nobody uses what it finds. */
const NO_REQUEST = { url: "", headers: new Headers() } as unknown as Request;

/** Left in place, each would be a promise per message. */
const unusedHooks = {
  onConnect: undefined,
  beforeHandleMessage: undefined,
  beforeBroadcastStateless: undefined,
  onStateless: undefined,
  onChange: undefined,
  onCreateDocument: undefined,
  onStoreDocument: undefined,
  afterStoreDocument: undefined,
  onAwarenessUpdate: undefined,
  onDisconnect: undefined,
};

/** Who is behind a transaction that came over a socket. */
function userOf(origin: unknown): string | undefined {
  const { connection } = origin as { readonly connection?: Connection<RoomContext> } | null ?? {};
  return connection?.context.seat?.actor.userId;
}

function refuse(status: number, code: string, message: string): Response {
  return Response.json({ error: { code, message, details: {} } }, { status });
}

function stopping(): ApiError {
  return new ApiError("NOT_SAVED", 503, "The server is stopping. Try again in a moment.");
}

async function atMost(ms: number, work: Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([work, promise]);
  clearTimeout(timer);
}
