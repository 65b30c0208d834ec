/** kill -9 in the middle of a transaction, held there by a lock that the test takes first. */
import assert from "node:assert/strict";
import * as Y from "yjs";
import { roots } from "../../collab/document/schema.ts";
import { connect, type Sql } from "../../db/client.ts";
import { isApplied } from "../../jobs/job_entry.ts";
import { type Client, client, signUp } from "../fixtures/client.ts";
import { startTestDatabase } from "../fixtures/database.ts";
import { removeData, startServer, type TestServer } from "../fixtures/server.ts";
import { until } from "../fixtures/until.ts";

interface Scene {
  readonly server: TestServer;
  readonly who: Client;
  readonly project: string;
  readonly canvas: string;
  readonly sql: Sql;
  /** What is locked stays so until the server is dead. */
  readonly lock: Sql;
}

/** Long enough to be compacted with nobody in the room. */
const STROKES = 60;

for (
  const [moment, hold, waiting] of [
    ["writing the snapshot", holdSnapshot, "%insert into doc_snapshots%"],
    ["deleting what it folded", holdLog, "%delete from doc_updates%"],
  ] as const
) {
  Deno.test(`killed in a compaction that is ${moment}: the log is whole, and compacted later`, async () => {
    await withScene(async ({ server, who, project, canvas, sql, lock }, restart) => {
      for (let n = 1; n < STROKES / 2; n++) await draw(who, canvas, 1);
      await hold(lock, project);
      for (let n = STROKES / 2; n <= STROKES; n++) await draw(who, canvas, 1);
      await until("the compaction is held", () => isWaiting(sql, waiting));
      await server.kill();
      const again = await restart();
      assert.equal((await documentOf(again, project)).shapes.length, STROKES);
      await draw(again, canvas, 1);
      await until("it is compacted now", async () => await logRows(sql, project) < STROKES / 2);
      assert.equal((await documentOf(again, project)).shapes.length, STROKES + 1);
    });
  });
}

Deno.test("killed as a job's edit waits for its commit: it runs again, and its edit is there once", async () => {
  await withScene(async ({ server, who, project, canvas, sql, lock }, restart) => {
    await draw(who, canvas, 3);
    await holdBigEdits(sql, lock);
    const job = await who.json<{ id: string }>(202, "POST", `/canvases/${canvas}/analyze`, {});
    await until("the write-back is held", () => isWaiting(sql, "%insert into doc_updates%"));
    assert.ok(!isApplied(await loaded(who, project), job.id));
    await server.kill();
    const again = await restart();
    await expectDoneOnce(again, project, job.id);
  });
});

Deno.test("killed between a job's edit and its row: it runs again, and its edit is there once", async () => {
  await withScene(async ({ server, who, project, canvas, sql, lock }, restart) => {
    await draw(who, canvas, 3);
    await holdBigEdits(sql, lock);
    const job = await who.json<{ id: string }>(202, "POST", `/canvases/${canvas}/analyze`, {});
    await until("the write-back is held", () => isWaiting(sql, "%insert into doc_updates%"));
    await lock`select 1 from jobs where id = ${job.id} for update`;
    await lock`select pg_advisory_unlock(${HOLD})`;
    await until("the edit is there", async () => isApplied(await loaded(who, project), job.id));
    assert.equal((await who.json(200, "GET", `/jobs/${job.id}`)).status, "running");
    await server.kill();
    const again = await restart();
    await expectDoneOnce(again, project, job.id);
  });
});

Deno.test("killed as the restore of a version waits for its commit: the document is as it was, and can be restored", async () => {
  await withScene(async ({ server, who, project, canvas, sql, lock }, restart) => {
    await draw(who, canvas, 3);
    const version = await who.json<{ id: string }>(201, "POST", `/projects/${project}/versions`, {
      name: "three strokes",
    });
    await draw(who, canvas, 2);
    await holdRestores(sql, lock);
    const path = `/projects/${project}/versions/${version.id}/restore`;
    const asked = who.call("POST", path).catch(() => undefined);
    await until("the restore is held", () => isWaiting(sql, "%insert into doc_updates%"));
    await server.kill();
    assert.equal(await asked, undefined);
    const again = await restart();
    assert.equal((await documentOf(again, project)).shapes.length, 5);
    const { before } = await again.json<{ before: { id: string } }>(200, "POST", path);
    assert.equal((await documentOf(again, project)).shapes.length, 3);
    await again.json(200, "POST", `/projects/${project}/versions/${before.id}/restore`);
    assert.equal((await documentOf(again, project)).shapes.length, 5);
  });
});

async function expectDoneOnce(who: Client, project: string, jobId: string): Promise<void> {
  const job = await who.job(jobId);
  assert.equal(job.status, "succeeded", JSON.stringify(job.error));
  assert.equal(job.attempts, 2);
  const doc = await loaded(who, project);
  assert.ok(isApplied(doc, jobId));
  const [canvas] = [...roots(doc).canvases.values()];
  const analysis = canvas!.get("analysis") as { primary_emotion: string };
  assert.equal(analysis.primary_emotion, job.result!.primary_emotion);
}

async function withScene(
  body: (scene: Scene, restart: () => Promise<Client>) => Promise<void>,
): Promise<void> {
  const database = await startTestDatabase();
  const env = { DATABASE_URL: database.url };
  let server = await startServer({ env });
  const connections: Sql[] = [];
  try {
    const who = await signUp(server.url);
    const { id } = await who.json<{ id: string }>(201, "POST", "/projects", { title: "held" });
    const listed = await who.json<{ canvases: { id: string }[] }>(
      200,
      "GET",
      `/projects/${id}/canvases`,
    );
    const sql = connect(database.url, { max: 2 });
    const holder = connect(database.url, { max: 1 });
    connections.push(sql, holder);
    const lock = await holder.reserve();
    await lock`begin`;
    const scene = { server, who, project: id, canvas: listed.canvases[0]!.id, sql, lock };
    await body(scene, async () => {
      // What a dead client asked for would still be done.
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`;
      await lock`rollback`;
      await lock`select pg_advisory_unlock_all()`;
      lock.release();
      server = await startServer({ dataDir: server.dataDir, env });
      return client(server.url, who.user, who.token);
    });
  } finally {
    await server.kill();
    for (const sql of connections) await sql.end({ timeout: 1 });
    await database.stop();
    await removeData(server.dataDir);
  }
}

/** The snapshot's row is there already, and somebody has it. */
async function holdSnapshot(lock: Sql, project: string): Promise<void> {
  await lock`insert into doc_snapshots (project_id, state, upto_seq)
    values (${project}, ${Y.encodeStateAsUpdate(new Y.Doc())}, 0)`;
}

async function holdLog(lock: Sql, project: string): Promise<void> {
  await lock`select 1 from doc_updates where project_id = ${project} for update`;
}

const HOLD = 20_000;

/** Edits of jobs that carry more than a stage wait for a lock, which is taken here. */
async function holdBigEdits(sql: Sql, lock: Sql): Promise<void> {
  await sql.unsafe(`
    create function hold() returns trigger language plpgsql as $$
      begin perform pg_advisory_xact_lock(${HOLD}); return new; end $$;
    create trigger hold before insert on doc_updates for each row
      when (new.job_id is not null and octet_length(new.payload) > 800) execute function hold()`);
  await lock`select pg_advisory_lock(${HOLD})`;
}

/** The next edits by REST wait. */
async function holdRestores(sql: Sql, lock: Sql): Promise<void> {
  await sql.unsafe(`
    create function hold() returns trigger language plpgsql as $$
      begin perform pg_advisory_xact_lock(${HOLD}); return new; end $$;
    create trigger hold before insert on doc_updates for each row execute function hold()`);
  await lock`select pg_advisory_lock(${HOLD})`;
}

async function isWaiting(sql: Sql, query: string): Promise<boolean> {
  const rows = await sql`select 1 from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and query like ${query}`;
  return rows.length > 0;
}

async function logRows(sql: Sql, project: string): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*) as n from doc_updates where project_id = ${project}`;
  return row!.n;
}

async function draw(who: Client, canvas: string, strokes: number): Promise<void> {
  const one = { points: [[10, 10], [200, 300, 0.8], [500, 400]], color: "madder", width: 6 };
  const body = { strokes: Array.from({ length: strokes }, () => one) };
  await who.json(201, "POST", `/canvases/${canvas}/strokes`, body);
}

function documentOf(who: Client, project: string): Promise<{ shapes: unknown[] }> {
  return who.json(200, "GET", `/projects/${project}/document`);
}

async function loaded(who: Client, project: string): Promise<Y.Doc> {
  const answer = await who.call("GET", `/projects/${project}/document/update`);
  assert.equal(answer.status, 200);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, new Uint8Array(await answer.arrayBuffer()));
  return doc;
}
