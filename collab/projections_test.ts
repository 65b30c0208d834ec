import { expect } from "expect";
import { uuidv7 } from "../services/ids.ts";
import { until } from "../tests/fixtures/until.ts";
import { addCanvas, addStroke, setMeta } from "./document/edits.ts";
import { roots } from "./document/schema.ts";
import { view } from "./document/view.ts";
import { stroke, type Studio, withStudio } from "../tests/fixtures/studio.ts";

const SERVER = { kind: "server" } as const;

Deno.test("R25 title, canvases and lyrics reach their rows, from open rooms and closed ones", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const canvas = uuidv7();
    await studio.rooms.edit(project, SERVER, (doc) => {
      setMeta(doc, { title: "Nocturne\0" });
      addCanvas(doc, { id: canvas, name: "Chorus", mood: { valence: 0.5, arousal: -0.25 } });
      addCanvas(doc, { id: "no uuid", name: "mischief" });
      roots(doc).lyrics.insert(0, "[Verse]\nlittle bird\n");
    });
    await until("the rows", async () => (await rows(studio, project)).title === "Nocturne");
    expect(await rows(studio, project)).toMatchObject({
      canvases: ["Canvas 1", "Chorus"],
      lyrics: "[Verse]\nlittle bird\n",
      word_count: 2,
    });
    const one = studio.open(project, ada);
    await until("in the room", () => one.saved());
    roots(one.doc).canvases.delete(canvas);
    await until("it is gone", async () => (await rows(studio, project)).canvases.length === 1);
  });
});

Deno.test("R25 a stroke makes the project newer; opening it does not", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    await studio.rooms.edit(project, SERVER, (doc) => roots(doc).lyrics.insert(0, "la"));
    await until("the rows", async () => (await rows(studio, project)).lyrics === "la");
    const before = (await rows(studio, project)).updated_at;
    const one = studio.open(project, ada);
    await until("in the room", () => one.saved());
    await studio.restart(); // writes what waits
    expect((await rows(studio, project)).updated_at).toEqual(before);
    await studio.rooms.edit(project, SERVER, (doc) => {
      addStroke(doc, stroke("s1", view(doc).canvases[0]!.id));
    });
    await until("newer", async () => (await rows(studio, project)).updated_at > before);
  });
});

Deno.test("R25 rows that could not be written follow later", async () => {
  await withStudio(async (studio) => {
    const project = await studio.project(await studio.person("ada"));
    await studio.sql`alter table lyrics rename to hidden`;
    await studio.rooms.edit(project, SERVER, (doc) => roots(doc).lyrics.insert(0, "la"));
    await until("it failed", () => studio.log.some((line) => line.includes("could not follow")));
    await studio.sql`alter table hidden rename to lyrics`;
    await until("the rows", async () => (await rows(studio, project)).lyrics === "la");
  });
});

Deno.test("R25 a canvas id of another project does not move its row", async () => {
  await withStudio(async (studio) => {
    const [ada, eve] = [await studio.person("ada"), await studio.person("eve")];
    const [hers, mine] = [await studio.project(ada), await studio.project(eve)];
    await studio.rooms.edit(hers, SERVER, (doc) => roots(doc).lyrics.insert(0, "la"));
    await until("the rows", async () => (await rows(studio, hers)).canvases.length === 1);
    const stolen = await studio.rooms.read(hers, (doc) => view(doc).canvases[0]!.id);
    await studio.rooms.edit(mine, SERVER, (doc) => {
      addCanvas(doc, { id: stolen, name: "mine now" });
      roots(doc).lyrics.insert(0, "ha");
    });
    await until("the rows", async () => (await rows(studio, mine)).lyrics === "ha");
    expect((await rows(studio, hers)).canvases).toEqual(["Canvas 1"]);
  });
});

interface Rows {
  readonly title: string;
  readonly updated_at: Date;
  readonly canvases: readonly string[];
  readonly lyrics: string | null;
  readonly word_count: number | null;
}

async function rows(studio: Studio, project: string): Promise<Rows> {
  const [row] = await studio.sql<Rows[]>`
    select p.title, p.updated_at, l.text as lyrics, l.word_count, array(
      select c.name from canvases c
      where c.project_id = p.id and c.deleted_at is null order by c.order_key collate "C"
    ) as canvases
    from projects p left join lyrics l on l.project_id = p.id where p.id = ${project}`;
  return row!;
}
