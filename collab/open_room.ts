import type { Document } from "@hocuspocus/server";
import { Awareness, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { DocumentBudget } from "./budget.ts";
import type { RoomLimits } from "./limits.ts";
import { type StoredDocument } from "./load.ts";
import { LogGrowth } from "./log_growth.ts";
import { PresenceGuard } from "./presence_guard.ts";
import type { Seat } from "./seats.ts";
import { Shadow } from "./shadow.ts";

/** What belongs to a room while it is open. */
export class OpenRoom {
  readonly projectId: string;
  readonly document: Document;
  readonly budget: DocumentBudget;
  readonly presence: PresenceGuard<Seat>;
  readonly shadow: Shadow;
  /** What is being saved and then applied: the room stays open for it. None rejects. */
  readonly saving = new Set<Promise<void>>();
  readonly logGrowth: LogGrowth;

  /** @param fold asks for its log to become a snapshot. */
  constructor(document: Document, stored: StoredDocument, limits: RoomLimits, fold: () => void) {
    this.projectId = stored.projectId;
    this.document = document;
    const bytes = stored.parts.reduce((sum, { payload }) => sum + payload.byteLength, 0);
    const measure = () => Y.encodeStateAsUpdate(document).byteLength;
    this.budget = new DocumentBudget(bytes, limits.documentBytes, measure);
    this.presence = new PresenceGuard<Seat>(limits, {
      present: document.awareness.getStates(),
      // The protocol counts a client to the connection that it first came with, and takes it away with that.
      taken: (clientId, by, from) => {
        if (from?.connection) document.getClients(from.connection).delete(clientId);
        if (by.connection) document.getClients(by.connection).add(clientId);
      },
      late: (states, { connection }) => {
        if (!connection || !document.hasConnection(connection)) return;
        document.applyAwarenessUpdate(connection, encodedAfter(document.awareness, states));
      },
    });
    this.shadow = new Shadow(document);
    this.logGrowth = new LogGrowth({ rows: stored.logRows, bytes: stored.logBytes }, limits, fold);
  }
}

/** States as an awareness update, each newer than what is known of its client. */
function encodedAfter(known: Awareness, states: ReadonlyMap<number, object>): Uint8Array {
  const later = new Awareness(new Y.Doc());
  for (const [clientId, state] of states) {
    const clock = (known.meta.get(clientId)?.clock ?? 0) + 1;
    later.states.set(clientId, state);
    later.meta.set(clientId, { clock, lastUpdated: 0 });
  }
  const update = encodeAwarenessUpdate(later, [...states.keys()]);
  later.doc.destroy();
  return update;
}
