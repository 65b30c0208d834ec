import type { Document } from "@hocuspocus/server";
import * as Y from "yjs";
import { DocumentBudget } from "./budget.ts";
import type { RoomLimits } from "./limits.ts";
import { type StoredDocument } from "./load.ts";
import { PresenceGuard } from "./presence_guard.ts";
import { Shadow } from "./shadow.ts";

/** What belongs to a room while it is open. */
export class OpenRoom {
  readonly projectId: string;
  readonly document: Document;
  readonly budget: DocumentBudget;
  readonly presence: PresenceGuard;
  readonly shadow: Shadow;
  /** Log rows and bytes since the last snapshot. */
  logRows: number;
  logBytes: number;

  constructor(document: Document, stored: StoredDocument, limits: RoomLimits) {
    this.projectId = stored.projectId;
    this.document = document;
    const bytes = stored.parts.reduce((sum, { payload }) => sum + payload.byteLength, 0);
    const measure = () => Y.encodeStateAsUpdate(document).byteLength;
    this.budget = new DocumentBudget(bytes, limits.documentBytes, measure);
    this.presence = new PresenceGuard(limits, undefined, document.awareness.getStates());
    this.shadow = new Shadow(document);
    this.logRows = stored.logRows;
    this.logBytes = stored.logBytes;
  }
}
