import * as Y from "yjs";
import {
  changedPlaces,
  isDeletedBy,
  isNew,
  itemBefore,
  valueOf,
  visible,
  type WorkRoot,
} from "./changes.ts";
import { roots } from "./schema.ts";

/**
 * What one edit did to the document, in JSON, so that it can be undone later without undoing what
 * anybody did since. Places in `jobs` are not part of it.
 */
export interface Effect {
  /** The edit's items are those of `client` from clock `from` to before `to`. */
  readonly client: number;
  readonly from: number;
  readonly to: number;
  readonly places: readonly PlaceEffect[];
  /** Characters of the lyrics that it deleted. */
  readonly deletedText: readonly DeletedText[];
  /** For an undo: what it put back, which stands for what was there before. */
  readonly returned?: readonly Returned[];
}

/** A value that was put back, and the item that had held it. */
export interface Returned extends Kept {
  readonly item: ItemId;
}

/** The edit of an undo, as far as what it put back goes. */
export type StandIn = Pick<Effect, "client" | "from" | "to" | "returned">;

export interface PlaceEffect {
  readonly root: WorkRoot;
  readonly path: readonly string[];
  /** What was there before; null where there was nothing. */
  readonly before: { readonly item: ItemId; readonly value: Stored } | null;
  /** Whether the edit put something there, or took away what was. */
  readonly put: boolean;
}

export interface DeletedText {
  readonly item: ItemId;
  readonly text: string;
}

/** Client and clock. */
export type ItemId = readonly [number, number];

/** A value of the document as JSON. */
export type Stored =
  | { readonly json: unknown }
  | { readonly base64: string }
  | { readonly map: Readonly<Record<string, Stored>> };

/** A place that stays as it is because somebody changed it since. */
export type Kept = Pick<PlaceEffect, "root" | "path">;

export interface Undone {
  /** Places that stay as they are because somebody has changed them since. */
  readonly kept: readonly Kept[];
  /** To be kept with the effect of the undo. */
  readonly returned: readonly Returned[];
}

/** Runs `edit` as one transaction of `doc.clientID`. Pure but for the document. */
export function withEffect(
  doc: Y.Doc,
  edit: () => void,
  onEffect: (effect: Effect) => void,
): void {
  const client = doc.clientID;
  doc.once("afterTransaction", (transaction: Y.Transaction) => {
    onEffect(effectOf(transaction, client));
  });
  doc.transact(edit);
}

/** What the transaction did. To be asked in `afterTransaction`, with the client id that it had. */
export function effectOf(transaction: Y.Transaction, client: number): Effect {
  const places = changedPlaces(transaction).map(({ root, path, before, now }): PlaceEffect => ({
    root,
    path,
    before: before
      ? { item: idOf(before), value: storedBefore(transaction, valueOf(before)) }
      : null,
    put: now !== undefined,
  }));
  return {
    client,
    from: transaction.beforeState.get(client) ?? 0,
    to: transaction.afterState.get(client) ?? 0,
    places,
    deletedText: deletedText(transaction),
  };
}

export function isEmptyEffect({ from, to, places, deletedText }: Effect): boolean {
  return from === to && places.length === 0 && deletedText.length === 0;
}

/**
 * Undoes what an edit did, wherever nobody has changed it since. What the edit added goes, unless
 * somebody has changed it; what it removed comes back, unless somebody put something there; what it
 * set goes back, unless somebody has set it since. In the lyrics its own letters go and those that it
 * deleted come back; everybody else's stay. Runs inside the caller's transaction, once: letters would
 * come back twice.
 *
 * @param options.isOwn whether an item made since is of the person who undoes: what they did within an entry
 *   that the edit added does not keep it.
 * @param options.standIns other undos: what they put back of this edit is as good as the edit's own.
 */
export function undoEffect(
  doc: Y.Doc,
  effect: Effect,
  options: {
    readonly isOwn?: (client: number) => boolean;
    readonly standIns?: readonly StandIn[];
  } = {},
): Undone {
  const { isOwn = () => false, standIns = [] } = options;
  const kept: Kept[] = [];
  const returned: Returned[] = [];
  for (const { root, path, before, put } of effect.places) {
    const parent = parentOf(roots(doc)[root] as Y.Map<unknown>, path);
    const key = path.at(-1)!;
    if (!parent) continue; // gone with its entry, which somebody removed
    const last = parent._map.get(key);
    const ranges = standingFor(effect, standIns, root, path);
    // Deleted items merge with those before them: the last part is the latest.
    const isOf = ({ lastId }: Y.Item) => ranges.some((range) => isWithin(range, lastId));
    const isFree = (item: Y.Item) => isOf(item) || isOwn(item.id.client);
    const now = visible(last);
    if (put) {
      if (!now) continue;
      const isAdded = before === null && path.length === 1 && root !== "meta";
      if (!allOf(now, isAdded ? isFree : isOf)) kept.push({ root, path });
      else if (before) {
        parent.set(key, fromStored(before.value));
        returned.push({ root, path, item: before.item });
      } else parent.delete(key);
    } else if (before && last && !now && (isSame(last, before.item) || isOf(last))) {
      parent.set(key, fromStored(before.value));
      returned.push({ root, path, item: before.item });
    }
  }
  undoText(roots(doc).lyrics, effect);
  return { kept, returned };
}

/** The edit, and those whose value at a place stands for the edit's, by however many steps. */
function standingFor(
  effect: StandIn,
  standIns: readonly StandIn[],
  root: WorkRoot,
  path: readonly string[],
): readonly StandIn[] {
  const at = standIns.flatMap((range) =>
    (range.returned ?? []).filter((one) => one.root === root && isSamePath(one.path, path))
      .map(({ item: [client, clock] }) => ({ range, item: { client, clock } }))
  );
  const ranges = new Set([effect]);
  for (let before = 0; before < ranges.size;) {
    before = ranges.size;
    for (const { range, item } of at) {
      if ([...ranges].some((known) => isWithin(known, item))) ranges.add(range);
    }
  }
  return [...ranges];
}

function isSamePath(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, i) => key === b[i]);
}

function isWithin(
  range: StandIn,
  id: { readonly client: number; readonly clock: number },
): boolean {
  return id.client === range.client && id.clock >= range.from && id.clock < range.to;
}

function undoText(text: Y.Text, effect: Effect): void {
  // The last one first, so that the places of the others stay where they are.
  const insertions: { at: number; text: string }[] = [];
  const deletions: { at: number; length: number }[] = [];
  const wanted = new Map<number, DeletedText[]>();
  for (const deleted of effect.deletedText) {
    wanted.set(deleted.item[0], [...wanted.get(deleted.item[0]) ?? [], deleted]);
  }
  let at = 0;
  for (let item = text._start; item; item = item.right) {
    if (item.deleted) {
      const { client, clock } = item.id;
      const back = (wanted.get(client) ?? [])
        .filter(({ item: [, start] }) => start >= clock && start < clock + item!.length)
        .sort((a, b) => a.item[1] - b.item[1]);
      for (const { text } of back) insertions.push({ at, text });
    } else if (item.countable) {
      for (const part of ownParts(item, effect)) {
        deletions.push({ at: at + part.offset, length: part.length });
      }
      at += item.length;
    }
  }
  // Deleting keeps earlier places; at the same place what comes back is put in first.
  const steps = [
    ...insertions.map((step, order) => ({ ...step, length: 0, order })),
    ...deletions.map((step, order) => ({ ...step, text: "", order })),
  ].sort((a, b) => b.at - a.at || a.length - b.length || b.order - a.order);
  let insertedAt = -1;
  let inserted = 0;
  for (const step of steps) {
    if (step.length > 0) {
      // What was just put in stands before the letters that go.
      text.delete(step.at + (step.at === insertedAt ? inserted : 0), step.length);
    } else {
      if (step.at !== insertedAt) inserted = 0;
      text.insert(step.at, step.text);
      insertedAt = step.at;
      inserted += step.text.length;
    }
  }
}

/** Items merge with their neighbours of the same client: only a part may be the edit's. */
function ownParts(
  item: Y.Item,
  { client, from, to }: Effect,
): readonly { readonly offset: number; readonly length: number }[] {
  if (item.id.client !== client) return [];
  const start = Math.max(item.id.clock, from);
  const end = Math.min(item.id.clock + item.length, to);
  return end > start ? [{ offset: start - item.id.clock, length: end - start }] : [];
}

function deletedText(transaction: Y.Transaction): readonly DeletedText[] {
  const { lyrics } = roots(transaction.doc);
  const changed: Iterable<unknown> = transaction.changed.keys();
  if (!new Set(changed).has(lyrics)) return [];
  const deleted: DeletedText[] = [];
  for (let item = lyrics._start; item; item = item.right) {
    if (!item.deleted || isNew(transaction, item) || !isDeletedBy(transaction, item)) continue;
    if (item.content instanceof Y.ContentString) {
      deleted.push({ item: idOf(item), text: item.content.str });
    }
  }
  return deleted;
}

function storedBefore(transaction: Y.Transaction, value: unknown): Stored {
  if (value instanceof Uint8Array) return { base64: base64Of(value) };
  if (!(value instanceof Y.AbstractType)) return { json: value ?? null };
  const fields: [string, Stored][] = [];
  for (const key of value._map.keys()) {
    const item = itemBefore(transaction, value, key);
    if (item) fields.push([key, storedBefore(transaction, valueOf(item))]);
  }
  return { map: Object.fromEntries(fields) };
}

function fromStored(stored: Stored): unknown {
  if ("json" in stored) return stored.json;
  if ("base64" in stored) return bytesOf(stored.base64);
  const fields = Object.entries(stored.map).map(([key, value]): [string, unknown] => {
    return [key, fromStored(value)];
  });
  return new Y.Map<unknown>(fields);
}

function parentOf(root: Y.Map<unknown>, path: readonly string[]): Y.Map<unknown> | undefined {
  let at: unknown = root;
  for (const key of path.slice(0, -1)) at = at instanceof Y.Map ? at.get(key) : undefined;
  return at instanceof Y.Map ? at : undefined;
}

/** Whether `is` holds for an item and for everything within it. */
function allOf(item: Y.Item, is: (item: Y.Item) => boolean): boolean {
  if (!is(item)) return false;
  const value = valueOf(item);
  if (!(value instanceof Y.AbstractType)) return true;
  // A field that somebody took away was changed, too.
  for (const within of value._map.values()) if (!allOf(within, is)) return false;
  return true;
}

function isSame(item: Y.Item, [client, clock]: ItemId): boolean {
  return item.lastId.client === client && item.lastId.clock === clock;
}

function idOf({ id }: Y.Item): ItemId {
  return [id.client, id.clock];
}

function base64Of(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}
