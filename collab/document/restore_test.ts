import fc from "fast-check";
import assert from "node:assert/strict";
import * as Y from "yjs";
import { deed, fork, merge, seeded, stroke } from "../../tests/fixtures/deeds.ts";
import { addStroke, patchTrack, putJob } from "./edits.ts";
import { restore } from "./restore.ts";
import { roots } from "./schema.ts";
import { view } from "./view.ts";

const deeds = fc.array(deed, { maxLength: 25 });

function seen(doc: Y.Doc) {
  const { jobs: _, ...rest } = view(doc);
  return rest;
}

Deno.test("R29 a restore gives exactly the view of then, and undone exactly the view before, for any history", () => {
  fc.assert(
    fc.property(deeds, deeds, (before, after) => {
      const doc = seeded(7);
      for (const one of before) doc.transact(() => one(doc));
      const then = fork(doc, 8);
      for (const one of after) doc.transact(() => one(doc));
      const now = fork(doc, 9);
      doc.transact(() => restore(doc, then));
      assert.deepEqual(seen(doc), seen(then));
      const state = Y.encodeStateAsUpdate(doc);
      doc.transact(() => restore(doc, then));
      assert.deepEqual(Y.encodeStateAsUpdate(doc), state, "restored twice, nothing changes");
      doc.transact(() => restore(doc, now));
      assert.deepEqual(seen(doc), seen(now));
    }),
    { numRuns: 300 },
  );
});

Deno.test("R29 what others do during a restore merges with it: all agree, and every view is legal", () => {
  fc.assert(
    fc.property(deeds, deeds, deeds, (before, after, meanwhile) => {
      const doc = seeded(7);
      for (const one of before) doc.transact(() => one(doc));
      const then = fork(doc, 8);
      for (const one of after) doc.transact(() => one(doc));
      const other = fork(doc, 9);
      doc.transact(() => restore(doc, then));
      for (const one of meanwhile) other.transact(() => one(other));
      merge(doc, other);
      merge(other, doc);
      assert.deepEqual(view(doc), view(other));
      const known = new Set(view(doc).canvases.map(({ id }) => id));
      for (const { canvas } of view(doc).shapes) assert.ok(known.has(canvas));
    }),
    { numRuns: 200 },
  );
});

Deno.test("a stroke drawn and letters typed while somebody restores survive", () => {
  const doc = seeded(7);
  const then = fork(doc, 8);
  doc.transact(() => roots(doc).lyrics.insert(0, "one\ntwo\n"));
  const other = fork(doc, 9);
  doc.transact(() => restore(doc, then));
  other.transact(() => {
    addStroke(other, stroke("mine", "c0"));
    roots(other).lyrics.insert(4, "mine ");
  });
  merge(doc, other);
  assert.deepEqual(view(doc).shapes.map(({ id }) => id), ["mine"]);
  assert.equal(view(doc).lyrics, "mine ");
});

Deno.test("R29 a restore touches only what differs", () => {
  const doc = seeded(7);
  doc.transact(() => {
    for (let i = 0; i < 100; i++) addStroke(doc, stroke(`s${i}`, "c0"));
    roots(doc).lyrics.insert(0, "one line\nand another\n".repeat(50));
    putJob(doc, {
      ...{ id: "j", kind: "compose", canvas: "c0", status: "running", stage: "mix", by: "u" },
      ...{ at: 1, finished_at: null, error: null },
    });
  });
  const then = fork(doc, 8);
  doc.transact(() => {
    roots(doc).shapes.delete("s50");
    roots(doc).lyrics.insert(4, "small ");
    patchTrack(doc, "t", { gain_db: 1 });
  });
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  doc.transact(() => restore(doc, then));
  assert.equal(updates.length, 1, "one step");
  assert.ok(updates[0]!.length < 250, `${updates[0]!.length} bytes`);
  assert.deepEqual(view(doc), view(then), "and the job goes on");
});

Deno.test("what a stranger put into the document does not disturb a restore", () => {
  const doc = seeded(7);
  doc.transact(() => roots(doc).lyrics.insert(0, "one\ntwo\n"));
  const then = fork(doc, 8);
  doc.transact(() => {
    roots(doc).lyrics.insertEmbed(2, { x: 1 });
    roots(doc).lyrics.insert(1, "xx");
    const shapes = doc.getMap("shapes");
    shapes.set("number", 7);
    shapes.set("text", new Y.Text("hello"));
  });
  const hostile = fork(doc, 9);
  doc.transact(() => restore(doc, then));
  assert.deepEqual(seen(doc), seen(then));
  doc.transact(() => restore(doc, hostile));
  assert.deepEqual(seen(doc), seen(hostile));
});
