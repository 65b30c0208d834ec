import * as Y from "yjs";
import { choicesOfAdded } from "./chosen_sources.ts";
import { valueOf, visible, type WorkRoot } from "./changes.ts";
import {
  type DeletedText,
  type Effect,
  type Held,
  isSamePath,
  isWithin,
  type ItemId,
  type Kept,
  type Returned,
  type StandIn,
  type Stored,
  type Taken,
} from "./effect.ts";
import { roots } from "./schema.ts";

export interface Undone {
  /** Places that stay as they are because somebody has changed them since. */
  readonly kept: readonly Kept[];
  /** To be kept with the effect of the undo. */
  readonly returned: readonly Returned[];
  /** To be kept with the effect of the undo. */
  readonly taken: readonly Taken[];
}

/**
 * Undoes what an edit did, wherever nobody has changed it since. What the edit added goes, unless
 * somebody has changed it; what it removed comes back, unless somebody put something there; what it
 * set goes back, unless somebody has set it since. In the lyrics its own letters go and those that it
 * deleted come back; everybody else's stay. A recording stays that somebody has chosen to hear
 * since; where who undoes has chosen it, what it was made from is heard again. Runs inside the
 * caller's transaction, once: letters would come back twice.
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
  const taken: Taken[] = [];
  // What this very undo took away is what undoing it brings back.
  const others = standIns.filter(({ client, from }) => {
    return client !== effect.client || from !== effect.from;
  });
  const isOfAt = (root: WorkRoot): IsAt => (item, at) =>
    standingFor(effect, standIns, root, at).some((range) => isWithin(range, lastIdOf(item)));
  const choices = choicesOfAdded(doc, effect.places)
    .filter(({ item, path }) => !isOfAt("tracks")(item, path));
  const needed = new Set(
    choices.filter(({ item }) => !isOwn(item.id.client)).map(({ recording }) => recording),
  );
  for (const { root, path, before, put } of effect.places) {
    const parent = parentOf(roots(doc)[root] as Y.Map<unknown>, path);
    const key = path.at(-1)!;
    if (!parent) continue; // gone with its entry, which somebody removed
    const last = beneath(parent._map.get(key), root, path, others);
    const isOf = isOfAt(root);
    const isFree: IsAt = (item, at) => isOf(item, at) || isOwn(item.id.client);
    const now = visible(parent._map.get(key));
    if (put) {
      if (!now) continue;
      const isAdded = before === null && path.length === 1 && root !== "meta";
      const isPlayed = isAdded && root === "recordings" && needed.has(key);
      const isChoice = choices.some(({ item, recording }) => {
        return item === now && !needed.has(recording);
      });
      if (isPlayed || !allOf(now, path, isAdded || isChoice ? isFree : isOf)) {
        kept.push({ root, path });
      } else if (before) {
        parent.set(key, fromStored(before.value));
        returned.push(...returnedOf(root, path, before));
      } else {
        taken.push({ root, path, item: lastIdOf(now) });
        parent.delete(key);
      }
    } else if (before && last && !now && (isSame(last, before.item) || isOf(last, path))) {
      parent.set(key, fromStored(before.value));
      returned.push(...returnedOf(root, path, before));
    }
  }
  for (const { item, recording, fallBack } of choices) {
    if (!item.deleted && !roots(doc).recordings.has(recording)) fallBack();
  }
  undoText(roots(doc).lyrics, effect);
  return { kept, returned, taken };
}

/** The last value of a place, but for those that were undone. */
function beneath(
  last: Y.Item | undefined,
  root: WorkRoot,
  path: readonly string[],
  undos: readonly StandIn[],
): Y.Item | undefined {
  const isTaken = (item: Y.Item) =>
    undos.some(({ taken }) =>
      taken?.some((one) => {
        return one.root === root && isSamePath(one.path, path) && isSame(item, one.item);
      })
    );
  let item: Y.Item | null | undefined = last;
  while (item?.deleted && isTaken(item)) item = item.left;
  return item ?? undefined;
}

/** The edit, and the undos that put a value of it back at a place. */
function standingFor(
  effect: StandIn,
  standIns: readonly StandIn[],
  root: WorkRoot,
  path: readonly string[],
): readonly StandIn[] {
  return [
    effect,
    ...standIns.filter(({ returned }) =>
      returned?.some((one) => {
        return one.root === root && isSamePath(one.path, path) && isWithin(effect, one.item);
      })
    ),
  ];
}

/** What was put back: an entry, and each field within it. */
function* returnedOf(root: WorkRoot, path: readonly string[], held: Held): Iterable<Returned> {
  yield { root, path, item: held.origin ?? held.item };
  if (!("map" in held.value)) return;
  for (const [key, within] of Object.entries(held.value.map)) {
    yield* returnedOf(root, [...path, key], within);
  }
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

function fromStored(stored: Stored): unknown {
  if ("json" in stored) return stored.json;
  if ("base64" in stored) return bytesOf(stored.base64);
  const fields = Object.entries(stored.map).map(([key, { value }]): [string, unknown] => {
    return [key, fromStored(value)];
  });
  return new Y.Map<unknown>(fields);
}

function parentOf(root: Y.Map<unknown>, path: readonly string[]): Y.Map<unknown> | undefined {
  let at: unknown = root;
  for (const key of path.slice(0, -1)) at = at instanceof Y.Map ? at.get(key) : undefined;
  return at instanceof Y.Map ? at : undefined;
}

type IsAt = (item: Y.Item, path: readonly string[]) => boolean;

function isSame(item: Y.Item, [client, clock]: ItemId): boolean {
  const last = lastIdOf(item);
  return last[0] === client && last[1] === clock;
}

/** Deleted items merge with those before them: the last part is the latest. */
function lastIdOf({ lastId }: Y.Item): ItemId {
  return [lastId.client, lastId.clock];
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

/** Whether `is` holds for an item and for everything within it. */
function allOf(item: Y.Item, path: readonly string[], is: IsAt): boolean {
  if (!is(item, path)) return false;
  const value = valueOf(item);
  if (!(value instanceof Y.AbstractType)) return true;
  // A field that was put and taken away again is as if it had never been.
  return value._map.entries().every(([key, within]) => {
    return within.deleted || allOf(within, [...path, key], is);
  });
}
