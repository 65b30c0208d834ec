import * as Y from "yjs";
import {
  type ChangedPlace,
  changedPlaces,
  isDeletedBy,
  isNew,
  itemBefore,
  valueOf,
} from "../document/changes.ts";
import { roots } from "../document/schema.ts";

export const KINDS = [
  "stroke",
  "image",
  "canvas",
  "line",
  "track",
  "recording",
  "version",
  "comment",
  "setting",
] as const;
export type Kind = typeof KINDS[number];
export type Verb = "added" | "changed" | "removed";

/** What was done to what: by kind, then by id. A line's id is that of the break before it. */
export type Deeds = Readonly<Partial<Record<Kind, Readonly<Record<string, Verb>>>>>;

/** Deeds one after the other, net: what was added and then removed was never there. */
export class Tally {
  readonly #verbs = new Map<Kind, Map<string, Verb>>();

  get isEmpty(): boolean {
    return this.#verbs.values().every((verbs) => verbs.size === 0);
  }

  note(kind: Kind, id: string, verb: Verb): void {
    const verbs = this.#verbs.get(kind) ?? new Map<string, Verb>();
    this.#verbs.set(kind, verbs);
    const both = net(verbs.get(id), verb);
    if (both) verbs.set(id, both);
    else verbs.delete(id);
  }

  add(deeds: Deeds): void {
    for (const kind of KINDS) {
      for (const [id, verb] of Object.entries(deeds[kind] ?? {})) this.note(kind, id, verb);
    }
  }

  deeds(): Deeds {
    const found = [...this.#verbs].filter(([, verbs]) => verbs.size > 0);
    return Object.fromEntries(found.map(([kind, verbs]) => [kind, Object.fromEntries(verbs)]));
  }
}

/** What a transaction did. To be asked in `afterTransaction`. Walks what changed and little else. */
export function tallyOf(transaction: Y.Transaction): Tally {
  const tally = new Tally();
  for (const place of changedPlaces(transaction)) {
    const id = place.path[0]!;
    if (id.length > 64) continue; // no entry that anybody sees
    const kind = kindOf(transaction, place);
    if (kind) tally.note(kind, id, kind === "setting" ? "changed" : verbOf(place));
  }
  tallyLines(transaction, tally);
  return tally;
}

function net(first: Verb | undefined, second: Verb): Verb | undefined {
  if (first === undefined) return second;
  if (first === "added") return second === "removed" ? undefined : "added";
  if (first === "removed") return second === "removed" ? "removed" : "changed";
  return second === "removed" ? "removed" : "changed";
}

function verbOf({ path, before, now }: ChangedPlace): Verb {
  if (path.length > 1 || (before && now)) return "changed";
  return now ? "added" : "removed";
}

const KIND_OF_ROOT = {
  meta: "setting",
  canvases: "canvas",
  tracks: "track",
  comments: "comment",
} as const;

/** What an entry says it is, and what that is called here. */
const KIND_OF_ENTRY: Readonly<Record<"shapes" | "recordings", ReadonlyMap<unknown, Kind>>> = {
  shapes: new Map([["stroke", "stroke"], ["image", "image"]]),
  recordings: new Map([["take", "recording"], ["version", "version"]]),
};

function kindOf(transaction: Y.Transaction, place: ChangedPlace): Kind | undefined {
  const { root } = place;
  if (root !== "shapes" && root !== "recordings") return KIND_OF_ROOT[root];
  const [id, field] = place.path;
  const entry = field === undefined
    ? valueOf((place.now ?? place.before)!)
    : roots(transaction.doc)[root].get(id!);
  if (!(entry instanceof Y.Map)) return undefined;
  const kind = place.now ? entry._map.get("kind") : itemBefore(transaction, entry, "kind");
  return kind && KIND_OF_ENTRY[root].get(valueOf(kind));
}

function tallyLines(transaction: Y.Transaction, tally: Tally): void {
  const lyrics = transaction.doc.share.get("lyrics");
  if (!lyrics || !transaction.changed.has(lyrics)) return;
  for (const item of touchedItems(transaction)) {
    const added = isNew(transaction, item);
    const isGone = item.deleted && (added || !isDeletedBy(transaction, item));
    if (item.parent !== lyrics || isGone || !(item.content instanceof Y.ContentString)) continue;
    const text = item.content.str;
    const first = text.indexOf("\n");
    if (first !== 0) tally.note("line", lineOf(item.left), "changed");
    for (let at = first; at !== -1; at = text.indexOf("\n", at + 1)) {
      tally.note("line", breakId(item, at), added ? "added" : "removed");
    }
  }
}

/** Items that the transaction made, and those that it deleted. */
function* touchedItems(transaction: Y.Transaction): Iterable<Y.Item> {
  const { doc: { store }, beforeState, afterState, deleteSet } = transaction;
  const within = function* (client: number, from: number, to: number) {
    const structs = store.clients.get(client) ?? [];
    if (from >= to || structs.length === 0) return;
    for (let i = Y.findIndexSS(structs, from); i < structs.length; i++) {
      const struct = structs[i]!;
      if (struct.id.clock >= to) return;
      if (struct instanceof Y.Item) yield struct;
    }
  };
  for (const [client, clock] of afterState) {
    yield* within(client, beforeState.get(client) ?? 0, clock);
  }
  for (const [client, ranges] of deleteSet.clients) {
    const known = beforeState.get(client) ?? 0;
    for (const { clock, len } of ranges) {
      yield* within(client, clock, Math.min(clock + len, known));
    }
  }
}

/** A line longer than so many items is told by where it was touched. */
const MAX_STEPS = 200;

function lineOf(item: Y.Item | null): string {
  let at = item;
  for (let steps = 0; at && steps < MAX_STEPS; at = at.left, steps++) {
    if (at.deleted || !(at.content instanceof Y.ContentString)) continue;
    const last = at.content.str.lastIndexOf("\n");
    if (last !== -1) return breakId(at, last);
  }
  return at ? breakId(at, 0) : "first";
}

function breakId({ id }: Y.Item, at: number): string {
  return `${id.client}:${id.clock + at}`;
}
