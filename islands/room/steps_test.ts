import { expect } from "expect";
import fc from "fast-check";
import * as Y from "yjs";
import {
  addImage,
  addStroke,
  patchCanvas,
  patchJob,
  patchTrack,
  putJob,
  putTracks,
  removeShape,
  seedProject,
  setMeta,
} from "../../collab/document/edits.ts";
import { usePhrase } from "../../collab/document/piece_edits.ts";
import { addTake } from "../../collab/document/recording_edits.ts";
import { roots } from "../../collab/document/schema.ts";
import { readCanvas, view } from "../../collab/document/view.ts";
import { fork, merge, take } from "../../tests/fixtures/deeds.ts";
import { createSteps, type Steps } from "./steps.ts";

const CANVAS = "0190c2d4-0000-7000-8000-000000000001";
const TRACK = "0190c2d4-0000-7000-8000-000000000002";

interface Desk {
  readonly doc: Y.Doc;
  readonly steps: Steps;
  readonly typing: object;
  /** Moves this desk's clock on. */
  rest(): void;
}

function desk(doc = new Y.Doc()): Desk {
  let ms = 0;
  const steps = createSteps(doc, () => ms);
  const typing = {};
  steps.typing("Words", typing);
  return { doc, steps, typing, rest: () => ms += 60_000 };
}

function room() {
  const here = desk();
  seedProject(here.doc, { title: "One", canvasId: CANVAS });
  const mood = () => readCanvas(CANVAS, roots(here.doc).canvases.get(CANVAS))!.mood;
  return { ...here, mood, title: () => roots(here.doc).meta.get("title") };
}

function type({ doc, typing }: Desk, at: number, text: string): void {
  doc.transact(() => roots(doc).lyrics.insert(at, text), typing);
}

Deno.test("a drag is one step", () => {
  const { steps, mood } = room();
  steps.begin("Mood");
  for (const valence of [.1, .2, .3]) {
    steps.edit("Mood", (doc) => patchCanvas(doc, CANVAS, { mood: { valence } }));
  }
  steps.end();
  steps.edit("Mood", (doc) => patchCanvas(doc, CANVAS, { mood: { arousal: .5 } }));
  steps.undo();
  expect(mood()).toEqual({ valence: .3, arousal: 0 });
  steps.undo();
  expect(mood()).toEqual({ valence: 0, arousal: 0 });
  steps.redo();
  expect(mood().valence).toBe(.3);
});

Deno.test("edits outside a gesture are steps of their own", () => {
  const { steps, title } = room();
  steps.edit("Title", (doc) => setMeta(doc, { title: "Two" }));
  steps.edit("Title", (doc) => setMeta(doc, { title: "Three" }));
  steps.undo();
  expect(title()).toBe("Two");
});

Deno.test("undo never takes back what somebody else did", () => {
  const { doc, steps, title, mood } = room();
  steps.edit("Mood", (each) => patchCanvas(each, CANVAS, { mood: { valence: .7 } }));
  doc.transact(() => setMeta(doc, { title: "Theirs" }), "another tab");
  steps.undo();
  expect(title()).toBe("Theirs");
  expect(mood().valence).toBe(0);
  expect(steps.undoable.value).toBe(null);
});

Deno.test("a burst of typing is one step, a rest begins another", () => {
  const here = room();
  type(here, 0, "Sa");
  type(here, 2, "lt");
  here.rest();
  type(here, 4, " on the window");
  here.steps.undo();
  expect(roots(here.doc).lyrics.toString()).toBe("Salt");
  here.steps.undo();
  expect(roots(here.doc).lyrics.toString()).toBe("");
});

Deno.test("words, mood and title share one history, and each step has its name", () => {
  const here = room();
  const { steps, doc } = here;
  type(here, 0, "Salt");
  steps.edit("Mood", (each) => patchCanvas(each, CANVAS, { mood: { valence: .7 } }));
  type(here, 4, "!");
  const names = [];
  while (steps.undoable.value !== null) names.push([steps.undoable.value, steps.undo()]);
  expect(names).toEqual([["Words", "Words"], ["Mood", "Mood"], ["Words", "Words"]]);
  expect(roots(doc).lyrics.toString()).toBe("");
  expect(steps.redoable.value).toBe("Words");
  steps.redo();
  expect([steps.undoable.value, steps.redoable.value]).toEqual(["Words", "Mood"]);
});

Deno.test("a picture that the server placed for me is a step of mine", () => {
  const { doc, steps } = room();
  const server = new Y.Doc();
  addImage(server, {
    id: "p1",
    canvas: CANVAS,
    asset: "a1",
    x: 0,
    y: 0,
    width: 10,
    height: 10,
    by: "me",
    at: 0,
  });
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(server), "socket");
  steps.adopt("Picture", roots(doc).shapes.get("p1")!);
  expect(steps.undo()).toBe("Picture");
  expect(view(doc).shapes).toEqual([]);
  steps.redo();
  expect(view(doc).shapes.map(({ id }) => id)).toEqual(["p1"]);
});

Deno.test("undo of a stroke leaves it where somebody else has changed it since", () => {
  const mine = room();
  const theirs = desk();
  mine.steps.edit("Stroke", (doc) => addStroke(doc, stroke("s1", "me")));
  sync(mine, theirs);
  theirs.steps.edit("Colour", (doc) => roots(doc).shapes.get("s1")!.set("color", "lapis"));
  sync(mine, theirs);
  mine.steps.undo();
  expect(view(mine.doc).shapes).toMatchObject([{ id: "s1", color: "lapis" }]);
});

Deno.test("undo leaves a value that met another made at the same time, rather than none", () => {
  const [a, b] = [room(), desk()];
  sync(a, b);
  a.steps.edit("Title", (doc) => setMeta(doc, { title: "A" }));
  b.steps.edit("Title", (doc) => setMeta(doc, { title: "B" }));
  sync(a, b);
  const winner = a.title();
  a.steps.undo();
  b.steps.undo();
  sync(a, b);
  expect(a.title()).toBe(winner);
});

Deno.test("a thousand steps over words, paint, mix and mood go back one by one, and come again", () => {
  const me = desk();
  seedProject(me.doc, { title: "One", canvasId: CANVAS });
  putTracks(me.doc, [stem()]);
  const written = { count: 0 };
  const now = () => JSON.stringify(view(me.doc));
  const seen = new Map([[0, now()]]);
  const kinds = ["stroke", "mood", "gain", "type"] as const;
  for (let n = 1; n <= 1000; n++) {
    me.rest();
    gesture(me, 0, kinds[n % 4]!, 7 * n, written);
    if (n % 50 === 0) seen.set(n, now());
  }
  for (let n = 1000; n > 0; n--) {
    me.steps.undo();
    if (n % 50 === 1) expect(now()).toBe(seen.get(n - 1));
  }
  expect(me.steps.undo()).toBe(null);
  for (let n = 1; n <= 1000; n++) {
    me.steps.redo();
    if (n % 50 === 0) expect(now()).toBe(seen.get(n));
  }
  expect(me.steps.redo()).toBe(null);
});

Deno.test("a page that is loaded anew has no steps: what was made before stays", () => {
  const before = room();
  type(before, 0, "Salt");
  before.steps.edit("Stroke", (doc) => addStroke(doc, stroke("s1", "me")));
  const after = desk();
  Y.applyUpdate(after.doc, Y.encodeStateAsUpdate(before.doc), "socket");
  const seen = view(after.doc);
  expect([after.steps.undoable.value, after.steps.undo(), after.steps.redo()]).toEqual([
    null,
    null,
    null,
  ]);
  expect(view(after.doc)).toEqual(seen);
});

Deno.test("a restore of a version by the server is no step of mine, and mine before it are still mine", () => {
  const here = room();
  type(here, 0, "Salt");
  here.rest();
  here.steps.edit("Stroke", (doc) => addStroke(doc, stroke("s1", "me")));
  const server = new Y.Doc();
  Y.applyUpdate(server, Y.encodeStateAsUpdate(here.doc));
  const known = Y.encodeStateVector(server);
  server.transact(() => {
    removeShape(server, "s1"); // the version is from before the stroke
    setMeta(server, { title: "Then" });
  });
  Y.applyUpdate(here.doc, Y.encodeStateAsUpdate(server, known), "socket");
  // The stroke is gone already; what is left to take back are the words.
  expect(here.steps.undo()).toBe("Words");
  expect(view(here.doc).lyrics).toBe("");
  expect(here.title()).toBe("Then");
  expect(view(here.doc).shapes).toEqual([]);
});

/* The model: two people, random gestures, rests, undos and redos, syncing when they like. */

type Act =
  | { readonly do: "stroke" | "recolour" | "erase" | "drag"; readonly at: number }
  | { readonly do: "mood" | "gain"; readonly at: number }
  | { readonly do: "type" | "delete"; readonly at: number }
  | { readonly do: "undo" | "redo" | "sync" | "rest"; readonly at: number };

const ACTS: readonly Act["do"][] = [
  "stroke",
  "recolour",
  "erase",
  "drag",
  "mood",
  "gain",
  "type",
  "type",
  "delete",
  "undo",
  "undo",
  "undo",
  "redo",
  "sync",
  "sync",
  "rest",
];
const act = fc.record({ do: fc.constantFrom(...ACTS), at: fc.nat(99) });

Deno.test("my undo never touches your work: two people, any gestures, any merges", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(1), act), { minLength: 5, maxLength: 60 }), (story) => {
      const desks = [desk(), desk()] as const;
      seedProject(desks[0].doc, { title: "One", canvasId: CANVAS });
      putTracks(desks[0].doc, [stem()]);
      sync(...desks);
      const written = { count: 0 };
      for (const [who, { do: what, at }] of story) {
        const me = desks[who]!;
        if (what === "sync") sync(...desks);
        else if (what === "rest") me.rest();
        else if (what === "redo") me.steps.redo();
        else if (what === "undo") {
          const before = workOf(1 - who, me.doc, desks[1 - who]!.doc.clientID);
          me.steps.undo();
          const after = workOf(1 - who, me.doc, desks[1 - who]!.doc.clientID);
          for (const [place, value] of before.values) expect(after.values.get(place)).toBe(value);
          expect(isWithin(before.letters, after.letters)).toBe(true);
        } else gesture(me, who, what, at, written);
      }
      sync(...desks);
      expect(view(desks[0].doc)).toEqual(view(desks[1].doc));
      expect(view(desks[0].doc).shapes.every(({ by }) => by !== "")).toBe(true);
      expect(view(desks[0].doc).tracks).toHaveLength(1);
    }),
    { numRuns: 600 },
  );
});

Deno.test("undoing all of it and redoing all of it is as if nothing was undone, for one alone", () => {
  fc.assert(
    fc.property(fc.array(act, { minLength: 1, maxLength: 40 }), (story) => {
      const me = desk();
      seedProject(me.doc, { title: "One", canvasId: CANVAS });
      putTracks(me.doc, [stem()]);
      const start = view(me.doc);
      const written = { count: 0 };
      for (const { do: what, at } of story) {
        if (what === "rest") me.rest();
        else if (what !== "undo" && what !== "redo" && what !== "sync") {
          gesture(me, 0, what, at, written);
        }
      }
      const end = view(me.doc);
      while (me.steps.undo() !== null);
      expect(view(me.doc)).toEqual(start);
      while (me.steps.redo() !== null);
      expect(view(me.doc)).toEqual(end);
    }),
    { numRuns: 150 },
  );
});

function gesture(
  me: Desk,
  who: number,
  what: Exclude<Act["do"], "undo" | "redo" | "sync" | "rest">,
  at: number,
  written: { count: number },
): void {
  const { doc, steps } = me;
  const { shapes, lyrics } = roots(doc);
  const ids = [...shapes.keys()].sort();
  const some = ids[at % Math.max(1, ids.length)];
  const mark = ++written.count;
  switch (what) {
    case "stroke":
      return steps.edit("Stroke", () => addStroke(doc, stroke(`s${mark}`, `person${who}`)));
    case "recolour":
      if (some) steps.edit("Colour", () => void shapes.get(some)!.set("color", `c${mark}`));
      return;
    case "erase":
      if (some) steps.edit("Eraser", () => void removeShape(doc, some));
      return;
    case "drag":
      steps.begin("Drag");
      for (const part of [.25, .5, 1]) {
        steps.edit("Drag", () => patchTrack(doc, TRACK, { pan: part * (at % 2 ? 1 : -1) }));
      }
      return steps.end();
    case "mood":
      return void steps.edit(
        "Mood",
        () => patchCanvas(doc, CANVAS, { mood: { valence: mark / 1000 } }),
      );
    case "gain":
      return void steps.edit("Fader", () => patchTrack(doc, TRACK, { gain_db: -mark / 100 }));
    case "type":
      // Every letter is written once in the whole story: who wrote it can be read from it.
      return type(me, at % (lyrics.length + 1), letter(who, mark));
    case "delete":
      if (lyrics.length > 0) {
        doc.transact(() => lyrics.delete(at % lyrics.length, 1), me.typing);
      }
  }
}

function letter(who: number, mark: number): string {
  return String.fromCodePoint((who === 0 ? 0x4e00 : 0x6e00) + mark);
}

/** What is alive in `doc` and written by one person: the values of fields, and letters in their order. */
function workOf(who: number, doc: Y.Doc, clientId: number) {
  const values = new Map<string, unknown>();
  const walk = (map: Y.Map<unknown>, path: string) => {
    for (const [key, item] of map._map) {
      if (item.deleted) continue;
      const value = map.get(key);
      if (value instanceof Y.Map) walk(value, `${path}/${key}`);
      else if (item.id.client === clientId) values.set(`${path}/${key}`, value);
    }
  };
  const { meta, canvases, shapes, tracks, lyrics } = roots(doc);
  for (const [name, map] of Object.entries({ meta, canvases, shapes, tracks })) {
    walk(map as Y.Map<unknown>, name);
  }
  const [low, high] = who === 0 ? [0x4e00, 0x6e00] : [0x6e00, 0x8e00];
  const letters = [...lyrics.toString()].filter((char) => {
    const code = char.codePointAt(0)!;
    return code >= low! && code < high!;
  });
  return { values, letters };
}

/** Whether `part` can be had from `whole` by leaving things out. */
function isWithin(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0;
  for (const item of whole) if (item === part[at]) at++;
  return at === part.length;
}

function sync(a: Pick<Desk, "doc">, b: Pick<Desk, "doc">): void {
  const fromA = Y.encodeStateAsUpdate(a.doc, Y.encodeStateVector(b.doc));
  const fromB = Y.encodeStateAsUpdate(b.doc, Y.encodeStateVector(a.doc));
  Y.applyUpdate(b.doc, fromA, "socket");
  Y.applyUpdate(a.doc, fromB, "socket");
}

function stroke(id: string, by: string) {
  const points = [{ x: 1, y: 1, pressure: .5, timeMs: 0 }, { x: 9, y: 9, pressure: .5, timeMs: 5 }];
  return { id, canvas: CANVAS, points, color: "indigo", width: 8, tool: "pen" as const, by, at: 0 };
}

function stem() {
  return {
    id: TRACK,
    kind: "stem" as const,
    name: "Cello",
    asset: "a1",
    listen: "a1",
    peaks: null,
    duration_seconds: 30,
    pigment: "lapis",
    by: "server",
    job: null,
    canvas: CANVAS,
  };
}

Deno.test("how an offer ended is part of the step that kept it, also the second time", () => {
  const { doc, steps } = room();
  const { jobs, lyrics } = roots(doc);
  Y.applyUpdate(doc, offered());
  const choose = (kept: number) =>
    steps.edit("Alternate", () => {
      lyrics.insert(0, `Line ${kept}`);
      patchJob(doc, "j1", { settled: { by: "u1", at: 1, kept } });
    });
  for (const kept of [0, 2]) {
    choose(kept);
    expect(view(doc).jobs[0]!.settled!.kept).toBe(kept);
    steps.undo();
    expect(jobs.get("j1")!.get("settled")).toBeNull();
    expect(lyrics.toString()).toBe("");
  }
  steps.redo();
  expect(view(doc).jobs[0]!.settled!.kept).toBe(2);
});

/** A job that waits for a choice, as the server writes it. */
function offered(): Uint8Array {
  const server = new Y.Doc();
  putJob(server, {
    ...{ id: "j1", kind: "lyrics.generate", canvas: null, stage: "done", by: "u2", at: 1 },
    ...{ status: "succeeded", finished_at: 1, error: null, settled: null },
  });
  return Y.encodeStateAsUpdate(server);
}

Deno.test("undo takes back one's own phrase of a take, and no other's", () => {
  const server = new Y.Doc();
  seedProject(server, { title: "One", canvasId: CANVAS });
  for (const id of ["r1", "r2"]) addTake(server, take(id), { id: TRACK, name: "Voice" });
  const [ada, bob] = [desk(fork(server, 21)), desk(fork(server, 22))];
  const use = ({ steps }: Desk, from: number, to: number, id: string) =>
    steps.edit("Use phrase", (doc) => {
      usePhrase(doc, TRACK, "r1", { fromSeconds: from, toSeconds: to }, id);
    });
  const pieces = ({ doc }: Desk) =>
    view(doc).tracks[0]!.pieces.map(({ from_seconds, to_seconds }) => [from_seconds, to_seconds]);
  use(ada, 1, 3, "a");
  use(bob, 2, 5, "b");
  merge(ada.doc, bob.doc);
  merge(bob.doc, ada.doc);
  expect(pieces(ada)).toEqual(pieces(bob));
  use(bob, 0, 9, "over both"); // which takes the two beneath away
  merge(ada.doc, bob.doc);
  ada.steps.undo();
  expect(pieces(ada)).toEqual([[0, 9]]);
  bob.steps.undo();
  merge(bob.doc, ada.doc);
  merge(ada.doc, bob.doc);
  expect(pieces(ada)).toEqual(pieces(bob));
  expect(pieces(bob).at(-1)![1]).toBe(5);
  bob.steps.undo();
  expect(pieces(bob).flat()).not.toContain(5);
});
