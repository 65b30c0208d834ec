import assert from "node:assert/strict";
import * as Y from "yjs";
import { view } from "../collab/document/view.ts";
import { uuidv7 } from "../services/ids.ts";
import { type Answer, type Person, type TestApp, withApp } from "../tests/fixtures/app.ts";

async function begin(app: TestApp): Promise<{ ada: Person; project: string; canvas: string }> {
  const ada = await app.signUp();
  const { id: project } = await ada.json(201, "POST", "/projects", { title: "P" });
  const { canvases } = await ada.json(200, "GET", `/projects/${project}/canvases`);
  return { ada, project, canvas: canvases[0].id };
}

Deno.test("canvases are added, named, ordered, moved in mood and removed, but for the last", () =>
  withApp(async (app) => {
    const { ada, project, canvas } = await begin(app);
    const list = `/projects/${project}/canvases`;
    const added = await ada.json(201, "POST", list, {
      name: "Storm",
      mood: { valence: -0.5, arousal: 0.9 },
    });
    assert.deepEqual(added, {
      id: added.id,
      project_id: project,
      name: "Storm",
      order: added.order,
      mood: { valence: -0.5, arousal: 0.9 },
      analysis: null,
    });
    assert.equal((await ada.json(201, "POST", list, {})).name, "Canvas 3");
    const all = await ada.json(200, "GET", `${list}?limit=2`);
    assert.deepEqual([all.total, all.canvases.map((c: Answer) => c.name)], [3, [
      "Canvas 1",
      "Storm",
    ]]);

    const moved = await ada.json(200, "PATCH", `/canvases/${added.id}`, {
      mood: { valence: 0.25 },
    });
    assert.deepEqual(moved.mood, { valence: 0.25, arousal: 0.9 });
    assert.deepEqual(await ada.json(200, "GET", `/canvases/${added.id}`), moved);
    const first = await ada.json(200, "PATCH", `/canvases/${added.id}`, { order: "Zz" });
    assert.equal(first.order, "Zz");
    assert.equal((await ada.json(200, "GET", list)).canvases[0].id, added.id);

    for (
      const body of [
        { mood: { valence: 1.01 } },
        { mood: { joy: 1 } },
        { name: " " },
        { id: uuidv7() },
        { order: "" },
      ]
    ) await ada.json(422, "PATCH", `/canvases/${added.id}`, body);

    await ada.json(204, "DELETE", `/canvases/${canvas}`);
    await ada.json(404, "GET", `/canvases/${canvas}`);
    await ada.json(404, "PATCH", `/canvases/${canvas}`, { name: "x" });
    await ada.json(204, "DELETE", `/canvases/${all.canvases[1].id}`);
    const [last] = (await ada.json(200, "GET", list)).canvases;
    const { error } = await ada.json(409, "DELETE", `/canvases/${last.id}`);
    assert.equal(error.code, "LAST_CANVAS");
  }));

Deno.test("strokes drawn over REST are in the document, in order, with their author", () =>
  withApp(async (app) => {
    const { ada, project, canvas } = await begin(app);
    const { ids } = await ada.json(201, "POST", `/canvases/${canvas}/strokes`, {
      strokes: [
        { points: [[0, 0], [100, 50, 1], [200, 25, 0, 40]], color: "indigo", width: 6 },
        { points: [[1600, 900]], color: "#ff8800", width: 2, tool: "eraser" },
      ],
    });
    const { shapes } = await ada.json(200, "GET", `/projects/${project}/document`);
    assert.deepEqual(shapes.map((s: Answer) => s.id), ids);
    const [stroke, eraser] = shapes;
    assert.deepEqual([stroke.kind, stroke.canvas, stroke.by], ["stroke", canvas, ada.id]);
    assert.deepEqual([stroke.color, stroke.width, stroke.tool], ["indigo", 6, "pen"]);
    assert.equal(eraser.tool, "eraser");
    assert.deepEqual(stroke.points.map(([x, y]: number[]) => [x, y]), [[0, 0], [100, 50], [
      200,
      25,
    ]]);
    assert.deepEqual(stroke.points.map((p: number[]) => Math.round(p[2]! * 10) / 10), [0.5, 1, 0]);
    assert.deepEqual(stroke.points.map((p: number[]) => p[3]), [0, 8, 40]);

    const rows = await app.sql`
      select actor_id, origin from doc_updates where project_id = ${project} order by seq`;
    assert.equal(rows.length, 2, "the seed, and one update for both strokes");
    assert.equal(rows[1]!.actor_id, ada.id);

    await ada.json(204, "DELETE", `/canvases/${canvas}/shapes/${ids[0]}`);
    await ada.json(404, "DELETE", `/canvases/${canvas}/shapes/${ids[0]}`);
    const left = await ada.json(200, "GET", `/projects/${project}/document`);
    assert.deepEqual(left.shapes.map((s: Answer) => s.id), [ids[1]]);
  }));

Deno.test("a wrong stroke is refused with its place, and none of its batch is drawn", () =>
  withApp(async (app) => {
    const { ada, project, canvas } = await begin(app);
    const good = { points: [[0, 0]], color: "indigo", width: 6 };
    const cases: [Record<string, unknown>, string][] = [
      [{ ...good, points: [] }, "strokes.1.points"],
      [{ ...good, points: [[0]] }, "strokes.1.points.0"],
      [{ ...good, points: [[0, 5000]] }, "strokes.1.points.0"],
      [{ ...good, points: [[0, 0, 2]] }, "strokes.1.points.0"],
      [{ ...good, points: [["0", 0]] }, "strokes.1.points.0.0"],
      [{ ...good, points: Array(2001).fill([0, 0]) }, "strokes.1.points"],
      [{ ...good, color: "url(javascript:x)" }, "strokes.1.color"],
      [{ ...good, width: 0 }, "strokes.1.width"],
      [{ ...good, tool: "knife" }, "strokes.1.tool"],
      [{ ...good, by: uuidv7() }, "strokes.1.by"],
    ];
    for (const [stroke, field] of cases) {
      const { error } = await ada.json(422, "POST", `/canvases/${canvas}/strokes`, {
        strokes: [good, stroke],
      });
      assert.deepEqual(error.details.fields.map((f: Answer) => f.field), [field]);
    }
    await ada.json(422, "POST", `/canvases/${canvas}/strokes`, { strokes: [] });
    assert.equal((await ada.json(200, "GET", `/projects/${project}/document`)).shapes.length, 0);
  }));

Deno.test("the document as an update is the same document", () =>
  withApp(async (app) => {
    const { ada, project, canvas } = await begin(app);
    await ada.json(201, "POST", `/canvases/${canvas}/strokes`, {
      strokes: [{ points: [[5, 5], [6, 6]], color: "indigo", width: 3 }],
    });
    const answer = await ada.call("GET", `/projects/${project}/document/update`);
    assert.equal(answer.headers.get("content-type"), "application/octet-stream");
    const doc = new Y.Doc();
    Y.applyUpdate(doc, new Uint8Array(await answer.arrayBuffer()));
    const here = view(doc);
    const there = await ada.json(200, "GET", `/projects/${project}/document`);
    assert.equal(here.meta.title, there.meta.title);
    assert.deepEqual(here.canvases, there.canvases);
    assert.equal(here.shapes[0]!.id, there.shapes[0].id);
    doc.destroy();
  }));
