import * as Y from "yjs";
import { commonLines } from "../../collab/document/text_diff.ts";

/** The letters that one edit has put in: this client's, from clock `from` to before `to`. */
export interface OwnLetters {
  readonly client: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Makes a text read `wanted`, changed lines taken out and put in whole: two people who change a line at
 * the same time have both of theirs side by side, and never one woven into the other. Runs inside the
 * caller's transaction.
 */
export function changeWholeLines(doc: Y.Doc, text: Y.Text, wanted: string): OwnLetters {
  const client = doc.clientID;
  const from = Y.getState(doc.store, client);
  const [old, now] = [linesOf(text.toString()), linesOf(wanted)];
  let [i, j, at] = [0, 0, 0];
  for (const [nextOld, nextNow] of [...commonLines(old, now), [old.length, now.length] as const]) {
    const gone = old.slice(i, nextOld).join("").length;
    const come = now.slice(j, nextNow).join("");
    if (gone > 0) text.delete(at, gone);
    if (come) text.insert(at, come);
    at += come.length + (old[nextOld]?.length ?? 0);
    [i, j] = [nextOld + 1, nextNow + 1];
  }
  return { client, from, to: Y.getState(doc.store, client) };
}

/**
 * Takes letters out again, those that still stand, and nothing else. Runs inside the caller's
 * transaction.
 *
 * @returns how many there were.
 */
export function removeLetters(text: Y.Text, { client, from, to }: OwnLetters): number {
  const spans: { readonly at: number; readonly length: number }[] = [];
  let at = 0;
  for (let item = text._start; item; item = item.right) {
    if (item.deleted || !item.countable) continue;
    if (item.id.client === client) {
      const first = Math.max(0, from - item.id.clock);
      const length = Math.min(item.length, to - item.id.clock) - first;
      if (length > 0) spans.push({ at: at + first, length });
    }
    at += item.length;
  }
  for (const { at, length } of spans.reverse()) text.delete(at, length);
  return spans.reduce((sum, { length }) => sum + length, 0);
}

/** With the break at the end of each. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
