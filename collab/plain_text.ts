import * as Y from "yjs";
import { roots } from "./document/schema.ts";

/**
 * The lyrics hold letters and nothing else: whatever else counts as a place moves everybody's hands away
 * from where they see them. What a client sends is refused where that can be told from the update;
 * what comes in by the parts it is split into is taken out again.
 */

/** Calls when something else than letters is in the lyrics: at once, and whenever it comes. */
export function watchLyrics(doc: Y.Doc, onForeign: () => void): void {
  const { lyrics } = roots(doc);
  lyrics.observe((_event, transaction) => {
    if (hasForeignSince(transaction, lyrics)) onForeign();
  });
  if (foreignIn(lyrics).length > 0) onForeign();
}

/** Takes out what is no letter, as an edit. */
export function removeForeign(doc: Y.Doc): void {
  doc.transact((transaction) => {
    for (const item of foreignIn(roots(doc).lyrics)) item.delete(transaction);
  });
}

/** Whether an item of an update that is no letter would stand among them. */
export function standsInLyrics(doc: Y.Doc, { origin, rightOrigin }: Y.Item): boolean {
  const beside = origin ?? rightOrigin;
  const structs = beside && doc.store.clients.get(beside.client);
  if (!structs || beside.clock >= Y.getState(doc.store, beside.client)) return false;
  const neighbour = structs[Y.findIndexSS(structs, beside.clock)];
  return neighbour instanceof Y.Item && neighbour.parent === roots(doc).lyrics;
}

function foreignIn(text: Y.Text): readonly Y.Item[] {
  const found: Y.Item[] = [];
  for (let item = text._start; item; item = item.right) if (isForeign(item)) found.push(item);
  return found;
}

/** Looks at what the transaction brought, not at the whole text. */
function hasForeignSince(transaction: Y.Transaction, text: Y.Text): boolean {
  const { beforeState, afterState, doc: { store } } = transaction;
  for (const [client, clock] of afterState) {
    const before = beforeState.get(client) ?? 0;
    if (clock === before) continue;
    const structs = store.clients.get(client)!;
    for (let at = Y.findIndexSS(structs, before); at < structs.length; at++) {
      const struct = structs[at]!;
      if (struct instanceof Y.Item && struct.parent === text && isForeign(struct)) return true;
    }
  }
  return false;
}

function isForeign({ deleted, parentSub, content }: Y.Item): boolean {
  return !deleted && parentSub === null && !(content instanceof Y.ContentString);
}
