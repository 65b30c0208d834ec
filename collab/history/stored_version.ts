import * as Y from "yjs";
import type { Db } from "../../db/client.ts";
import { readVersionState } from "../../db/versions.ts";
import { roots } from "../document/schema.ts";

/** The document of a version, for the caller to destroy. Undefined when there is no such version. */
export async function openVersion(db: Db, id: string): Promise<Y.Doc | undefined> {
  const state = await readVersionState(db, id);
  if (!state) return undefined;
  const doc = new Y.Doc();
  roots(doc); // before there is anything in them: changes are told by type
  doc.transact(() => {
    for (const update of updatesIn(state)) Y.applyUpdate(doc, update);
  });
  return doc;
}

/**
 * The updates that a version's state is made of, each after its length as a big-endian int4.
 * @throws RangeError when it is not that.
 */
export function updatesIn(state: Uint8Array): readonly Uint8Array[] {
  const lengths = new DataView(state.buffer, state.byteOffset, state.byteLength);
  const updates: Uint8Array[] = [];
  for (let at = 0; at < state.length;) {
    const end = at + 4 + lengths.getUint32(at);
    if (end > state.length) throw new RangeError("a version ends within an update");
    updates.push(state.subarray(at + 4, end));
    at = end;
  }
  return updates;
}
