import { expect } from "expect";
import fc from "fast-check";
import * as Y from "yjs";
import { inspectFrame } from "./frames.ts";
import { holdsAlready } from "./novelty.ts";
import { isEmptyUpdate, onlyDeletes, problemOfUpdate } from "./update_check.ts";

const edits = fc.array(
  fc.record({ insert: fc.boolean(), at: fc.nat(50), value: fc.jsonValue() }),
  { minLength: 1, maxLength: 30 },
);

Deno.test("R17 every update that Yjs makes is accepted, and none of format V2", () => {
  fc.assert(fc.property(edits, (history) => {
    const doc = new Y.Doc();
    const list = doc.getArray<unknown>("list");
    const [v1, v2]: [Uint8Array[], Uint8Array[]] = [[], []];
    doc.on("update", (update: Uint8Array) => v1.push(update));
    doc.on("updateV2", (update: Uint8Array) => v2.push(update));
    for (const { insert, at, value } of history) {
      if (insert || list.length === 0) list.insert(at % (list.length + 1), [value]);
      else list.delete(at % list.length, 1);
    }
    for (const update of [...v1, Y.encodeStateAsUpdate(doc), Y.mergeUpdates(v1)]) {
      expect(problemOfUpdate(update)).toBeNull();
    }
    for (const update of [...v2, Y.encodeStateAsUpdateV2(doc)]) {
      expect(problemOfUpdate(update)).not.toBeNull();
    }
  }));
});

Deno.test("R17 no bytes make the checks throw", () => {
  const bytes = fc.uint8Array({ maxLength: 300 });
  const sync = bytes.map((rest) => Uint8Array.from([1, 97, 0, 2, rest.length & 127, ...rest]));
  fc.assert(
    fc.property(fc.oneof(bytes, sync), (input) => {
      problemOfUpdate(input);
      inspectFrame(input);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("R17 an accepted update, cut or changed anywhere, is refused or can be applied", () => {
  const doc = new Y.Doc();
  doc.getText("lyrics").insert(0, "la la la");
  doc.getText("lyrics").delete(2, 3);
  doc.getMap("meta").set("title", { deep: [1, "two", null] });
  const update = Y.encodeStateAsUpdate(doc);
  fc.assert(
    fc.property(fc.nat(update.length - 1), fc.nat(255), fc.boolean(), (at, byte, cut) => {
      const changed = cut ? update.slice(0, at) : update.with(at, byte);
      if (problemOfUpdate(changed) === null) Y.applyUpdate(new Y.Doc(), changed);
    }),
    { numRuns: 5000 },
  );
});

Deno.test("the empty update and updates that only delete are told from the others", () => {
  const doc = new Y.Doc();
  doc.getText("lyrics").insert(0, "la la");
  const before = Y.encodeStateVector(doc);
  doc.getText("lyrics").delete(0, 2);
  const deletion = Y.encodeStateAsUpdate(doc, before);
  expect([onlyDeletes(deletion), isEmptyUpdate(deletion)]).toEqual([true, false]);
  expect(isEmptyUpdate(Y.encodeStateAsUpdate(new Y.Doc()))).toBe(true);
  expect(onlyDeletes(Y.encodeStateAsUpdate(doc))).toBe(false);
});

Deno.test("a document holds the deletions it has made, and not those it has not", () => {
  const doc = new Y.Doc();
  doc.getText("lyrics").insert(0, "la la");
  const before = Y.encodeStateVector(doc);
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  doc.getText("lyrics").delete(0, 2);
  doc.getText("lyrics").delete(1, 1);
  const deletions = Y.encodeStateAsUpdate(doc, before);
  expect(holdsAlready(doc, deletions)).toBe(true);
  expect(holdsAlready(copy, deletions)).toBe(false);
  expect(holdsAlready(new Y.Doc(), deletions)).toBe(false);
});
