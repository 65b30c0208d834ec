import * as Y from "yjs";

export interface Folded {
  readonly state: Uint8Array;
  /** Places in `parts` of those that cannot be applied; `state` is without them. */
  readonly refused: readonly number[];
}

/**
 * One update (format V1) that stands for all of `parts`: for every document they can be applied to, it
 * makes no difference which is. Deleted content is dropped, what waits for parts that are still to come
 * is kept.
 */
export function fold(parts: readonly Uint8Array[]): Folded {
  const doc = new Y.Doc({ gc: true });
  const refused: number[] = [];
  doc.transact(() => {
    parts.forEach((part, at) => {
      try {
        Y.applyUpdate(doc, part);
      } catch {
        refused.push(at);
      }
    });
  });
  const state = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return { state, refused };
}
