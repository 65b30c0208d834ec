import { expect } from "expect";
import * as Y from "yjs";
import { until } from "../tests/fixtures/until.ts";
import { addStroke } from "./document/edits.ts";
import { roots } from "./document/schema.ts";
import { view } from "./document/view.ts";
import { stroke, withStudio } from "../tests/fixtures/studio.ts";

Deno.test("R1 two people in a room see each other's edits", async () => {
  await withStudio(async (studio) => {
    const [ada, bo] = [await studio.person("ada"), await studio.person("bo")];
    const project = await studio.project(ada);
    await studio.join(project, bo, "editor");
    const [one, two] = [studio.open(project, ada), studio.open(project, bo)];
    await until("both in the room", () => one.saved() && two.saved());
    const canvas = view(one.doc).canvases[0]!.id;
    one.doc.transact(() => addStroke(one.doc, stroke("s1", canvas)));
    two.doc.transact(() => roots(two.doc).lyrics.insert(0, "la"));
    await until("the stroke", () => view(two.doc).shapes.length === 1);
    await until("the word", () => view(one.doc).lyrics === "la");
    expect(studio.rooms.stats()).toEqual({ rooms: 1, connections: 2 });
  });
});

Deno.test("R5 a room that everybody left, or a server that was started again, loads what was saved", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const one = studio.open(project, ada);
    await until("in the room", () => one.saved());
    for (let i = 0; i < 20; i++) roots(one.doc).lyrics.insert(i, "a");
    await until("saved", () => one.saved());
    const state = Y.encodeStateVector(one.doc);
    one.line.disconnect();
    await until("the room is closed", () => studio.rooms.stats().rooms === 0);
    const loaded = await studio.rooms.read(project, (doc) => Y.encodeStateVector(doc));
    expect(loaded).toEqual(state);
    await studio.restart();
    const two = studio.open(project, ada);
    await until("in the room again", () => two.saved());
    expect(view(two.doc)).toEqual(view(one.doc));
  });
});

Deno.test("R6 a database error refuses the room, serves no empty one, and is over when it is over (Hocuspocus #382, #1156)", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    await studio.sql`alter table doc_snapshots rename to hidden`;
    const one = studio.open(project, ada);
    await until("turned away", () => one.closes.some(({ code }) => code === 4450));
    expect(one.provider.isSynced).toBe(false);
    expect(studio.rooms.stats().rooms).toBe(0);
    await expect(studio.rooms.edit(project, { kind: "server" }, () => 1)).rejects.toThrow();
    await studio.sql`alter table hidden rename to doc_snapshots`;
    await until("in the room", () => one.saved());
    expect(view(one.doc).canvases.length).toBe(1);
  });
});

Deno.test("R6 a project without anything stored is refused", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    await studio.sql`delete from doc_updates where project_id = ${project}`;
    const one = studio.open(project, ada);
    await until("turned away", () => one.closes.some(({ code }) => code === 4450));
    await expect(studio.rooms.read(project, view)).rejects.toThrow("missing");
  });
});

Deno.test("R6 a row that cannot be applied is left out, and does not lock the room", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    await studio.sql`insert into doc_updates (project_id, payload)
      values (${project}, ${Uint8Array.from([9, 9, 9])})`;
    const one = studio.open(project, ada);
    await until("in the room", () => one.saved());
    expect(view(one.doc).canvases.length).toBe(1);
    expect(studio.log.some((line) => line.includes("cannot be applied"))).toBe(true);
  });
});

Deno.test("R10 closing saves what is under way, sends everybody away and accepts nothing new", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const one = studio.open(project, ada);
    await until("in the room", () => one.saved());
    const { rooms } = studio;
    const edit = rooms.edit(project, { kind: "server" }, (doc) => {
      roots(doc).lyrics.insert(0, "last words");
    });
    const closing = rooms.close();
    await Promise.all([edit, closing]);
    expect(rooms.stats()).toEqual({ rooms: 0, connections: 0 });
    await until("sent away", () => one.closes.some(({ code }) => code === 4451));
    await expect(rooms.edit(project, { kind: "server" }, () => 1)).rejects.toMatchObject({
      code: "NOT_SAVED",
      status: 503,
    });
    await studio.restart();
    expect(await studio.rooms.read(project, (doc) => view(doc).lyrics)).toBe("last words");
  });
});

Deno.test("R26 people who come as the last one leaves are never in a room that is gone (Hocuspocus #971)", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    let written = "";
    for (let round = 0; round < 15; round++) {
      const [one, two] = [studio.open(project, ada), studio.open(project, ada)];
      await until("one is in", () => one.saved());
      roots(one.doc).lyrics.insert(roots(one.doc).lyrics.length, String(round));
      written += round;
      await until("one is saved", () => one.saved());
      one.line.disconnect();
      await until("two has it", () => two.saved() && view(two.doc).lyrics === written);
      two.line.disconnect();
    }
    expect(await studio.rooms.read(project, (doc) => view(doc).lyrics)).toBe(written);
  });
});
