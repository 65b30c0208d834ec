import * as Y from "yjs";
import { onlyDeletes } from "./update_check.ts";

/**
 * Whether `doc` already holds all of `update`. Every editor who connects sends the deletions it knows
 * of; without this each arrival would be a row of the log. Answers false where it would cost much to
 * know: structs are never compared.
 */
export function holdsAlready(doc: Y.Doc, update: Uint8Array): boolean {
  if (!onlyDeletes(update)) return false;
  for (const [client, ranges] of Y.decodeUpdate(update).ds.clients) {
    const structs = doc.store.clients.get(client) ?? [];
    const known = Y.getState(doc.store, client);
    for (const { clock, len } of ranges) {
      if (clock + len > known) return false;
      const end = clock + len;
      for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
        const struct = structs[i]!;
        if (struct.id.clock >= end) break;
        if (!struct.deleted) return false;
      }
    }
  }
  return true;
}
