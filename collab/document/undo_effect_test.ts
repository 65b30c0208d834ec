import fc from "fast-check";
import assert from "node:assert/strict";
import * as Y from "yjs";
import { type Deed, deed, fork, merge, seeded, stroke, track } from "../../tests/fixtures/deeds.ts";
import { WORK } from "./changes.ts";
import {
  addCanvas,
  addStroke,
  patchCanvas,
  patchTrack,
  putTracks,
  removeCanvas,
  removeTrack,
  setAnalysis,
  setMeta,
} from "./edits.ts";
import { type Effect, type StandIn, withEffect } from "./effect.ts";
import { roots } from "./schema.ts";
import { undoEffect, type Undone } from "./undo_effect.ts";
import { view } from "./view.ts";

const JOB = 50;
const UNDO = 51;
const HUMAN = 9;

/** As it is stored. */
function run(doc: Y.Doc, client: number, edit: (doc: Y.Doc) => void): Effect {
  doc.clientID = client;
  let effect: Effect | undefined;
  withEffect(doc, () => edit(doc), (found) => effect = found);
  return JSON.parse(JSON.stringify(effect));
}

function undo(
  doc: Y.Doc,
  effect: Effect,
  isOwn?: (client: number) => boolean,
  standIns?: readonly StandIn[],
) {
  let undone: Undone | undefined;
  const effectOfUndo = run(doc, UNDO, () => undone = undoEffect(doc, effect, { isOwn, standIns }));
  const { kept, returned, taken } = undone!;
  return { kept, effect: { ...effectOfUndo, returned, taken } };
}

function compose(doc: Y.Doc): void {
  putTracks(doc, [track("t10", "j9"), track("t11", "j9")], { replaceJobTracksOf: "c0" });
  setMeta(doc, { tempo_bpm: 97, key: "F#" });
}

const deeds = fc.array(deed, { maxLength: 20 });
const everything = (deeds: readonly Deed[]): Deed => (doc) => deeds.forEach((one) => one(doc));

Deno.test("R31 undone at once, any edit leaves the view as it was; redone, as it made it", () => {
  fc.assert(
    fc.property(deeds, deeds, (before, edits) => {
      const doc = seeded(HUMAN);
      for (const one of before) doc.transact(() => one(doc));
      const was = view(doc);
      const first = run(doc, JOB, everything(edits));
      const became = view(doc);
      const back = undo(doc, first);
      assert.deepEqual(view(doc), was);
      assert.deepEqual(back.kept, []);
      const again = undo(doc, back.effect);
      assert.deepEqual(view(doc), became);
      undo(doc, again.effect);
      assert.deepEqual(view(doc), was);
      const state = Y.encodeStateAsUpdate(doc);
      undo(doc, { ...again.effect, deletedText: [] });
      assert.deepEqual(Y.encodeStateAsUpdate(doc), state, "its places are free of it already");
    }),
    { numRuns: 500 },
  );
});

Deno.test("R31 an undo never touches what somebody changed after, whatever they did and wherever it was merged", () => {
  fc.assert(
    fc.property(deeds, deeds, deeds, fc.boolean(), (before, edits, after, apart) => {
      const doc = seeded(HUMAN);
      for (const one of before) doc.transact(() => one(doc));
      const effect = run(doc, JOB, everything(edits));
      const human = apart ? fork(doc, HUMAN + 1) : doc;
      human.clientID = HUMAN + 1;
      for (const one of after) human.transact(() => one(human));
      const theirs = itemsOf(human, HUMAN + 1);
      if (apart) merge(doc, human);
      undo(doc, effect);
      assert.deepEqual(itemsOf(doc, HUMAN + 1), theirs);
      if (apart) merge(human, doc);
      assert.deepEqual(view(human), view(doc));
    }),
    { numRuns: 500 },
  );
});

/** Everything of a client that is there, by its place: the fields it set and the letters it typed. */
function itemsOf(doc: Y.Doc, client: number): readonly string[] {
  const found: string[] = [];
  const look = (path: string, type: { readonly _map: ReadonlyMap<string, Y.Item> }) => {
    for (const [key, item] of type._map) {
      if (item.deleted) continue;
      if (item.id.client === client) found.push(`${path}/${key} ${item.id.clock}`);
      const value = item.content.getContent()[item.length - 1];
      if (value instanceof Y.AbstractType) look(`${path}/${key}`, value);
    }
  };
  for (const name of WORK) look(name, roots(doc)[name] as Y.Map<unknown>);
  for (let item = roots(doc).lyrics._start; item; item = item.right) {
    if (!item.deleted && item.id.client === client) found.push(String(item.content.getContent()));
  }
  return found.map((text) => text.replaceAll(",", "")).sort();
}

Deno.test("undoing a composition takes its tracks away, brings the earlier ones back, and the tempo", () => {
  const doc = seeded(HUMAN);
  doc.transact(() => {
    setMeta(doc, { tempo_bpm: 80 });
    putTracks(doc, [track("t1", "j1"), track("t2", null)]);
    patchTrack(doc, "t1", { gain_db: -3 });
  });
  const was = view(doc);
  const effect = run(doc, JOB, compose);
  assert.deepEqual(view(doc).tracks.map(({ id }) => id), ["t2", "t10", "t11"]);
  undo(doc, effect);
  assert.deepEqual(view(doc), was);
});

Deno.test("R31 jobs undone one after the other, the last first, leave nothing behind", () => {
  fc.assert(
    fc.property(fc.array(deeds, { minLength: 1, maxLength: 4 }), (jobs) => {
      const doc = seeded(HUMAN);
      const was = view(doc);
      const effects = jobs.map((edits, i) => run(doc, JOB + 10 + i, everything(edits)));
      const undos: Effect[] = [];
      for (const effect of effects.toReversed()) {
        undos.push(undo(doc, effect, undefined, undos).effect);
      }
      const { lyrics: _, ...rest } = view(doc); // letters that come back are new ones
      const { lyrics: __, ...wanted } = was;
      assert.deepEqual(rest, wanted);
    }),
    { numRuns: 150 },
  );
});

Deno.test("R31 what an undone job had put in the place of something does not keep it away", () => {
  const doc = seeded(HUMAN);
  doc.transact(() => addCanvas(doc, { id: "c1", name: "Two" }));
  const was = view(doc);
  const first = run(doc, JOB, () => removeCanvas(doc, "c0"));
  const second = run(
    doc,
    JOB + 1,
    () => addCanvas(doc, { id: "c0", name: "Another", order: "a0" }),
  );
  const undos = [undo(doc, second).effect];
  undo(doc, first, undefined, undos);
  assert.deepEqual(view(doc), was);
});

Deno.test("a track of the job that somebody has worked on stays, unless it is who undoes", () => {
  const doc = seeded(HUMAN);
  const effect = run(doc, JOB, compose);
  doc.clientID = HUMAN;
  doc.transact(() => patchTrack(doc, "t10", { gain_db: -6 }));
  const mine = fork(doc, UNDO);
  const { kept } = undo(doc, effect);
  assert.deepEqual(kept, [{ root: "tracks", path: ["t10"] }]);
  assert.deepEqual(view(doc).tracks.map(({ id }) => id), ["t10"]);
  assert.equal(view(doc).meta.tempo_bpm, null);
  undo(mine, effect, (client) => client === HUMAN);
  assert.deepEqual(view(mine).tracks, []);
});

Deno.test("a mood that somebody moved since stays, also when it was moved to where it is", () => {
  const doc = seeded(HUMAN);
  const analysis = { primary_emotion: "joy", secondary_emotions: [], confidence: 1 };
  const found = { ...analysis, valence: 0.5, arousal: 0.5, mood_description: "" };
  const effect = run(doc, JOB, () => setAnalysis(doc, "c0", found, { moveMood: true }));
  doc.clientID = HUMAN;
  doc.transact(() => patchCanvas(doc, "c0", { mood: { valence: -1 } }));
  doc.transact(() => patchCanvas(doc, "c0", { mood: { valence: 0.5 } }));
  const { kept } = undo(doc, effect);
  assert.deepEqual(kept, [{ root: "canvases", path: ["c0", "mood", "valence"] }]);
  assert.deepEqual(view(doc).canvases[0]!.mood, { valence: 0.5, arousal: 0 });
  assert.equal(view(doc).canvases[0]!.analysis, null);
});

Deno.test("a track that the job replaced and somebody has removed for good stays away", () => {
  const doc = seeded(HUMAN);
  doc.transact(() => putTracks(doc, [track("t1", "j1")]));
  const effect = run(doc, JOB, compose);
  doc.clientID = HUMAN;
  doc.transact(() => putTracks(doc, [track("t1", "j1")]));
  doc.transact(() => removeTrack(doc, "t1"));
  undo(doc, effect);
  assert.deepEqual(view(doc).tracks, []);
});

Deno.test("words of a job go and come back around the words of others", () => {
  const doc = seeded(HUMAN);
  doc.transact(() => roots(doc).lyrics.insert(0, "the old line\nend\n"));
  const effect = run(doc, JOB, () => {
    roots(doc).lyrics.delete(4, 8);
    roots(doc).lyrics.insert(4, "new words");
  });
  doc.clientID = HUMAN;
  doc.transact(() => roots(doc).lyrics.insert(8, "and mine "));
  assert.equal(view(doc).lyrics, "the new and mine words\nend\n");
  undo(doc, effect);
  const { lyrics } = view(doc);
  assert.match(lyrics, /^the (old lineand mine |and mine old line)\nend\n$/);
});

Deno.test("bytes come back as they were", () => {
  const doc = seeded(HUMAN);
  doc.transact(() => addStroke(doc, stroke("s1", "c0")));
  const was = view(doc);
  const effect = run(doc, JOB, () => roots(doc).shapes.delete("s1"));
  undo(doc, effect);
  assert.deepEqual(view(doc), was);
});
