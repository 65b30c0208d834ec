import * as Y from "yjs";
import type { Db } from "../db/client.ts";
import { type DocPartRow, readDocParts } from "../db/doc_snapshots.ts";
import type { Log } from "../services/log.ts";

/** What the database holds of one document. */
export interface StoredDocument {
  readonly projectId: string;
  readonly parts: readonly DocPartRow[];
  readonly logRows: number;
  readonly logBytes: number;
}

/** The origin of what comes from the database: it is in the log already. */
export const STORED = Object.freeze({ source: "local" as const, skipStoreHooks: true });

/**
 * Reads snapshot and log.
 * @throws whatever the database says, and an Error when it holds nothing: an empty document in place
 *   of a lost one would be the next thing to be saved.
 */
export async function readStored(db: Db, projectId: string): Promise<StoredDocument> {
  const parts = await readDocParts(db, projectId);
  if (parts.length === 0) throw new Error(`the document of project ${projectId} is missing`);
  const rows = parts.filter(({ seq }) => seq !== null);
  return {
    projectId,
    parts,
    logRows: rows.length,
    logBytes: rows.reduce((sum, { payload }) => sum + payload.byteLength, 0),
  };
}

/**
 * Applies everything stored, in one transaction. A row that cannot be applied is left out and logged:
 * it cannot have been part of the document, and must not lock everybody out of the rest.
 *
 * @returns the places in `parts` of rows left out.
 */
export function applyStored(doc: Y.Doc, stored: StoredDocument, log: Log): readonly number[] {
  const refused: number[] = [];
  doc.transact(() => {
    for (const [at, { seq, payload }] of stored.parts.entries()) {
      try {
        Y.applyUpdate(doc, payload, STORED);
      } catch (error) {
        if (seq === null) throw error; // a snapshot is ours: without it there is no document
        log.error("a row of the log cannot be applied", {
          project_id: stored.projectId,
          seq,
          error,
        });
        refused.push(at);
      }
    }
  }, STORED);
  return refused;
}
