import { expect } from "expect";
import * as Y from "yjs";
import {
  addCanvas,
  addImage,
  addStroke,
  type NewTrack,
  patchCanvas,
  patchJob,
  patchTrack,
  pruneJobs,
  putJob,
  putTracks,
  removeCanvas,
  removeShape,
  removeTrack,
  seedUpdate,
  setAnalysis,
  setMeta,
} from "./edits.ts";
import { LOCAL_ORIGIN } from "./origin.ts";
import { unpackPoints } from "./points.ts";
import { roots } from "./schema.ts";
import { view } from "./view.ts";

Deno.test("the seed is the same bytes for the same project, so seeding twice adds nothing", () => {
  const seed = { title: "First light", canvasId: "c1" };
  expect(seedUpdate(seed)).toEqual(seedUpdate(seed));
  const doc = seeded();
  Y.applyUpdate(doc, seedUpdate(seed));
  expect(view(doc).canvases).toEqual([
    { id: "c1", name: "Canvas 1", order: "a0", mood: { valence: 0, arousal: 0 }, analysis: null },
  ]);
  expect(view(doc).meta.title).toBe("First light");
});

Deno.test("canvases are added after the last, patched, and removed with their shapes but not the last one", () => {
  const doc = seeded();
  addCanvas(doc, { id: "c2", name: "Chorus", mood: { valence: 0.5, arousal: -0.5 } });
  expect(view(doc).canvases.map(({ id }) => id)).toEqual(["c1", "c2"]);
  expect(patchCanvas(doc, "c2", { name: "Bridge", mood: { arousal: 1 } })).toBe(true);
  expect(view(doc).canvases[1]).toMatchObject({
    name: "Bridge",
    mood: { valence: 0.5, arousal: 1 },
  });
  addStroke(doc, stroke("s1", "c2"));
  expect(removeCanvas(doc, "c2")).toBe(true);
  expect(roots(doc).shapes.size).toBe(0);
  expect(removeCanvas(doc, "c1")).toBe(false);
  expect(patchCanvas(doc, "gone", { name: "x" })).toBe(false);
});

Deno.test("strokes and images are stored once and in order", () => {
  const doc = seeded();
  addStroke(doc, stroke("s2", "c1"));
  addStroke(doc, stroke("s1", "c1"));
  addStroke(doc, { ...stroke("s1", "c1"), color: "murex" });
  addImage(doc, {
    id: "i1",
    canvas: "c1",
    asset: "a1",
    x: 1,
    y: 2,
    width: 30,
    height: 40,
    by: "u1",
    at: 5,
  });
  const shapes = view(doc).shapes;
  expect(shapes.map(({ id }) => id)).toEqual(["s2", "s1", "i1"]);
  const first = shapes[1]!;
  expect(first.kind === "stroke" && first.color).toBe("indigo");
  expect(first.kind === "stroke" && unpackPoints(first.points).length).toBe(2);
  expect([removeShape(doc, "s1"), removeShape(doc, "s1")]).toEqual([true, false]);
});

Deno.test("an analysis moves the mood only when asked", () => {
  const doc = seeded();
  const analysis = {
    primary_emotion: "calm",
    secondary_emotions: ["wistful"],
    confidence: 0.8,
    valence: 0.4,
    arousal: -0.6,
    mood_description: "Quiet water.",
    because: [{ what: "blue", weight: 0.4 }],
  };
  setAnalysis(doc, "c1", analysis, { moveMood: false });
  expect(view(doc).canvases[0]!.mood).toEqual({ valence: 0, arousal: 0 });
  setAnalysis(doc, "c1", analysis, { moveMood: true });
  expect(view(doc).canvases[0]).toMatchObject({ mood: { valence: 0.4, arousal: -0.6 }, analysis });
});

Deno.test("a composition replaces the earlier stems of its canvas and nothing else, and adds once", () => {
  const doc = seeded();
  putTracks(doc, [{ ...track("take", "c1", null), kind: "take" }, track("other", "c2", "j0")]);
  putTracks(doc, [track("t1", "c1", "j1"), track("t2", "c1", "j1")], { replaceJobTracksOf: "c1" });
  const again = () =>
    putTracks(doc, [track("t3", "c1", "j2"), { ...track("t4", "c1", "j2"), kind: "mix" }], {
      replaceJobTracksOf: "c1",
    });
  again();
  again();
  expect(view(doc).tracks.map(({ id }) => id)).toEqual(["take", "other", "t3", "t4"]);
  expect(patchTrack(doc, "t3", { gain_db: -6, muted: true })).toBe(true);
  expect(view(doc).tracks[2]).toMatchObject({ gain_db: -6, muted: true, pan: 0 });
  expect([removeTrack(doc, "t3"), removeTrack(doc, "t3")]).toEqual([true, false]);
});

Deno.test("a job's entry follows it and leaves a day after it finished", () => {
  const doc = seeded();
  const job = {
    id: "j1",
    kind: "compose",
    canvas: "c1",
    status: "queued",
    stage: "waiting",
    by: "u1",
    at: 1,
    finished_at: null,
    error: null,
  } as const;
  putJob(doc, job);
  putJob(doc, { ...job, status: "running", stage: "score" });
  expect(patchJob(doc, "j1", { status: "succeeded", finished_at: 1000 })).toBe(true);
  expect(view(doc).jobs).toMatchObject([{ status: "succeeded", stage: "score" }]);
  expect(pruneJobs(doc, 1000 + 86_400_000)).toBe(0);
  expect(pruneJobs(doc, 1001 + 86_400_000)).toBe(1);
  expect(patchJob(doc, "j1", { stage: "x" })).toBe(false);
});

Deno.test("an offer stays until it is settled, however old; twenty are enough", () => {
  const doc = seeded();
  const later = 1001 + 86_400_000;
  const offer = (id: string, finished_at: number) => ({
    ...{ id, kind: "lyrics.generate", canvas: null, stage: "done", by: "u1", at: 0, error: null },
    ...{ status: "succeeded" as const, finished_at, settled: null },
  });
  for (let n = 0; n < 22; n++) putJob(doc, offer(`j${n}`, 900 + n));
  expect(pruneJobs(doc, later)).toBe(2);
  expect(view(doc).jobs.map(({ id }) => id)).not.toContain("j1");
  patchJob(doc, "j5", { settled: { by: "u2", at: later, kept: 2 } });
  patchJob(doc, "j6", { settled: { by: "u2", at: later, kept: null } });
  expect(view(doc).jobs.find(({ id }) => id === "j5")!.settled).toEqual({
    ...{ by: "u2", at: later, kept: 2 },
  });
  expect(pruneJobs(doc, later)).toBe(2);
  for (const odd of ["no", 7, { by: 3 }]) {
    roots(doc).jobs.get("j7")!.set("settled", odd);
    expect(view(doc).jobs.find(({ id }) => id === "j7")!.settled).toBeNull();
  }
});

Deno.test("writing what is already there makes no update", () => {
  const doc = seeded();
  let updates = 0;
  doc.on("update", () => updates++);
  setMeta(doc, { title: "First light" });
  patchCanvas(doc, "c1", { name: "Canvas 1", mood: { valence: 0 } });
  expect(updates).toBe(0);
  setMeta(doc, { tempo_bpm: 92, key: "D" });
  expect(view(doc).meta).toMatchObject({ title: "First light", tempo_bpm: 92, key: "D" });
});

Deno.test("undo of what this browser did leaves what others did", () => {
  const doc = seeded();
  const undo = new Y.UndoManager([roots(doc).shapes], {
    trackedOrigins: new Set([LOCAL_ORIGIN]),
    captureTimeout: 0,
  });
  doc.transact(() => addStroke(doc, stroke("mine", "c1")), LOCAL_ORIGIN);
  doc.transact(() => addStroke(doc, stroke("theirs", "c1")), "somebody else");
  undo.undo();
  undo.undo();
  expect(view(doc).shapes.map(({ id }) => id)).toEqual(["theirs"]);
  undo.destroy();
});

function seeded(): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, seedUpdate({ title: "First light", canvasId: "c1" }));
  return doc;
}

function stroke(id: string, canvas: string) {
  return {
    id,
    canvas,
    points: [{ x: 1, y: 2, pressure: 0.5, timeMs: 0 }, { x: 3, y: 4, pressure: 1, timeMs: 8 }],
    color: "indigo",
    width: 4,
    tool: "pen",
    by: "u1",
    at: 1,
  } as const;
}

function track(id: string, canvas: string, job: string | null): NewTrack {
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
  };
}
