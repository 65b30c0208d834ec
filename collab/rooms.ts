import type { Connection } from "@hocuspocus/server";
import * as Y from "yjs";
import type { Sql } from "../db/client.ts";
import { ApiError } from "../services/api_error.ts";
import type { Log } from "../services/log.ts";
import type { Access } from "./access.ts";
import { Compactor } from "./compactor.ts";
import type { JobStatus } from "./document/schema.ts";
import { History } from "./history/history.ts";
import { type Restored, restoreVersion, type RestoreWish } from "./history/restore_version.ts";
import { Restorer } from "./history/restorer.ts";
import { DEFAULT_LIMITS, type RoomLimits } from "./limits.ts";
import { applyStored, readStored } from "./load.ts";
import { project, Projections } from "./projections.ts";
import { removeForeign, watchLyrics } from "./plain_text.ts";
import { Reception, type RoomContext } from "./reception.ts";
import { type EditOrigin, RoomEdits } from "./room_edits.ts";
import { KEEP_ROWS_MS } from "./processes/catch_up.ts";
import type { LinkHost, RoomLink } from "./processes/link.ts";
import { isWorthFolding } from "./log_growth.ts";
import { RoomProtocol } from "./protocol.ts";
import { RoomRegistry } from "./room_registry.ts";
import { RoomSaves } from "./room_saves.ts";
import { SaveHealth } from "./save_health.ts";
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
  /** Closes the sockets of one signed-in session that has ended. */
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

export function createRooms(deps: RoomsDeps): Rooms {
  const { sql, access, log, link } = deps;
  const limits = { ...DEFAULT_LIMITS, ...deps.limits };
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
  const rooms = new RoomRegistry({
    sql,
    log,
    limits,
    link,
    loading: (projectId) => protocol.loading(projectId),
    events: {
      opened: ({ projectId, document }) => {
        projections.opened(projectId);
        history.watch(projectId, document, userOf);
        watchLyrics(document, () => {
          edits.edit(projectId, { kind: "server" }, removeForeign).catch((error) => {
            log.warn("lyrics hold more than letters", { project_id: projectId, error });
          });
        });
      },
      changed: (projectId, what) => {
        if (what === "canvases") projections.changedUrgently(projectId);
        else if (what === "elsewhere") projections.changedElsewhere(projectId);
        else projections.changed(projectId);
      },
      closed: (projectId) => history.left(projectId),
      failed: (projectId) => reception.unavailable(projectId),
      fold: (projectId) => compactor.request(projectId),
      grown: (projectId, size) => {
        projections.changed(projectId);
        if (isWorthFolding(size, limits)) compactor.request(projectId);
      },
    },
  });
  const reception = new Reception({ access, log, rooms });
  const saves = new RoomSaves({ updates, rooms, authors: history.authors, log });
  const protocol: RoomProtocol = new RoomProtocol({ log, limits, rooms, reception, saves });
  const edits = new RoomEdits({ sql, log, updates, rooms, history, limits });
  const restorer = new Restorer(deps.databaseUrl);
  const projections = new Projections({
    sql,
    log,
    read: (projectId) => read(projectId, project),
    delayMs: limits.projectionDelayMs,
    onSaved: deps.onChanged,
  });
  let closing: Promise<void> | undefined;

  async function read<T>(projectId: string, fn: (doc: Y.Doc) => T): Promise<T> {
    const room = await rooms.settled(projectId);
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
    reception.close();
    await edits.idle();
    await rooms.emptied();
    await updates.idle();
    await projections.close();
    await history.close();
    await compactor.idle();
  }

  const tellHere = (projectId: string, text: string) => {
    rooms.find(projectId)?.document.broadcastStateless(text);
  };
  const host: LinkHost = {
    heard: (signal) => {
      if (signal.type === "tell") tellHere(signal.project, signal.message);
      else reception.heard(signal);
    },
    recheck: () => reception.recheck(),
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
      return protocol.upgrade(request);
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
      reception.closeUser(project, user, reason);
      link?.signal({ type: "close user", project, user, reason });
    },
    // Of these two the database tells the other processes, with the change itself.
    closeSession: (session, reason) => reception.closeSession(session, reason),
    refreshRoles: (project) => reception.refreshRoles(project),
    history,
    check: () => saving.check(),
    stats: () => ({ rooms: rooms.size, connections: reception.seats.all().length }),
    close: () =>
      closing ??= atMost(limits.drainMs, drain()).finally(async () => {
        compactor.close();
        restorer.close();
        await link?.close();
        await started;
      }),
  };
}

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
