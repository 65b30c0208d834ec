import { expect } from "expect";
import * as Y from "yjs";
import {
  addStroke,
  patchCanvas,
  putJob,
  removeShape,
  seedProject,
} from "../../collab/document/edits.ts";
import { roots } from "../../collab/document/schema.ts";
import { view } from "../../collab/document/view.ts";
import { createDocumentStore } from "./document_store.ts";

const CANVAS = "0190c2d4-0000-7000-8000-000000000001";

function room() {
  const doc = new Y.Doc();
  seedProject(doc, { title: "Salt on the Window", canvasId: CANVAS });
  return { doc, store: createDocumentStore(doc) };
}

function stroke(doc: Y.Doc, id: string) {
  addStroke(doc, {
    id,
    canvas: CANVAS,
    points: [{ x: 1, y: 2, pressure: .5, timeMs: 0 }],
    color: "lapis",
    width: 20,
    tool: "pen",
    by: "june",
    at: 1,
  });
}

Deno.test("the store says what view() says, after every kind of change", () => {
  const { doc, store } = room();
  const steps: (() => unknown)[] = [
    () => stroke(doc, "a"),
    () => stroke(doc, "b"),
    () => patchCanvas(doc, CANVAS, { mood: { valence: -.3 } }),
    () => removeShape(doc, "a"),
    () => roots(doc).meta.set("title", "Moth Radio"),
    () =>
      putJob(doc, {
        id: "j",
        kind: "compose",
        canvas: CANVAS,
        status: "running",
        stage: "score",
        by: "june",
        at: 5,
        finished_at: null,
        error: null,
      }),
    () => roots(doc).shapes.set("junk", "no map" as unknown as Y.Map<unknown>),
  ];
  for (const step of steps) {
    doc.transact(step);
    const { meta, canvases, shapes, jobs } = view(doc);
    expect(store.meta.value).toEqual(meta);
    expect(store.canvases.value).toEqual(canvases);
    expect(store.shapes.value).toEqual(shapes);
    expect(store.jobs.value).toEqual(jobs);
  }
});

Deno.test("an unchanged shape keeps its identity, so that what is drawn from it stays cached", () => {
  const { doc, store } = room();
  stroke(doc, "a");
  const before = store.shapes.value[0];
  stroke(doc, "b");
  expect(store.shapes.value[0]).toBe(before);
});
