import assert from "node:assert/strict";
import * as Y from "yjs";
import { fork, merge, seeded, take, track, version } from "../../tests/fixtures/deeds.ts";
import { patchTrack, putTracks, removeTrack } from "./edits.ts";
import { type Effect, withEffect } from "./effect.ts";
import {
  addTake,
  addVersion,
  nudgeTake,
  removeTake,
  removeVersion,
  renameTake,
  useSource,
} from "./recording_edits.ts";
import { undoEffect } from "./undo_effect.ts";
import { view } from "./view.ts";

Deno.test("a take lies on a track, the newest sounds, and one key changes that", () => {
  const doc = sung();
  const [lane] = view(doc).tracks;
  assert.deepEqual(
    [lane!.kind, lane!.asset, lane!.source, lane!.recording, lane!.start_seconds],
    ["take", "asset of r2", "r2", "r2", 0.1],
  );
  assert.deepEqual(view(doc).recordings.map(({ id }) => id), ["r1", "r2"]);
  assert.ok(useSource(doc, "lane", "r1"));
  patchTrack(doc, "lane", { offset_seconds: 2 });
  nudgeTake(doc, "r1", -0.5);
  assert.deepEqual(sounding(doc), "asset of r1");
  assert.equal(view(doc).tracks[0]!.start_seconds, 1.5);
  assert.ok(renameTake(doc, "r1", "The good one"));
  assert.ok(!renameTake(doc, "v1", "No take"));
  assert.ok(!addTake(doc, take("r1"), "lane"), "it is there");
  assert.ok(!addTake(doc, take("r3"), "nowhere"), "a lane that is gone");
  assert.ok(!useSource(doc, "lane", "nothing"));
});

Deno.test("a version stands beside its take, and sounds when it is chosen", () => {
  const doc = sung();
  assert.ok(addVersion(doc, version("v1", "r2")));
  assert.ok(!addVersion(doc, version("v2", "gone")));
  assert.equal(sounding(doc), "asset of r2");
  useSource(doc, "lane", "v1");
  assert.deepEqual(
    view(doc).tracks.map(({ asset, source, recording }) => [asset, source, recording]),
    [["asset of v1", "v1", "r2"]],
  );
  addVersion(doc, version("v2", "r2", "v1"));
  useSource(doc, "lane", "v2");
  assert.ok(removeVersion(doc, "v2"));
  assert.equal(sounding(doc), "asset of v1", "what it was made from");
});

Deno.test("removing a take takes its versions along; the lane plays what is left, and goes with the last", () => {
  const doc = sung();
  addVersion(doc, version("v1", "r2"));
  useSource(doc, "lane", "v1");
  const before = fork(doc, 8);
  assert.ok(removeTake(doc, "r2"));
  assert.equal(sounding(doc), "asset of r1");
  assert.deepEqual(view(doc).recordings.map(({ id }) => id), ["r1"]);
  removeTake(doc, "r1");
  assert.deepEqual([view(doc).tracks, view(doc).recordings], [[], []]);
  addVersion(before, version("v2", "r2")); // made while somebody removes the take
  merge(doc, before);
  assert.deepEqual(view(doc).recordings, []);
});

Deno.test("what a track played may vanish under it: the newest take sounds, or nothing", () => {
  const doc = sung();
  const other = fork(doc, 8);
  removeTake(doc, "r1");
  useSource(other, "lane", "r1");
  merge(doc, other);
  assert.equal(sounding(doc), "asset of r2");
  removeTrack(doc, "lane");
  assert.deepEqual(view(doc).recordings.map((one) => one.kind === "take" && one.stack), [null]);
});

Deno.test("harmonies move with the take they were made from", () => {
  const doc = sung();
  const harmony = { ...track("h1", "j1"), kind: "harmony", recording: "r1" } as const;
  putTracks(doc, [{ ...harmony, offset_seconds: 1 }]);
  nudgeTake(doc, "r1", 0.35);
  const found = view(doc).tracks.find(({ id }) => id === "h1")!;
  assert.deepEqual([found.start_seconds, found.recording, found.source], [1.25, "r1", null]);
  removeTake(doc, "r1");
  assert.equal(view(doc).tracks.find(({ id }) => id === "h1")!.recording, null);
});

Deno.test("a job's version can be undone, and what was heard before is heard again", () => {
  const doc = sung();
  doc.transact(() => useSource(doc, "lane", "r1"));
  const was = view(doc);
  const effect = tune(doc);
  assert.equal(sounding(doc), "asset of v1");
  undo(doc, effect);
  assert.deepEqual(view(doc), was);
});

Deno.test("a job's undo leaves what somebody else has chosen since, and lets go of one's own choice", () => {
  const doc = sung();
  doc.transact(() => useSource(doc, "lane", "r1"));
  const effect = tune(doc);
  const [ada, bob] = [21, 22];
  for (const source of ["r1", "v1"]) doc.transact(() => as(doc, bob, source));
  const mine = fork(doc, 30);
  const kept = undo(doc, effect, (client) => client === ada);
  assert.equal(sounding(doc), "asset of v1");
  assert.deepEqual(
    kept,
    [
      { root: "recordings", path: ["v1"] },
      { root: "tracks", path: ["lane", "source"] },
    ].filter(({ root }) => kept.some((one) => one.root === root)),
  );
  assert.ok(kept.some(({ root }) => root === "recordings"));
  undo(mine, effect, (client) => client === bob);
  assert.equal(sounding(mine), "asset of r1", "not the newest take: the one it was made from");
});

/** Two takes on one lane. */
function sung(): Y.Doc {
  const doc = seeded(7);
  doc.transact(() => {
    assert.ok(addTake(doc, take("r1"), { id: "lane", name: "Voice" }));
    assert.ok(addTake(doc, take("r2"), "lane"));
  });
  return doc;
}

function sounding(doc: Y.Doc): string | undefined {
  return view(doc).tracks.find(({ id }) => id === "lane")?.asset;
}

/** What a job does. */
function tune(doc: Y.Doc): Effect {
  doc.clientID = 50;
  let effect: Effect | undefined;
  withEffect(doc, () => {
    addVersion(doc, version("v1", "r1"));
    useSource(doc, "lane", "v1");
  }, (found) => effect = found);
  doc.clientID = 7;
  return JSON.parse(JSON.stringify(effect));
}

function undo(doc: Y.Doc, effect: Effect, isOwn?: (client: number) => boolean) {
  doc.clientID = 51;
  return doc.transact(() => undoEffect(doc, effect, { isOwn })).kept;
}

function as(doc: Y.Doc, client: number, source: string): void {
  doc.clientID = client;
  useSource(doc, "lane", source);
}
