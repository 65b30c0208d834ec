import * as Y from "yjs";
import type { Roots } from "./document/schema.ts";

/**
 * Whether bytes from a client are a Yjs update (format V1) that every later load can apply. Once in the
 * log an update is read again for ever, so what cannot be read must not get there.
 *
 * @param doubtful takes the items of which only the document knows whether they may stand where they do.
 * @returns what is wrong, or null.
 */
export function problemOfUpdate(update: Uint8Array, doubtful: Y.Item[] = []): string | null {
  // Format V2 starts with a zero; in V1 that is "no structs", and a delete set must fill the rest.
  if (update[0] === 0) return isDeleteSet(update) ? null : "not an update of format V1";
  try {
    for (const struct of Y.decodeUpdate(update).structs) {
      const problem = problemOfStruct(struct);
      if (problem) return problem;
      if (struct instanceof Y.Item && isDoubtful(struct)) doubtful.push(struct);
    }
    return null;
  } catch {
    return "not an update of format V1";
  }
}

/** An update that only deletes: it makes a document smaller and is welcome in a full one. */
export function onlyDeletes(update: Uint8Array): boolean {
  return update[0] === 0;
}

/** The update that changes nothing: clients send it to say that they have nothing to say. */
export function isEmptyUpdate(update: Uint8Array): boolean {
  return update.length === 2 && update[0] === 0 && update[1] === 0;
}

const MAX_CLOCK = 2 ** 40;
const MAX_DEPTH = 64;

type Struct = Y.Item | Y.GC | Y.Skip;

function problemOfStruct(struct: Struct): string | null {
  if (!(struct.length > 0) || struct.id.clock + struct.length > MAX_CLOCK) {
    return "a struct without or beyond all length";
  }
  if (!(struct instanceof Y.Item)) return null;
  const { id, content } = struct;
  for (const reference of [struct.origin, struct.rightOrigin, struct.parent]) {
    // Looked up as if it were there already; pointing at what comes later would throw.
    if (
      reference instanceof Y.ID && reference.client === id.client && reference.clock >= id.clock
    ) {
      return "a struct that refers to itself";
    }
  }
  if (content instanceof Y.ContentDoc) return "a document within the document";
  if (content instanceof Y.ContentEmbed || content instanceof Y.ContentFormat) {
    return "something else than letters in a text";
  }
  if (content instanceof Y.ContentType && content.type.constructor !== Y.Map) {
    return "a shared type other than Y.Map within the document";
  }
  if (typeof struct.parent === "string" && isMisplaced(struct, struct.parent)) {
    return `an item that ${struct.parent} does not hold`;
  }
  const values = content instanceof Y.ContentAny || content instanceof Y.ContentJSON
    ? content.arr
    : [];
  return isDeep(values) ? "a value nested too deep" : null;
}

/** It stands beside something that is not told here, and is no letter. */
function isDoubtful({ parent, content }: Y.Item): boolean {
  return parent === null && !(content instanceof Y.ContentString) &&
    !(content instanceof Y.ContentDeleted);
}

/** The roots that are maps hold values under keys, the lyrics letters. Any other root is nobody's. */
function isMisplaced({ parentSub, content }: Y.Item, root: string): boolean {
  if (root === TEXT) {
    const isText = content instanceof Y.ContentString || content instanceof Y.ContentDeleted;
    return parentSub !== null || !isText;
  }
  return MAPS.has(root) && parentSub === null;
}

const TEXT = "lyrics" satisfies keyof Roots;
const MAPS: ReadonlySet<string> = new Set(
  [
    "meta",
    "canvases",
    "shapes",
    "tracks",
    "recordings",
    "comments",
    "jobs",
  ] satisfies readonly (keyof Roots)[],
);

/** Without recursion: values this deep overflow the stack of whoever walks them. */
function isDeep(values: readonly unknown[]): boolean {
  let level: readonly unknown[] = values.filter(isNested);
  for (let depth = 0; level.length > 0; depth++) {
    if (depth === MAX_DEPTH) return true;
    level = level.flatMap((value) => Object.values(value as object)).filter(isNested);
  }
  return false;
}

function isNested(value: unknown): boolean {
  return typeof value === "object" && value !== null && !(value instanceof Uint8Array);
}

/** Zero structs, then clients with their deleted ranges, then the end. */
function isDeleteSet(update: Uint8Array): boolean {
  let at = 1;
  const number = (): number => {
    let value = 0;
    for (let scale = 1;; scale *= 128) {
      const byte = update[at++];
      if (byte === undefined || scale > 2 ** 42) return NaN;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  const clients = number();
  for (let client = 0; client < clients; client++) {
    number();
    const ranges = number();
    for (let range = 0; range < ranges; range++) {
      if (!(number() + number() <= MAX_CLOCK)) return false;
    }
    if (Number.isNaN(ranges) || at > update.length) return false;
  }
  return clients >= 0 && at === update.length;
}
