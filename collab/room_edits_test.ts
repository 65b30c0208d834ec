import { expect } from "expect";
import { until } from "../tests/fixtures/until.ts";
import { addStroke, patchTrack, putTracks } from "./document/edits.ts";
import { roots } from "./document/schema.ts";
import { view } from "./document/view.ts";
import { stroke, withStudio } from "../tests/fixtures/studio.ts";

Deno.test("R8 a server edit appears in open tabs, is in the log, and gives back its value", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const one = studio.open(project, ada);
    await until("in the room", () => one.saved());
    const origin = { kind: "rest", userId: ada.id } as const;
    const made = await studio.rooms.edit(project, origin, (doc) => {
      addStroke(doc, stroke("s1", view(doc).canvases[0]!.id));
      return view(doc).shapes.length;
    });
    expect(made).toBe(1);
    await until("seen", () => view(one.doc).shapes.length === 1);
    roots(one.doc).lyrics.insert(0, "la");
    await until("saved", () => one.saved());
    const seen = await studio.rooms.edit(project, origin, (doc) => view(doc).lyrics);
    expect(seen).toBe("la");
    const rows = await studio.sql`
      select origin, actor_id from doc_updates where project_id = ${project} order by seq`;
    expect(rows.map(({ origin }) => origin)).toEqual(["rest", "rest", "socket"]);
    expect(rows.every(({ actor_id }) => actor_id === ada.id)).toBe(true);
  });
});

Deno.test("R8 a server edit of a closed room is in the log and leaves nothing open", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    await Promise.all(Array.from({ length: 10 }, (_, i) => {
      return studio.rooms.edit(project, { kind: "server" }, (doc) => {
        addStroke(doc, stroke(`s${i}`, view(doc).canvases[0]!.id));
      });
    }));
    expect(studio.rooms.stats()).toEqual({ rooms: 0, connections: 0 });
    await studio.restart();
    const shapes = await studio.rooms.read(project, (doc) => view(doc).shapes);
    expect(shapes.map(({ id }) => id)).toEqual(Array.from({ length: 10 }, (_, i) => `s${i}`));
  });
});

Deno.test("R8 an edit made while a room opens is in it", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    for (let round = 1; round <= 8; round++) {
      const one = studio.open(project, ada);
      const edits = Array.from(
        { length: 5 },
        () =>
          studio.rooms.edit(project, { kind: "server" }, (doc) => {
            const { lyrics } = roots(doc);
            lyrics.insert(lyrics.length, "a");
          }),
      );
      await Promise.all(edits);
      await until("all of it", () => one.saved() && view(one.doc).lyrics.length === round * 5);
      one.line.disconnect();
    }
  });
});

Deno.test("R8 an edit that changes nothing, or that throws, leaves no trace", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const one = studio.open(project, ada);
    await until("in the room", () => one.saved());
    const origin = { kind: "server" } as const;
    await studio.rooms.edit(project, origin, (doc) => patchTrack(doc, "none", { gain_db: 1 }));
    const failing = studio.rooms.edit(project, origin, (doc) => {
      roots(doc).lyrics.insert(0, "half");
      throw new TypeError("no");
    });
    await expect(failing).rejects.toThrow(TypeError);
    const asynchronous = studio.rooms.edit(project, origin, (doc) => {
      roots(doc).lyrics.insert(0, "later");
      return Promise.resolve();
    });
    await expect(asynchronous).rejects.toThrow("synchronous");
    expect(await studio.logRows(project)).toBe(1);
    await studio.rooms.edit(project, origin, (doc) => roots(doc).lyrics.insert(0, "la"));
    await until("seen", () => view(one.doc).lyrics === "la");
  });
});

Deno.test("R8 an edit that cannot be saved is not seen, says so, and can be made again", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const one = studio.open(project, ada);
    await until("in the room", () => one.saved());
    await studio.sql`alter table doc_updates rename to hidden`;
    const edit = () =>
      studio.rooms.edit(project, { kind: "server" }, (doc) => roots(doc).lyrics.insert(0, "la"));
    await expect(edit()).rejects.toMatchObject({
      ...{ code: "NOT_SAVED", status: 503, message: expect.stringMatching(/Nothing has changed/) },
    });
    expect(view(one.doc).lyrics).toBe("");
    await studio.sql`alter table hidden rename to doc_updates`;
    await edit();
    await until("seen once", () => view(one.doc).lyrics === "la");
    await studio.restart();
    expect(await studio.rooms.read(project, (doc) => view(doc).lyrics)).toBe("la");
  });
});

Deno.test("R8 where it is not known whether an edit was saved, it says so; what the log has is seen with the next", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const one = studio.open(project, ada);
    await until("in the room", () => one.saved());
    const edit = (text: string) =>
      studio.rooms.edit(project, { kind: "server" }, (doc) => roots(doc).lyrics.insert(0, text));
    const lock = await studio.sql.reserve();
    await lock`begin`;
    await lock`select 1 from projects where id = ${project} for update`;
    await expect(edit("la ")).rejects.toMatchObject({
      ...{ code: "NOT_SAVED", message: expect.stringMatching(/not known whether/) },
    });
    await lock`rollback`;
    lock.release();
    await until("it was saved after all", async () => await studio.logRows(project) === 2);
    await edit("and ");
    await until("both are seen", () => view(one.doc).lyrics === "and la ");
  }, { saveTimeoutMs: 200 });
});

Deno.test("R9 a job that runs twice edits once", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const one = studio.open(project, ada);
    await until("in the room", () => one.saved());
    const run = (attempt: string) =>
      studio.rooms.edit(project, { kind: "job", jobId: ada.id, userId: ada.id }, (doc) => {
        if (view(doc).tracks.some(({ job }) => job === "j1")) return false;
        putTracks(doc, [{ ...TRACK, id: `t-${attempt}` }]);
        return true;
      });
    expect(await Promise.all([run("first"), run("second")])).toEqual([true, false]);
    await studio.restart();
    expect(await run("third")).toBe(false);
    const [row] = await studio.sql`select job_id from doc_updates where origin = 'job'`;
    expect(row).toEqual({ job_id: ada.id });
  });
});

const TRACK = {
  kind: "stem",
  name: "Piano",
  asset: "a1",
  listen: "a1",
  peaks: null,
  duration_seconds: 30,
  pigment: "orpiment",
  by: "u1",
  job: "j1",
  canvas: null,
} as const;
