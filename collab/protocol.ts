import { type Connection, type Document, Hocuspocus } from "@hocuspocus/server";
import type { Log } from "../services/log.ts";
import { CLOSE } from "./document/close_codes.ts";
import { quiet, refusing } from "./guard.ts";
import type { RoomLimits } from "./limits.ts";
import type { Knock, Places, Reception, RoomContext } from "./reception.ts";
import { projectIdOf, roomName } from "./room_name.ts";
import type { RoomRegistry } from "./room_registry.ts";
import type { RoomSaves, SyncMessage } from "./room_saves.ts";
import type { Seat } from "./seats.ts";
import { upgradeSocket } from "./socket.ts";

/**
 * Hocuspocus, with every hook wrapped so that none can throw past its boundary. It speaks with the
 * clients; who they are, what is saved and which rooms are open is decided elsewhere.
 */
export class RoomProtocol {
  readonly #log: Log;
  readonly #limits: RoomLimits;
  readonly #saves: RoomSaves;
  readonly #protocol: Hocuspocus<RoomContext>;

  constructor({ log, limits, rooms, reception, saves }: {
    readonly log: Log;
    readonly limits: RoomLimits;
    readonly rooms: RoomRegistry;
    readonly reception: Reception;
    readonly saves: RoomSaves;
  }) {
    this.#log = log;
    this.#limits = limits;
    this.#saves = saves;
    const roomOf = (name: string) => rooms.find(projectIdOf(name) ?? "");
    this.#protocol = new Hocuspocus<RoomContext>({
      quiet: true,
      maxUnauthenticatedQueueSize: 2 * limits.frameBytes,
      maxUnauthenticatedQueueMessages: 200,
      maxPendingDocuments: 8,
      ...unusedHooks,
      onAuthenticate: refusing(
        log,
        "onAuthenticate",
        CLOSE.unavailable,
        (knock: Knock) => reception.admit(knock),
      ),
      onLoadDocument: refusing(
        log,
        "onLoadDocument",
        CLOSE.unavailable,
        ({ document }: { document: Document }) => rooms.load(document),
      ),
      // Nothing is to be stored but the log, and nobody asks the protocol what has changed.
      afterLoadDocument: quiet(log, "afterLoadDocument", ({ document }: { document: Document }) => {
        document.onUpdate(() => {});
      }),
      connected: quiet(
        log,
        "connected",
        (arrival: { connection: Connection; context: RoomContext }) => reception.seat(arrival),
      ),
      onTokenSync: ({ context, token }) => reception.seats.renew(context.seat!, token),
      beforeHandleAwareness: ({ documentName, context, states }) => {
        if (context?.seat) roomOf(documentName)?.presence.stamp(context.seat, states);
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
        await Promise.all(roomOf(document.name)?.saving ?? []);
      },
      afterUnloadDocument: quiet(
        log,
        "afterUnloadDocument",
        ({ documentName }: { documentName: string }) => rooms.unloaded(documentName),
      ),
    });
  }

  /** A room that is being opened, until it is. */
  loading(projectId: string): Promise<unknown> | undefined {
    return this.#protocol.loadingDocuments.get(roomName(projectId));
  }

  /** Answers a WebSocket handshake. */
  upgrade(request: Request): Response {
    return upgradeSocket(request, this.#limits, this.#log, (socket) => {
      const places: Places = new Map();
      const connection = this.#protocol.handleConnection(socket, NO_REQUEST, { socket, places });
      const seatIn = seatFinder(places);
      return {
        handleUpdate: ({ room, ...received }, messageBytes) => {
          const seat = seatIn(room);
          if (!seat || !this.#saves.take(seat, received, messageBytes)) return false;
          connection.lastMessageReceivedAt = Date.now();
          return true;
        },
        handleMessage: (frame) => connection.handleMessage(frame),
        handleClose: (event) => connection.handleClose(event),
      };
    });
  }
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
