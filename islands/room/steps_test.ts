import { expect } from "expect";
import * as Y from "yjs";
import { patchCanvas, seedProject, setMeta } from "../../collab/document/edits.ts";
import { readCanvas } from "../../collab/document/view.ts";
import { roots } from "../../collab/document/schema.ts";
import { createSteps } from "./steps.ts";

const CANVAS = "0190c2d4-0000-7000-8000-000000000001";

function room() {
  const doc = new Y.Doc();
  seedProject(doc, { title: "One", canvasId: CANVAS });
  const mood = () => readCanvas(CANVAS, roots(doc).canvases.get(CANVAS))!.mood;
  return { doc, steps: createSteps(doc), mood, title: () => roots(doc).meta.get("title") };
}

Deno.test("a drag is one step", () => {
  const { steps, mood } = room();
  steps.begin();
  for (const valence of [.1, .2, .3]) {
    steps.edit((doc) => patchCanvas(doc, CANVAS, { mood: { valence } }));
  }
  steps.end();
  steps.edit((doc) => patchCanvas(doc, CANVAS, { mood: { arousal: .5 } }));
  steps.undo();
  expect(mood()).toEqual({ valence: .3, arousal: 0 });
  steps.undo();
  expect(mood()).toEqual({ valence: 0, arousal: 0 });
  steps.redo();
  expect(mood().valence).toBe(.3);
});

Deno.test("edits outside a gesture are steps of their own", () => {
  const { steps, title } = room();
  steps.edit((doc) => setMeta(doc, { title: "Two" }));
  steps.edit((doc) => setMeta(doc, { title: "Three" }));
  steps.undo();
  expect(title()).toBe("Two");
});

Deno.test("undo never takes back what somebody else did", () => {
  const { doc, steps, title, mood } = room();
  steps.edit((each) => patchCanvas(each, CANVAS, { mood: { valence: .7 } }));
  doc.transact(() => setMeta(doc, { title: "Theirs" }), "another tab");
  steps.undo();
  expect(title()).toBe("Theirs");
  expect(mood().valence).toBe(0);
  expect(steps.canUndo.value).toBe(false);
});
