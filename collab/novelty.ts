import * as Y from "yjs";
import { onlyDeletes } from "./update_check.ts";

/**
 * Whether `doc` already holds all of `update`, in place or waiting for what it builds on. Every editor
 * who connects sends the deletions it knows of, and what the server gave it that waits; without this
 * each arrival would be a row of the log. Answers false where it would cost much to know: structs are
 * compared only where some wait, and by their ids.
 */
export function holdsAlready(doc: Y.Doc, update: Uint8Array): boolean {
  if (!onlyDeletes(update) && doc.store.pendingStructs === null) return false;
  const { structs, ds } = Y.decodeUpdate(update);
  return holdsStructs(doc, structs) && holdsDeletions(doc, ds);
}

type Structs = ReturnType<typeof Y.decodeUpdate>["structs"];
type DeleteSet = ReturnType<typeof Y.decodeUpdate>["ds"];

function holdsStructs(doc: Y.Doc, structs: Structs): boolean {
  if (structs.length === 0) return true;
  const waiting = new Ranges();
  const { pendingStructs } = doc.store;
  const { structs: pending } = Y.decodeUpdateV2(pendingStructs?.update ?? NOTHING);
  for (const struct of pending) {
    if (!(struct instanceof Y.Skip)) waiting.add(struct.id.client, struct.id.clock, struct.length);
  }
  return structs.every((struct) => {
    if (struct instanceof Y.Skip) return true;
    const { client, clock } = struct.id;
    const known = Math.max(clock, Y.getState(doc.store, client));
    return waiting.hold(client, known, clock + struct.length - known);
  });
}

function holdsDeletions(doc: Y.Doc, { clients }: DeleteSet): boolean {
  const waiting = new Ranges();
  const { ds: pending } = Y.decodeUpdateV2(doc.store.pendingDs ?? NOTHING);
  for (const [client, ranges] of pending.clients) {
    for (const { clock, len } of ranges) waiting.add(client, clock, len);
  }
  for (const [client, ranges] of clients) {
    const structs = doc.store.clients.get(client) ?? [];
    const known = Y.getState(doc.store, client);
    for (const { clock, len } of ranges) {
      const end = clock + len;
      const later = Math.max(clock, known);
      if (end > later && !waiting.hold(client, later, end - later)) return false;
      if (clock >= known) continue;
      for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
        const struct = structs[i]!;
        if (struct.id.clock >= end) break;
        if (!struct.deleted) return false;
      }
    }
  }
  return true;
}

/** The update of format V2 that changes nothing. */
const NOTHING = Y.encodeStateAsUpdateV2(new Y.Doc());

/** Clocks of clients. */
class Ranges {
  readonly #clients = new Map<number, { readonly from: number; readonly to: number }[]>();

  add(client: number, from: number, length: number): void {
    const ranges = this.#clients.get(client) ?? [];
    this.#clients.set(client, ranges);
    ranges.push({ from, to: from + length });
  }

  hold(client: number, from: number, length: number): boolean {
    const end = from + length;
    let at = from;
    const ranges = [...this.#clients.get(client) ?? []].sort((a, b) => a.from - b.from);
    for (const range of ranges) if (range.from <= at) at = Math.max(at, range.to);
    return at >= end;
  }
}
