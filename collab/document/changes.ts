import * as Y from "yjs";
import type { Roots } from "./schema.ts";

/** The roots whose entries are somebody's work; what `jobs` says comes and goes by itself. */
export const WORK = [
  "meta",
  "canvases",
  "shapes",
  "tracks",
  "recordings",
  "comments",
] as const satisfies readonly (keyof Roots)[];
export type WorkRoot = typeof WORK[number];

/** A place in the document whose value a transaction has changed. */
export interface ChangedPlace {
  readonly root: WorkRoot;
  /** An entry's id, then the names of fields; in `meta` a field alone. */
  readonly path: readonly string[];
  /** What held the value before; undefined where there was none. */
  readonly before: Y.Item | undefined;
  readonly now: Y.Item | undefined;
}

/**
 * Where a transaction has changed something, but for the lyrics. To be asked in `afterTransaction`:
 * later the old values are gone. The document's roots must have their types by then (`roots(doc)`).
 */
export function changedPlaces(transaction: Y.Transaction): readonly ChangedPlace[] {
  const places: ChangedPlace[] = [];
  for (const [type, keys] of transaction.changed) {
    const parent = type instanceof Y.Map ? pathOf(transaction.doc, type) : undefined;
    if (!parent) continue;
    for (const key of keys) {
      const before = itemBefore(transaction, type, key);
      const now = visible(type._map.get(key ?? ""));
      if (key === null || before === now) continue;
      places.push({ root: parent.root, path: [...parent.path, key], before, now });
    }
  }
  return places;
}

/** The value that an item holds: JSON, bytes or a shared type. */
export function valueOf(item: Y.Item): unknown {
  return item.content.getContent()[item.length - 1];
}

export function visible(item: Y.Item | undefined): Y.Item | undefined {
  return item?.deleted ? undefined : item;
}

/** What `key` held before the transaction; its content is still there until the transaction ends. */
export function itemBefore(
  transaction: Y.Transaction,
  type: { readonly _map: ReadonlyMap<string, Y.Item> },
  key: string | null,
): Y.Item | undefined {
  let item: Y.Item | null | undefined = key === null ? undefined : type._map.get(key);
  while (item && isNew(transaction, item)) item = item.left;
  return item && (!item.deleted || isDeletedBy(transaction, item)) ? item : undefined;
}

export function isNew({ beforeState }: Y.Transaction, { id }: Y.Item): boolean {
  return id.clock >= (beforeState.get(id.client) ?? 0);
}

export function isDeletedBy({ deleteSet }: Y.Transaction, item: Y.Item): boolean {
  return Y.isDeleted(deleteSet, item.id);
}

/** Undefined for what is in no root of work, and for what went with its entry. */
function pathOf(
  doc: Y.Doc,
  type: { readonly _item: Y.Item | null },
): { root: WorkRoot; path: string[] } | undefined {
  const path: string[] = [];
  let at = type;
  for (;;) {
    if (!at._item) {
      const root = WORK.find((name) => doc.share.get(name) as unknown === at);
      return root && { root, path };
    }
    if (at._item.deleted || at._item.parentSub === null) return undefined;
    path.unshift(at._item.parentSub);
    at = at._item.parent as typeof type;
  }
}
