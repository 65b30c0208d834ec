import * as Y from "yjs";
import { WORK } from "./changes.ts";
import { roots } from "./schema.ts";
import { diffText } from "./text_diff.ts";

/**
 * Turns `doc` into what `target` is, by as few edits as possible: entries and fields that are the same
 * stay untouched, the lyrics change where they differ. So what others are doing meanwhile merges with
 * it as with any edit. Running and finished jobs are no part of it. Runs inside the caller's
 * transaction.
 *
 * @param target is not changed.
 * @param writeAs the client id under which letters come back that `client` typed; without it they are
 *   those of `doc`'s own client.
 */
export function restore(
  doc: Y.Doc,
  target: Y.Doc,
  writeAs: (client: number) => number = () => doc.clientID,
): void {
  const [now, then] = [roots(doc), roots(target)];
  for (const name of WORK) restoreMap(now[name] as Y.Map<unknown>, then[name] as Y.Map<unknown>);
  const own = doc.clientID;
  restoreText(now.lyrics, then.lyrics, (at, text, client) => {
    doc.clientID = writeAs(client);
    now.lyrics.insert(at, text);
    doc.clientID = own;
  });
}

function restoreMap(now: Y.Map<unknown>, then: Y.Map<unknown>): void {
  for (const key of [...now.keys()]) if (!then.has(key)) now.delete(key);
  for (const [key, wanted] of then.entries()) {
    const present = now.get(key);
    if (present instanceof Y.Map && wanted instanceof Y.Map) restoreMap(present, wanted);
    else if (!now.has(key) || !isSame(present, wanted)) now.set(key, copyOf(wanted));
  }
}

function restoreText(
  text: Y.Text,
  wanted: Y.Text,
  insertAs: (at: number, text: string, client: number) => void,
): void {
  const runs = typedRuns(wanted);
  const places = placesOfLetters(text);
  for (const { at, remove, insert, from } of diffText(text.toString(), wanted.toString())) {
    for (let i = at + remove - 1; i >= at;) {
      let first = i; // what stands together goes together
      while (first > at && places[first - 1] === places[first]! - 1) first--;
      text.delete(places[first]!, i - first + 1);
      i = first - 1;
    }
    let place = places[at] ?? text.length;
    for (const run of within(runs, from, insert.length)) {
      insertAs(place, run.text, run.client);
      place += run.text.length;
    }
  }
}

interface Run {
  readonly text: string;
  readonly client: number;
}

/** The letters of a text as their clients typed them. */
function typedRuns(text: Y.Text): readonly Run[] {
  const runs: Run[] = [];
  for (let item = text._start; item; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    runs.push({ text: item.content.str, client: item.id.client });
  }
  return runs;
}

function within(runs: readonly Run[], from: number, length: number): readonly Run[] {
  let at = 0;
  return runs.flatMap(({ text, client }) => {
    const part = text.slice(Math.max(0, from - at), Math.max(0, from + length - at));
    at += text.length;
    return part ? [{ text: part, client }] : [];
  });
}

/** Somebody may have put more than letters into the text; they count as places and are not shown. */
function placesOfLetters(text: Y.Text): readonly number[] {
  const places: number[] = [];
  let at = 0;
  for (const { insert } of text.toDelta() as readonly { readonly insert: unknown }[]) {
    if (typeof insert === "string") { for (let i = 0; i < insert.length; i++) places.push(at++); }
    else at++;
  }
  return places;
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a instanceof Y.AbstractType || b instanceof Y.AbstractType) {
    return a instanceof Y.AbstractType && b instanceof Y.AbstractType &&
      a.constructor === b.constructor && isSame(a.toJSON(), b.toJSON());
  }
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
    return Number.isNaN(a) && Number.isNaN(b);
  }
  if (a instanceof Uint8Array && b instanceof Uint8Array) {
    return a.length === b.length && a.every((byte, i) => byte === b[i]);
  }
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => {
    return Object.hasOwn(b, key) && isSame(Reflect.get(a, key), Reflect.get(b, key));
  });
}

function copyOf(value: unknown): unknown {
  return value instanceof Y.AbstractType ? value.clone() : value;
}
