import { expect } from "expect";
import fc from "fast-check";
import * as Y from "yjs";
import { take, version } from "../../tests/fixtures/deeds.ts";
import { addCanvas, addStroke, patchCanvas, putTracks, removeCanvas, seedUpdate } from "./edits.ts";
import { byOrder, isOrderKey } from "./order.ts";
import { usePhrase } from "./piece_edits.ts";
import { addTake, addVersion, nudgeTake, removeTake, useSource } from "./recording_edits.ts";
import { type DocumentView, roots } from "./schema.ts";
import { view } from "./view.ts";

/** Values a hostile client can put anywhere: everything Yjs can carry. */
const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, false, "", "a0", "stroke", "image", "stem", "c1", "constructor"),
  fc.constantFrom("take", "version", "harmony", "s1", "x1", "__proto__"),
  fc.double(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.string(),
  fc.uint8Array({ maxLength: 20 }),
  fc.jsonValue(),
  fc.constantFrom("map", "array", "text").map((type) => ({ shared: type })),
  fc.record({
    recording: fc.constantFrom("x0", "x1", "y1", "gone"),
    from_seconds: fc.constantFrom(-5000, 0, 1, NaN),
    to_seconds: fc.constantFrom(0, 1.01, 2, 1e9),
    turn: fc.double(),
  }, { noNullPrototype: true }),
);

const ROOTS = ["meta", "canvases", "shapes", "tracks", "recordings", "comments", "jobs"] as const;
const FIELDS = [
  ..."kind canvas order by at color width height tool points asset name mood analysis".split(" "),
  ..."source recording stack of from lufs listen duration_seconds settings report".split(" "),
  ..."piece:a piece:b turn from_seconds to_seconds".split(" "),
  ..."settled undone".split(" "),
  ..."gain_db pan muted status stage text anchor title tempo_bpm key valence __proto__"
    .split(" "),
];

const hostileOp = fc.record({
  peer: fc.nat(2),
  root: fc.constantFrom(...ROOTS),
  id: fc.constantFrom("c1", "c2", "s1", "x1", "title", "__proto__", "x".repeat(80), ""),
  nest: fc.boolean(),
  fields: fc.array(fc.tuple(fc.constantFrom(...FIELDS), hostileValue), { maxLength: 8 }),
  value: hostileValue,
  act: fc.constantFrom("set", "set", "set", "delete", "text", "honest", "merge", "untake"),
});
type HostileOp = typeof hostileOp extends fc.Arbitrary<infer T> ? T : never;

Deno.test("view never throws on hostile documents and is legal under any merge", () => {
  fc.assert(
    fc.property(fc.array(hostileOp, { maxLength: 40 }), (ops) => {
      const peers = [0, 1, 2].map((clientID) => peer(clientID + 10));
      for (const op of ops) apply(peers, op);
      for (let round = 0; round < 2; round++) {
        peers.forEach((to, i) => merge(peers[(i + 1) % 3]!, to));
        merge(peers[2]!, peers[0]!);
      }
      const views = peers.map(view);
      for (const seen of views) expectLegal(seen);
      expect(views[1]).toEqual(views[0]);
    }),
    { numRuns: 300 },
  );
});

Deno.test("a reference that dangles is resolved, and comes back with what it points to", () => {
  const doc = peer(1);
  doc.transact(() => {
    addCanvas(doc, { id: "c2", name: "Chorus" });
    addStroke(doc, stroke("s1", "c2"));
    putTracks(doc, [track("t1", "c2", "j1")]);
  });
  const other = peer(2);
  merge(doc, other);
  removeCanvas(doc, "c2");
  addStroke(other, stroke("s2", "c2")); // drawn while somebody else removes the canvas
  merge(other, doc);
  expect(view(doc).shapes).toEqual([]);
  expect(view(doc).tracks[0]!.canvas).toBeNull();
  addCanvas(doc, { id: "c2", name: "Chorus" });
  expect(view(doc).shapes.map(({ id }) => id)).toEqual(["s2"]);
});

Deno.test("values out of range are moved into it and the mood is clamped", () => {
  const doc = peer(1);
  patchCanvas(doc, "c1", { mood: { valence: 9, arousal: -9 } });
  expect(view(doc).canvases[0]!.mood).toEqual({ valence: 1, arousal: -1 });
  expect(view(doc).meta).toEqual({
    title: "First light",
    tempo_bpm: null,
    key: null,
    scale: null,
    beats_per_bar: 4,
  });
});

Deno.test("a document nested ten thousand deep is read without recursion", () => {
  const doc = peer(1);
  doc.transact(() => {
    const top = new Y.Map<unknown>([["kind", "take"], ["asset", "a1"]]);
    roots(doc).recordings.set("r1", top);
    let at = top;
    for (let depth = 0; depth < 10_000; depth++) {
      const next = new Y.Map<unknown>();
      at.set("report", next);
      at = next;
    }
  });
  expect(view(doc).recordings).toMatchObject([{ id: "r1", kind: "take", asset: "a1" }]);
});

function peer(clientID: number): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = clientID;
  Y.applyUpdate(doc, seedUpdate({ title: "First light", canvasId: "c1" }));
  return doc;
}

function merge(from: Y.Doc, to: Y.Doc): void {
  Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)));
}

function apply(peers: readonly Y.Doc[], op: HostileOp): void {
  const doc = peers[op.peer]!;
  const root: Y.Map<unknown> = doc.getMap(op.root);
  doc.transact(() => {
    if (op.act === "set") {
      const value = op.nest
        ? new Y.Map(op.fields.map(([k, v]) => [k, shared(v)]))
        : shared(op.value);
      root.set(op.id, value);
    } else if (op.act === "delete") root.delete(op.id);
    else if (op.act === "text") roots(doc).lyrics.insertEmbed(0, new Y.Map());
    else if (op.act === "untake") removeTake(doc, op.id);
    else if (op.act === "merge") merge(peers[(op.peer + 1) % 3]!, doc);
    else {
      addCanvas(doc, { id: `c${op.peer}`, name: "Verse" });
      addStroke(doc, stroke(`s${op.peer}`, "c1"));
      patchCanvas(doc, "c1", { mood: { valence: 0.5 } });
      addTake(doc, take(`x${op.peer}`), { id: `s${op.peer}`, name: "Voice" });
      addVersion(doc, version(`y${op.peer}`, `x${(op.peer + 1) % 3}`));
      useSource(doc, "s1", `y${op.peer}`);
      nudgeTake(doc, "x1", op.fields.length);
      usePhrase(doc, "s1", `x${op.peer}`, { fromSeconds: 1, toSeconds: 3 }, `${op.peer}`);
    }
  });
}

function shared(value: unknown): unknown {
  const type = typeof value === "object" && value !== null && "shared" in value && value.shared;
  if (type === "map") return new Y.Map([["a", 1]]);
  if (type === "array") return Y.Array.from([1]);
  return type === "text" ? new Y.Text("la") : value;
}

function expectLegal(seen: DocumentView): void {
  JSON.stringify(seen, (_, value) => value instanceof Uint8Array ? value.length : value);
  const canvases = new Set(seen.canvases.map(({ id }) => id));
  const ordered = [seen.canvases, seen.shapes, seen.tracks];
  for (const list of ordered) {
    expect([...list].sort(byOrder)).toEqual([...list]);
    for (const item of list) expect(isOrderKey(item.order)).toBe(true);
  }
  for (const shape of seen.shapes) {
    expect(canvases.has(shape.canvas)).toBe(true);
    expect(Number.isFinite(shape.width)).toBe(true);
  }
  for (const { mood } of seen.canvases) {
    expect(Math.abs(mood.valence) <= 1 && Math.abs(mood.arousal) <= 1).toBe(true);
  }
  expectLegalRecordings(seen);
  for (const track of seen.tracks) {
    expect(track.canvas === null || canvases.has(track.canvas)).toBe(true);
    expect(track.gain_db >= -60 && track.gain_db <= 30 && Math.abs(track.pan) <= 1).toBe(true);
  }
}

function expectLegalRecordings({ recordings, tracks }: DocumentView): void {
  const known = new Map(recordings.map((recording) => [recording.id, recording]));
  for (const recording of recordings) {
    expect(recording.asset.length > 0 && Number.isFinite(recording.duration_seconds)).toBe(true);
    if (recording.kind === "take") {
      expect(Math.abs(recording.offset_seconds) <= 600).toBe(true);
    } else {
      expect(known.get(recording.of)?.kind).toBe("take");
      const from = known.get(recording.from)!;
      expect(from.id === recording.of || (from.kind === "version" && from.of === recording.of))
        .toBe(true);
      expect(from.kind === "take" || from.id < recording.id).toBe(true);
    }
  }
  for (const track of tracks) {
    expect(track.asset.length > 0 && Number.isFinite(track.start_seconds)).toBe(true);
    expect(track.source === null || known.get(track.source)!.asset === track.asset).toBe(true);
    let end = -Infinity;
    for (const { recording, asset, from_seconds, to_seconds } of track.pieces) {
      expect(from_seconds >= end && to_seconds > from_seconds).toBe(true);
      expect(recording === track.source).toBe(false);
      expect(known.get(recording)!.asset).toBe(asset);
      end = to_seconds;
    }
    expect(track.recording === null || known.get(track.recording)?.kind === "take").toBe(true);
  }
}

function stroke(id: string, canvas: string) {
  return {
    id,
    canvas,
    points: [{ x: 1, y: 2, pressure: 0.5, timeMs: 0 }],
    color: "indigo",
    width: 4,
    tool: "pen",
    by: "u1",
    at: 1,
  } as const;
}

function track(id: string, canvas: string, job: string) {
  return {
    id,
    kind: "stem",
    name: "Piano",
    asset: "a1",
    listen: "a1",
    peaks: null,
    duration_seconds: 30,
    pigment: "orpiment",
    by: "u1",
    job,
    canvas,
  } as const;
}
