import * as Y from "yjs";
import {
  changedPlaces,
  isDeletedBy,
  isNew,
  itemBefore,
  valueOf,
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
  /** For an undo: what it took away, which is as if it had never been. */
  readonly taken?: readonly Taken[];
}

/** A value that was put back, and the item that had held it. */
export interface Returned extends Kept {
  readonly item: ItemId;
}

/** A value that was taken away, and the item that held it. */
export interface Taken extends Kept {
  readonly item: ItemId;
}

/** The edit of an undo, as far as what it put back and took away goes. */
export type StandIn = Pick<Effect, "client" | "from" | "to" | "returned" | "taken">;

export interface PlaceEffect {
  readonly root: WorkRoot;
  readonly path: readonly string[];
  /** What was there before; null where there was nothing. */
  readonly before: Held | null;
  /** Whether the edit put something there, or took away what was. */
  readonly put: boolean;
}

/** A value and the item that held it. */
export interface Held {
  readonly item: ItemId;
  readonly value: Stored;
  /** For a value that an undo had put back: the item that had held it first. */
  readonly origin?: ItemId;
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
  | { readonly map: Readonly<Record<string, Held>> };

/** A place that stays as it is because somebody changed it since. */
export type Kept = Pick<PlaceEffect, "root" | "path">;

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
    before: before ? heldBefore(transaction, before) : null,
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

/**
 * The same effect, in which what an undo had put back is known for what it first was: so a chain of
 * undos leads back to the edit that made a value.
 */
export function withOrigins(effect: Effect, standIns: readonly StandIn[]): Effect {
  const traced = (root: WorkRoot, path: readonly string[], held: Held): Held => {
    const origin = standIns.filter((one) => isWithin(one, held.item))
      .flatMap(({ returned }) => returned ?? [])
      .find((one) => one.root === root && isSamePath(one.path, path))?.item;
    const { value } = held;
    if (!("map" in value)) return origin ? { ...held, origin } : held;
    const fields = Object.entries(value.map).map(([key, within]) => {
      return [key, traced(root, [...path, key], within)] as const;
    });
    return { ...held, ...(origin ? { origin } : {}), value: { map: Object.fromEntries(fields) } };
  };
  const places = effect.places.map((place) => ({
    ...place,
    before: place.before && traced(place.root, place.path, place.before),
  }));
  return { ...effect, places };
}

export function isEmptyEffect({ from, to, places, deletedText }: Effect): boolean {
  return from === to && places.length === 0 && deletedText.length === 0;
}

export function isSamePath(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, i) => key === b[i]);
}

/** Whether an item is of an edit. */
export function isWithin(range: StandIn, [client, clock]: ItemId): boolean {
  return client === range.client && clock >= range.from && clock < range.to;
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

function heldBefore(transaction: Y.Transaction, item: Y.Item): Held {
  return { item: idOf(item), value: storedBefore(transaction, valueOf(item)) };
}

function storedBefore(transaction: Y.Transaction, value: unknown): Stored {
  if (value instanceof Uint8Array) return { base64: base64Of(value) };
  if (!(value instanceof Y.AbstractType)) return { json: value ?? null };
  const fields: [string, Held][] = [];
  for (const key of value._map.keys()) {
    const item = itemBefore(transaction, value, key);
    if (item) fields.push([key, heldBefore(transaction, item)]);
  }
  return { map: Object.fromEntries(fields) };
}

function idOf({ id }: Y.Item): ItemId {
  return [id.client, id.clock];
}

function base64Of(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
