import assert from "node:assert/strict";
import fc from "fast-check";
import * as Y from "yjs";
import { fork, merge, seeded, take, version } from "../../tests/fixtures/deeds.ts";
import { type Effect, withEffect } from "./effect.ts";
import { usePhrase, usePhrasesInstead, useTakeAs, useWhole } from "./piece_edits.ts";
import { addTake, addVersion, removeTake, removeVersion, useSource } from "./recording_edits.ts";
import { roots, type TrackView } from "./schema.ts";
import { undoEffect } from "./undo_effect.ts";
import { view } from "./view.ts";

Deno.test("a phrase of another take lies over the one in the mix; chosen again, that one is back", () => {
  const doc = sung();
  assert.ok(phrase(doc, "r1", 2, 4, "p1"));
  assert.deepEqual(pieces(doc), [["r1", 2, 4]]);
  const [piece] = lane(doc).pieces;
  assert.deepEqual(
    [piece!.asset, piece!.listen, piece!.start_seconds],
    ["asset of r1", "listen of r1", 0.1],
  );
  assert.ok(phrase(doc, "r1", 4, 5.0004, "p2"));
  assert.deepEqual(pieces(doc), [["r1", 2, 5]], "what stands together is one");
  assert.ok(phrase(doc, "r2", 4.5, 6, "p3"));
  assert.deepEqual(pieces(doc), [["r1", 2, 4.5], ["r2", 4.5, 6]], "the later choice lies over");
  assert.ok(phrase(doc, "r3", 3, 4.75, "p4"));
  assert.deepEqual(pieces(doc), [["r1", 2, 3], ["r2", 4.75, 6]]);
  assert.ok(phrase(doc, "r3", 1, 7, "p5"));
  assert.deepEqual(pieces(doc), []);
  assert.deepEqual(keys(doc), [], "nothing is left beneath");
});

Deno.test("a phrase that names nothing, nothing of this lane or no time is refused", () => {
  const doc = sung();
  doc.transact(() => addTake(doc, take("x"), { id: "other", name: "Other" }));
  for (
    const [track, recording, from, to] of [
      ["nowhere", "r1", 1, 2],
      ["lane", "gone", 1, 2],
      ["lane", "x", 1, 2],
      ["lane", "r1", 2, 2],
      ["lane", "r1", NaN, 2],
    ] as const
  ) {
    assert.ok(!usePhrase(doc, track, recording, { fromSeconds: from, toSeconds: to }, "p"));
  }
  assert.deepEqual(keys(doc), []);
});

Deno.test("a whole take takes the place of all phrases; a job's version of the whole only", () => {
  const doc = sung();
  phrase(doc, "r1", 2, 4, "p1");
  useSource(doc, "lane", "r3");
  assert.deepEqual([lane(doc).source, pieces(doc)], ["r3", [["r1", 2, 4]]]);
  assert.ok(useWhole(doc, "lane", "r2"));
  assert.deepEqual([lane(doc).source, pieces(doc), keys(doc)], ["r2", [], []]);
  assert.ok(!useWhole(doc, "lane", "gone"));
});

Deno.test("a take that is sung anew waits where phrases were chosen", () => {
  const doc = sung();
  phrase(doc, "r1", 2, 4, "p1");
  assert.ok(addTake(doc, take("r4"), "lane"));
  assert.deepEqual([lane(doc).source, pieces(doc)], ["r3", [["r1", 2, 4]]]);
  useWhole(doc, "lane", "r1");
  addTake(doc, take("r5"), "lane");
  assert.equal(lane(doc).source, "r5");
  const other = fork(doc, 8);
  phrase(doc, "r4", 2, 4, "p2");
  removeTake(other, "r4");
  merge(doc, other);
  addTake(doc, take("r6"), "lane");
  assert.equal(lane(doc).source, "r6", "what was chosen is gone");
});

Deno.test("versions: wherever the take sounds, else the whole of it", () => {
  const doc = sung();
  for (const [id, of] of [["v1", "r1"], ["v2", "r2"], ["v3", "r3"]] as const) {
    addVersion(doc, version(id, of));
  }
  phrase(doc, "r1", 2, 4, "p1");
  useTakeAs(doc, "lane", "v1");
  assert.deepEqual([lane(doc).source, pieces(doc)], ["r3", [["v1", 2, 4]]]);
  useTakeAs(doc, "lane", "v3");
  assert.deepEqual([lane(doc).source, pieces(doc)], ["v3", [["v1", 2, 4]]]);
  removeVersion(doc, "v1");
  assert.deepEqual(pieces(doc), [["r1", 2, 4]], "what it was made from");
  useTakeAs(doc, "lane", "v2");
  assert.deepEqual([lane(doc).source, pieces(doc)], ["v2", []]);
  assert.ok(!useTakeAs(doc, "lane", "gone"));
});

Deno.test("phrases of a take go with it, and come to nothing where somebody removes it meanwhile", () => {
  const doc = sung();
  const other = fork(doc, 8);
  phrase(doc, "r1", 2, 4, "p1");
  phrase(doc, "r2", 5, 6, "p2");
  removeTake(doc, "r1");
  assert.deepEqual([pieces(doc), keys(doc)], [[["r2", 5, 6]], ["piece:p2"]]);
  removeTake(other, "r2");
  merge(doc, other);
  assert.deepEqual(pieces(doc), []);
});

Deno.test("a track is as long as what sounds on it, also where a phrase outlasts it", () => {
  const doc = sung();
  doc.transact(() => addTake(doc, { ...take("long"), duration_seconds: 20 }, "lane"));
  useWhole(doc, "lane", "r1");
  phrase(doc, "long", 8, 14, "p1");
  assert.ok(Math.abs(lane(doc).duration_seconds - 13.9) < 1e-9, `${lane(doc).duration_seconds}`);
  phrase(doc, "long", 14, 30, "p2");
  assert.equal(lane(doc).duration_seconds, 20);
});

Deno.test("the later choice lies over, whatever the clocks and ids say; the cap keeps the last", () => {
  const doc = sung();
  phrase(doc, "r1", 2, 4, "z");
  phrase(doc, "r2", 3, 5, "a");
  assert.deepEqual(pieces(doc), [["r1", 2, 3], ["r2", 3, 5]]);
  for (let i = 0; i < 250; i++) phrase(doc, "r1", 10 + i, 10.5 + i, `p${1000 + i}`);
  assert.equal(pieces(doc).length, 200);
  assert.deepEqual(pieces(doc).at(-1), ["r1", 259, 259.5]);
});

Deno.test("a version's undo gives its phrases back, and leaves what somebody has chosen since", () => {
  const doc = sung();
  phrase(doc, "r1", 2, 4, "p1");
  const was = view(doc);
  const effect = tune(doc, "r1");
  assert.deepEqual(pieces(doc), [["v1", 2, 4]]);
  const chosen = fork(doc, 21);
  chosen.transact(() => phrase(chosen, "v1", 6, 8, "p9"));
  const own = fork(chosen, 30);
  doc.clientID = 51;
  doc.transact(() => undoEffect(doc, effect));
  assert.deepEqual(view(doc), was);
  chosen.clientID = 51;
  const { kept } = chosen.transact(() => undoEffect(chosen, effect));
  assert.deepEqual(kept, [{ root: "recordings", path: ["v1"] }]);
  assert.deepEqual(pieces(chosen), [["r1", 2, 4], ["v1", 6, 8]]);
  own.clientID = 51;
  own.transact(() => undoEffect(own, effect, { isOwn: (client) => client === 21 }));
  assert.deepEqual(pieces(own), [["r1", 2, 4], ["r1", 6, 8]], "what it was made from");
});

Deno.test("whatever two people choose at once: one legal, ordered, disjoint mix, the same for both", () => {
  fc.assert(
    fc.property(fc.array(choice, { maxLength: 24 }), (choices) => {
      const song = sung();
      const people = [fork(song, 20), fork(song, 21)];
      for (const { who, act } of choices) {
        const doc = people[who]!;
        doc.transact(() => act(doc));
      }
      const [ada, bob] = people as [Y.Doc, Y.Doc];
      merge(ada, bob);
      merge(bob, ada);
      assert.deepEqual(view(bob), view(ada));
      assertLegalPieces(ada);
    }),
    { numRuns: 300 },
  );
});

const id = fc.integer({ min: 1, max: 3 });
const hostile = fc.oneof(fc.jsonValue(), fc.constantFrom(NaN, 1e300, null, new Uint8Array(2)));
const act: fc.Arbitrary<(doc: Y.Doc) => void> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(id, fc.boolean(), fc.nat(90), fc.nat(60), fc.uuid({ version: 7 })).map(
      ([n, tuned, from, length, key]) => (doc: Y.Doc) =>
        void phrase(doc, `${tuned ? "v" : "r"}${n}`, from / 10, (from + length) / 10, key),
    ),
  },
  id.map((n) => (doc: Y.Doc) => void addVersion(doc, version(`v${n}`, `r${n}`))),
  id.map((n) => (doc: Y.Doc) => void useWhole(doc, "lane", `r${n}`)),
  id.map((n) => (doc: Y.Doc) => void useTakeAs(doc, "lane", `v${n}`)),
  id.map((n) => (doc: Y.Doc) => void removeVersion(doc, `v${n}`)),
  id.map((n) => (doc: Y.Doc) => void removeTake(doc, `r${n}`)),
  id.map((n) => (doc: Y.Doc) => usePhrasesInstead(doc, `r${n}`, `v${n}`)),
  fc.tuple(fc.nat(3), hostile, hostile, hostile).map(([n, from, to, turn]) => (doc: Y.Doc) => {
    const value = { recording: `r${n}`, from_seconds: from, to_seconds: to, turn };
    roots(doc).tracks.get("lane")?.set(`piece:${n}`, n === 0 ? from : value);
  }),
);
const choice = fc.record({ who: fc.nat(1), act });

function assertLegalPieces(doc: Y.Doc): void {
  const { tracks, recordings } = view(doc);
  const known = new Map(recordings.map((one) => [one.id, one]));
  for (const track of tracks) {
    let end = -Infinity;
    let last: string | undefined;
    for (const { recording, from_seconds, to_seconds, asset, start_seconds } of track.pieces) {
      assert.ok(from_seconds >= end && to_seconds > from_seconds, "in order, apart, not empty");
      assert.ok(from_seconds > end || recording !== last, "equal ones that touch are one");
      assert.notEqual(recording, track.source);
      const found = known.get(recording)!;
      const its = found.kind === "version" ? known.get(found.of)! : found;
      assert.equal(its.kind === "take" && its.stack, track.id);
      assert.equal(asset, found.asset);
      assert.ok(Number.isFinite(start_seconds));
      [end, last] = [to_seconds, recording];
    }
  }
}

/** Three takes on one lane; the third sounds. */
function sung(): Y.Doc {
  const doc = seeded(7);
  doc.transact(() => {
    assert.ok(addTake(doc, take("r1"), { id: "lane", name: "Voice" }));
    for (const id of ["r2", "r3"]) assert.ok(addTake(doc, take(id), "lane"));
  });
  return doc;
}

function phrase(doc: Y.Doc, recording: string, from: number, to: number, id: string): boolean {
  return usePhrase(doc, "lane", recording, { fromSeconds: from, toSeconds: to }, id);
}

function lane(doc: Y.Doc): TrackView {
  return view(doc).tracks.find(({ id }) => id === "lane")!;
}

function pieces(doc: Y.Doc) {
  return lane(doc).pieces.map((piece) => [piece.recording, piece.from_seconds, piece.to_seconds]);
}

function keys(doc: Y.Doc): string[] {
  return [...roots(doc).tracks.get("lane")!.keys()].filter((key) => key.startsWith("piece:"));
}

/** What a job does. */
function tune(doc: Y.Doc, of: string): Effect {
  doc.clientID = 50;
  let effect: Effect | undefined;
  withEffect(doc, () => {
    addVersion(doc, version("v1", of));
    usePhrasesInstead(doc, of, "v1");
  }, (found) => effect = found);
  doc.clientID = 7;
  return JSON.parse(JSON.stringify(effect));
}
