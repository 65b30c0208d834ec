/** PostgreSQL ends in the middle of what a room does with it: nothing is lost, and all of it is done later. */
import assert from "node:assert/strict";
import { roots } from "../../collab/document/schema.ts";
import { view } from "../../collab/document/view.ts";
import { connect, type Sql } from "../../db/client.ts";
import { type Client, signUp } from "../fixtures/client.ts";
import { removeData, startServer, type TestServer } from "../fixtures/server.ts";
import { startStoppable, type StoppableDatabase } from "../fixtures/stoppable_database.ts";
import { until } from "../fixtures/until.ts";
import { openWriter } from "../fixtures/writer.ts";

Deno.test("the database ends in the middle of what a room does", async (t) => {
  const database = await startStoppable();
  const server = await startServer({ env: { DATABASE_URL: database.url } });
  try {
    const who = await signUp(server.url);
    await t.step(
      "of its loading: nobody gets an empty room, and it is whole when it is back",
      () => loading(server, who, database),
    );
    await t.step(
      "of a compaction: the log is whole, and compacted later",
      () => compaction(who, database),
    );
    await t.step(
      "of a restore: nothing has changed, and it can be asked for again",
      () => restore(who, database),
    );
  } finally {
    await server.stop();
    await database.stop();
    await removeData(server.dataDir);
    await database.remove();
  }
});

async function loading(server: TestServer, who: Client, database: StoppableDatabase) {
  const { project } = await newProject(who);
  const first = openWriter(server.url, project, { token: who.token });
  await until("in the room", () => first.saved());
  roots(first.doc).lyrics.insert(0, "kept");
  await until("saved", () => first.saved());
  await first.leave();
  const lock = await held(database, (tx) => tx`lock table doc_updates in access exclusive mode`);
  const second = openWriter(server.url, project, { token: who.token });
  await until("it loads", () => lock.isWaitedFor("%doc_updates%"));
  await outage(database, lock);
  await until("turned away", () => second.closes.includes(4450));
  assert.equal(view(second.doc).lyrics, "");
  assert.equal(second.provider.isSynced, false);
  roots(second.doc).lyrics.insert(0, "new ");
  await database.start();
  await until("in", () => second.saved());
  assert.match(view(second.doc).lyrics, /^(new kept|keptnew )$/);
  await second.leave();
}

async function compaction(who: Client, database: StoppableDatabase) {
  const { project, canvas } = await newProject(who);
  await draw(who, canvas, 30);
  const lock = await held(
    database,
    (tx) => tx`select 1 from doc_updates where project_id = ${project} for update`,
  );
  await draw(who, canvas, 30);
  await until("a compaction", () => lock.isWaitedFor("%delete from doc_updates%"));
  await outage(database, lock);
  await database.start();
  const sql = connect(database.url, { max: 1 });
  await ready(who, project);
  assert.equal(await shapesOf(who, project), 60);
  await draw(who, canvas, 1);
  await until("it is compacted now", async () => {
    const [row] = await sql<{ n: number }[]>`
      select count(*) as n from doc_updates where project_id = ${project}`;
    return row!.n < 30;
  });
  await sql.end();
  assert.equal(await shapesOf(who, project), 61);
}

async function restore(who: Client, database: StoppableDatabase) {
  const { project, canvas } = await newProject(who);
  await draw(who, canvas, 3);
  const { id } = await who.json<{ id: string }>(201, "POST", `/projects/${project}/versions`, {
    name: "three strokes",
  });
  await draw(who, canvas, 2);
  const path = `/projects/${project}/versions/${id}/restore`;
  // A version is put aside before: the lock lets that through, and holds the edit itself.
  const lock = await held(
    database,
    (tx) => tx`lock table doc_updates in share row exclusive mode`,
  );
  const asked = who.call("POST", path);
  await until("its edit waits", () => lock.isWaitedFor("%insert into doc_updates%"));
  await outage(database, lock);
  const answer = await asked;
  assert.ok(answer.status >= 500, await answer.text());
  await database.start();
  await ready(who, project);
  assert.equal(await shapesOf(who, project), 5);
  const { before } = await who.json<{ before: { id: string } }>(200, "POST", path);
  assert.equal(await shapesOf(who, project), 3);
  await who.json(200, "POST", `/projects/${project}/versions/${before.id}/restore`);
  assert.equal(await shapesOf(who, project), 5);
}

interface Held {
  isWaitedFor(query: string): Promise<boolean>;
  letGo(): Promise<void>;
}

/** A transaction that has taken something, and keeps it until the database ends. */
async function held(
  database: StoppableDatabase,
  take: (tx: Sql) => Promise<unknown>,
): Promise<Held> {
  const sql = connect(database.url, { max: 2 });
  const tx = await sql.reserve();
  await tx`begin`;
  await take(tx);
  return {
    async isWaitedFor(query) {
      const rows = await sql`select 1 from pg_stat_activity
        where wait_event_type = 'Lock' and query like ${query}`;
      return rows.length > 0;
    },
    letGo: () => sql.end({ timeout: 0 }),
  };
}

/** What waits ends with the lock: a query that was let go first would be done after all. */
async function outage(database: StoppableDatabase, lock: Held): Promise<void> {
  await database.crash();
  await lock.letGo();
}

async function newProject(who: Client) {
  const { id } = await who.json<{ id: string }>(201, "POST", "/projects", { title: "outage" });
  const path = `/projects/${id}/canvases`;
  const { canvases } = await who.json<{ canvases: { id: string }[] }>(200, "GET", path);
  return { project: id, canvas: canvases[0]!.id };
}

async function draw(who: Client, canvas: string, times: number): Promise<void> {
  const strokes = [{ points: [[10, 10], [300, 300]], color: "madder", width: 6 }];
  for (let n = 0; n < times; n++) {
    await who.json(201, "POST", `/canvases/${canvas}/strokes`, { strokes });
  }
}

async function ready(who: Client, project: string): Promise<void> {
  await until("an answer again", async () => {
    const answer = await who.call("GET", `/projects/${project}/document`);
    await answer.body?.cancel();
    return answer.ok;
  });
}

async function shapesOf(who: Client, project: string): Promise<number> {
  const { shapes } = await who.json<{ shapes: unknown[] }>(
    200,
    "GET",
    `/projects/${project}/document`,
  );
  return shapes.length;
}
