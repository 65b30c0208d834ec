import fc from "fast-check";
import assert from "node:assert/strict";
import * as Y from "yjs";
import { deed, fork, seeded, stroke, track } from "../../tests/fixtures/deeds.ts";
import { workedMilliseconds } from "../../tests/fixtures/worked.ts";
import {
  addCanvas,
  addImage,
  addStroke,
  patchCanvas,
  patchTrack,
  putTracks,
  removeCanvas,
  removeShape,
  setMeta,
} from "../document/edits.ts";
import { roots } from "../document/schema.ts";
import { view } from "../document/view.ts";
import { type Deeds, Tally, tallyOf } from "./tally.ts";

function did(doc: Y.Doc, edit: () => void): Deeds {
  const tally = new Tally();
  const count = (transaction: Y.Transaction) => tally.add(tallyOf(transaction).deeds());
  doc.on("afterTransaction", count);
  edit();
  doc.off("afterTransaction", count);
  return tally.deeds();
}

Deno.test("what was done is told by kind and id", () => {
  const doc = seeded(7);
  const done = did(doc, () => {
    doc.transact(() => {
      addStroke(doc, stroke("s1", "c0"));
      const place = { canvas: "c0", asset: "a", x: 0, y: 0, width: 9, height: 9, by: "u", at: 1 };
      addImage(doc, { id: "i1", ...place });
      putTracks(doc, [track("t1", null)]);
    });
    doc.transact(() => patchCanvas(doc, "c0", { mood: { valence: 1 } }));
    doc.transact(() => setMeta(doc, { tempo_bpm: 90 }));
  });
  assert.deepEqual(done, {
    stroke: { s1: "added" },
    image: { i1: "added" },
    track: { t1: "added" },
    canvas: { c0: "changed" },
    setting: { tempo_bpm: "changed" },
  });
  const later = did(doc, () => {
    doc.transact(() => patchTrack(doc, "t1", { gain_db: 1 }));
    doc.transact(() => removeShape(doc, "s1"));
    doc.transact(() => addCanvas(doc, { id: "c1", name: "Two" }));
    doc.transact(() => removeCanvas(doc, "c1"));
    doc.transact(() => roots(doc).jobs.set("j", new Y.Map()));
  });
  assert.deepEqual(later, { track: { t1: "changed" }, stroke: { s1: "removed" } });
});

Deno.test("typing a word letter by letter changes one line", () => {
  const doc = seeded(7);
  const { lyrics } = roots(doc);
  lyrics.insert(0, "one\ntwo\nthree\n");
  const typed = did(doc, () => {
    for (const [i, letter] of [..." and a half"].entries()) lyrics.insert(7 + i, letter);
  });
  assert.deepEqual(Object.values(typed.line!), ["changed"]);
  const more = did(doc, () => lyrics.insert(0, "zero\nand\n"));
  assert.deepEqual(Object.values(more.line!).sort(), ["added", "added", "changed"]);
  const gone = did(doc, () => lyrics.delete(0, 9));
  assert.deepEqual(Object.values(gone.line!).sort(), ["changed", "removed", "removed"]);
});

Deno.test("for any history, what was added and removed is the difference of the views", () => {
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 20 }), (deeds) => {
      const doc = seeded(7);
      const before = fork(doc, 8);
      const done = did(doc, () => deeds.forEach((one) => doc.transact(() => one(doc))));
      const ids = (of: Y.Doc, kind: "tracks" | "canvases") => view(of)[kind].map(({ id }) => id);
      for (const [kind, root] of [["track", "tracks"], ["canvas", "canvases"]] as const) {
        const added = new Set(ids(doc, root)).difference(new Set(ids(before, root)));
        const removed = new Set(ids(before, root)).difference(new Set(ids(doc, root)));
        const told = (verb: string) =>
          new Set(Object.entries(done[kind] ?? {}).filter(([, v]) => v === verb).map(([id]) => id));
        assert.deepEqual(told("added"), added);
        assert.deepEqual(told("removed"), removed);
      }
    }),
    { numRuns: 200 },
  );
});

Deno.test("a letter at the end of twenty thousand costs no more than in a short one", () => {
  const doc = seeded(7);
  const { lyrics } = roots(doc);
  for (let i = 0; i < 20_000; i++) lyrics.insert((i * 7919) % (lyrics.length + 1), "x");
  const startedAt = workedMilliseconds();
  did(doc, () => {
    for (let i = 0; i < 200; i++) lyrics.insert(lyrics.length, "y");
  });
  const plain = workedMilliseconds();
  for (let i = 0; i < 200; i++) lyrics.insert(lyrics.length, "z");
  const [withTally, without] = [plain - startedAt, workedMilliseconds() - plain];
  assert.ok(withTally < without + 100, `${withTally} ms against ${without} ms`);
});
