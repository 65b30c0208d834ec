/** What two processes share goes away under both of them, and comes back. */
import assert from "node:assert/strict";
import * as Y from "yjs";
import { roots } from "../../collab/document/schema.ts";
import { connect } from "../../db/client.ts";
import { type Client, signUp } from "../fixtures/client.ts";
import { missingFrom } from "../fixtures/ledger.ts";
import { startRedis } from "../fixtures/redis.ts";
import { removeData, startServer, type TestServer } from "../fixtures/server.ts";
import { startStoppable } from "../fixtures/stoppable_database.ts";
import { until } from "../fixtures/until.ts";
import { openWriter, type Writer } from "../fixtures/writer.ts";

const SOON = { withinMs: 1000, everyMs: 5 };

Deno.test("what two processes share goes away under both", async (t) => {
  const database = await startStoppable();
  const redis = await startRedis();
  const dataDir = await Deno.makeTempDir({ prefix: "sonic-", dir: "/tmp" });
  const env = {
    ROLE: "web",
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    JWT_SECRET: "x".repeat(40),
  };
  const servers = [await startServer({ dataDir, env }), await startServer({ dataDir, env })];
  const [a, b] = servers as [TestServer, TestServer];
  const writers: Writer[] = [];
  try {
    const ada = await signUp(a.url);
    const bo = await signUp(b.url);
    const { id: project } = await ada.json<{ id: string }>(201, "POST", "/projects", {
      title: "x",
    });
    await ada.json(201, "PUT", memberPath(project, bo), { role: "editor" });
    const onA = openWriter(a.url, project, { token: ada.token });
    const onB = openWriter(b.url, project, { token: bo.token });
    writers.push(onA, onB);
    const text = ({ doc }: Writer) => roots(doc).lyrics.toString();
    const agree = () => onA.saved() && onB.saved() && text(onA) === text(onB);
    await until("both in the room", agree);
    const type = (writer: Writer, words: string) => roots(writer.doc).lyrics.insert(0, words);

    await t.step(
      "R37 a Redis that hangs holds nobody up: what is saved is seen within a second",
      async () => {
        redis.pause();
        for (const [n, writer] of [onA, onB, onA].entries()) {
          type(writer, `word ${n}. `);
          await until("seen by the other", agree, SOON);
        }
        redis.resume();
        type(onA, "It is back. ");
        await until("seen by the other", agree, SOON);
      },
    );

    await t.step("R3 R6 PostgreSQL is away: nothing is acknowledged, and both say so", async () => {
      const acknowledged = [onA, onB].map(({ ledger }) => ledger.acknowledged.length);
      await database.stop();
      type(onA, "A waits. ");
      type(onB, "B waits. ");
      for (const server of servers) {
        await until("not ready", async () => await readiness(server) === 503);
      }
      assert.deepEqual([onA, onB].map(({ ledger }) => ledger.acknowledged.length), acknowledged);
      assert.ok([onA, onB].every(({ provider }) => provider.hasUnsyncedChanges));
    });

    await t.step(
      "R35 it is back: both have both, and hear each other within a second",
      async () => {
        await database.start();
        for (const server of servers) {
          await until("ready", async () => await readiness(server) === 200);
        }
        await until("both have both", agree);
        assert.match(text(onA), /A waits\. .*B waits\. |B waits\. .*A waits\. /);
        for (const [n, writer] of [onA, onB].entries()) {
          type(writer, `Again ${n}. `);
          await until("seen by the other", agree, SOON);
        }
      },
    );

    await t.step(
      "R36 access is heard of by both again, though the change is made by hand",
      async () => {
        const sql = connect(database.url, { max: 1 });
        const scope = (wanted: string) => () => onB.provider.authorizedScope === wanted;
        await sql`update members set role = 'viewer' where user_id = ${bo.user.id}`;
        await until("bo is a viewer", scope("readonly"), SOON);
        await ada.json(200, "PUT", memberPath(project, bo), { role: "editor" });
        await until("bo is an editor", scope("read-write"), SOON);
        await ada.json(204, "DELETE", memberPath(project, bo));
        await until("bo is out", () => onB.closes.includes(4403), SOON);
        await sql.end();
      },
    );

    const answer = await ada.call("GET", `/projects/${project}/document/update`);
    const state = new Uint8Array(await answer.arrayBuffer());
    const all = [onA, onB].flatMap(({ ledger }) => ledger.acknowledged);
    assert.deepEqual(missingFrom(state, all), []);
    Y.applyUpdate(new Y.Doc(), state);
  } finally {
    for (const writer of writers) await writer.leave();
    await Promise.all(servers.map(({ stop }) => stop()));
    await redis.stop();
    await database.stop();
    await removeData(dataDir);
    await database.remove();
  }
});

function memberPath(project: string, { user }: Client): string {
  return `/projects/${project}/members/${user.id}`;
}

async function readiness({ url }: TestServer): Promise<number> {
  const answer = await fetch(`${url}/readyz`);
  await answer.body?.cancel();
  return answer.status;
}
