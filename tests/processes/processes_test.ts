/** What people in one room notice of there being several processes: nothing. */
import assert from "node:assert/strict";
import * as Y from "yjs";
import { addStroke } from "../../collab/document/edits.ts";
import { roots } from "../../collab/document/schema.ts";
import { view } from "../../collab/document/view.ts";
import { type Client, client, signUp } from "../fixtures/client.ts";
import { stroke } from "../fixtures/deeds.ts";
import { missingFrom } from "../fixtures/ledger.ts";
import type { TestServer } from "../fixtures/server.ts";
import { until } from "../fixtures/until.ts";
import { openWriter, type Writer } from "../fixtures/writer.ts";
import { startProcesses } from "./cluster.ts";

const SOON = { withinMs: 1000, everyMs: 5 };

Deno.test("two web processes and a worker are one studio", async (t) => {
  const cluster = await startProcesses();
  const { a, b, worker, redis, sql } = cluster;
  const writers: Writer[] = [];
  const open = async (server: TestServer, project: string, who: Client) => {
    const writer = openWriter(server.url, project, { token: who.token });
    writers.push(writer);
    await until("a place in the room", () => writer.saved());
    return writer;
  };
  try {
    const ada = await signUp(a.url);
    const bo = await signUp(b.url);
    const { project, canvas } = await newProject(ada, bo);
    const onA = await open(a, project, ada);
    const onB = await open(b, project, bo);

    await t.step("R33 people on both see each other's edits, each in the log once", async () => {
      for (let n = 0; n < 10; n++) {
        addStroke(onA.doc, stroke(`a${n}`, canvas));
        roots(onB.doc).lyrics.insert(0, `${n}`);
        await until("both to have both", () => {
          return roots(onB.doc).shapes.has(`a${n}`) &&
            roots(onA.doc).lyrics.toString().startsWith(`${n}`);
        }, SOON);
      }
      await until("all saved", () => onA.saved() && onB.saved());
      await assertLoggedOnce(sql, project);
    });

    await t.step("R34 presence crosses, as who one is, and ends when one leaves", async () => {
      onA.provider.awareness!.setLocalStateField("user", { id: "x", name: "Somebody else" });
      const seen = await until("ada on the other process", () => {
        return onB.provider.awareness!.getStates().get(onA.doc.clientID)?.user;
      }, SOON);
      assert.equal(seen.id, ada.user.id);
      assert.equal(seen.name, ada.user.username);
      const guest = await open(a, project, ada);
      guest.provider.awareness!.setLocalStateField("cursor", { canvas, x: 1, y: 2 });
      await until("the guest", () => isSeen(onB, guest), SOON);
      await guest.leave();
      await until("the guest to be gone", () => !isSeen(onB, guest), SOON);
    });

    await t.step(
      "R34 a state under the id of a person on another process goes to nobody",
      async () => {
        const doc = new Y.Doc();
        doc.clientID = onA.doc.clientID;
        const mallory = openWriter(b.url, project, { token: bo.token, doc });
        writers.push(mallory);
        await until("a place in the room", () => mallory.saved());
        const { clock } = onB.provider.awareness!.meta.get(onA.doc.clientID)!;
        for (let n = 0; n < clock + 5; n++) {
          mallory.provider.awareness!.setLocalStateField("cursor", { canvas, x: n, y: 0 });
        }
        roots(doc).lyrics.insert(0, "It is me. ");
        await until("what was sent after it", () => {
          return roots(onB.doc).lyrics.toString().startsWith("It is me.");
        }, SOON);
        assert.equal(
          onB.provider.awareness!.getStates().get(onA.doc.clientID)?.user.id,
          ada.user.id,
        );
        await mallory.leave();
      },
    );

    await t.step(
      "R34 who comes over another process now is not taken away by the old socket's end",
      async () => {
        const tab = async (server: TestServer) => {
          const doc = new Y.Doc();
          doc.clientID = 77;
          const writer = openWriter(server.url, project, { token: ada.token, doc });
          writers.push(writer);
          await until("a place in the room", () => writer.saved());
          return writer;
        };
        const before = await tab(a);
        before.provider.awareness!.setLocalStateField("tool", "pen");
        await until("seen on both", () => isSeen(onA, before) && isSeen(onB, before), SOON);
        const after = await tab(b);
        const tool = `hand ${crypto.randomUUID()}`;
        for (let n = 0; n < 9; n++) after.provider.awareness!.setLocalStateField("at", n);
        after.provider.awareness!.setLocalStateField("tool", tool);
        const toolOn = ({ provider }: Writer) => provider.awareness!.getStates().get(77)?.tool;
        await until("seen again", () => toolOn(onA) === tool && toolOn(onB) === tool, SOON);
        const gone: number[] = [];
        for (const { provider } of [onA, onB]) {
          provider.awareness!.on("change", ({ removed }: { removed: number[] }) => {
            gone.push(...removed);
          });
        }
        await before.leave();
        addStroke(onA.doc, stroke("after the end", canvas));
        await until("told", () => roots(onB.doc).shapes.has("after the end"), SOON);
        assert.deepEqual(gone, []);
        await after.leave();
        await until("gone from both", () => !isSeen(onA, after) && !isSeen(onB, after), SOON);
      },
    );

    await t.step("R33 an edit over REST on one is in the open tabs of the other", async () => {
      const wish = { title: "From the other side" };
      await ada.json(200, "PATCH", `/projects/${project}`, wish);
      await until("the title", () => view(onB.doc).meta.title === wish.title, SOON);
    });

    await t.step("R33 a job in the worker is told of and applied in both", async () => {
      const told = [new Set<string>(), new Set<string>()];
      [onA, onB].forEach(({ provider }, n) => {
        provider.on("stateless", ({ payload }: { payload: string }) => {
          told[n]!.add(JSON.parse(payload).type);
        });
      });
      const options = { duration_seconds: 30, seed: 4 };
      const path = `/canvases/${canvas}/music`;
      const { id } = await ada.json<{ id: string }>(202, "POST", path, options);
      const job = await ada.job(id);
      assert.equal(job.status, "succeeded", JSON.stringify(job.error));
      for (const { doc } of [onA, onB]) {
        await until("the tracks", () => view(doc).tracks.some((track) => track.job === id), SOON);
        await until("the entry", () => view(doc).jobs[0]?.status === "succeeded", SOON);
      }
      for (const types of told) {
        await until("progress and end", () => types.has("job.progress") && types.has("job.done"));
      }
      const { log_count } = await rowsOf(sql, project, id);
      assert.ok(log_count > 0, "the job's rows carry its id");
    });

    await t.step("R36 a role that is changed elsewhere holds at once", async () => {
      const scope = () => onB.provider.authorizedScope;
      const member = `/projects/${project}/members/${bo.user.id}`;
      await ada.json(200, "PUT", member, { role: "viewer" });
      await until("bo to be a viewer", () => scope() === "readonly", SOON);
      await ada.json(200, "PUT", member, { role: "editor" });
      await until("bo to be an editor", () => scope() === "read-write", SOON);
    });

    await t.step("R36 removed or signed out elsewhere, one is out", async () => {
      const cy = await signUp(a.url);
      await ada.json(201, "PUT", `/projects/${project}/members/${cy.user.id}`, { role: "editor" });
      const removed = await open(b, project, cy);
      await ada.json(204, "DELETE", `/projects/${project}/members/${cy.user.id}`);
      await until("cy to be out", () => removed.closes.includes(4403), SOON);
      const dee = await signUp(a.url);
      await ada.json(201, "PUT", `/projects/${project}/members/${dee.user.id}`, { role: "editor" });
      const leaver = await open(b, project, dee);
      await dee.json(204, "POST", "/auth/logout", {});
      await until("dee to be out", () => leaver.closes.includes(4401), SOON);
    });

    await t.step(
      "R37 without Redis edits are saved and seen, and rooms open; with it all is back",
      async () => {
        await redis.kill();
        roots(onA.doc).lyrics.insert(0, "A is alone. ");
        roots(onB.doc).lyrics.insert(0, "B is alone. ");
        const texts = () => [onA, onB].map(({ doc }) => roots(doc).lyrics.toString());
        await until("both to have both", () => {
          return onA.saved() && onB.saved() && new Set(texts()).size === 1;
        }, SOON);
        const { project: another } = await newProject(ada, bo);
        await open(b, another, bo);
        await redis.revive();
        const late = await open(a, project, ada);
        await until("presence again", () => {
          late.provider.awareness!.setLocalStateField("cursor", { canvas, x: Math.random(), y: 0 });
          return isSeen(onB, late);
        }, { withinMs: 5000 });
        await late.leave();
      },
    );

    await t.step("R35 what nobody was told of is found in the log", async () => {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(onA.doc));
      const before = Y.encodeStateVector(doc);
      roots(doc).lyrics.insert(0, "A message was lost. ");
      const payload = Y.encodeStateAsUpdate(doc, before);
      await sql`insert into doc_updates (project_id, payload) values (${project}, ${payload})`;
      for (const { doc } of [onA, onB]) {
        await until("the lost one", () => roots(doc).lyrics.toString().startsWith("A message"), {
          withinMs: 5000,
        });
      }
    });

    await t.step("a worker tells how it is, and serves nothing", async () => {
      for (const [path, status] of WORKER_ANSWERS) {
        const answer = await fetch(`${worker.url}${path}`);
        await answer.body?.cancel();
        assert.equal(answer.status, status, path);
      }
    });

    await t.step(
      "R33 R34 kill -9 of one under load loses nothing acknowledged, and leaves no ghost",
      async () => {
        const busy = await Promise.all([open(a, project, ada), open(a, project, ada)]);
        busy[0].provider.awareness!.setLocalStateField("cursor", { canvas, x: 0, y: 0 });
        await until("the busy one to be seen", () => isSeen(onB, busy[0]), SOON);
        const writing = setInterval(() => {
          for (const { doc } of [...busy, onB]) roots(doc).lyrics.insert(0, "x");
        }, 2);
        await until("many answers", () => busy[0].ledger.acknowledged.length > 60, { everyMs: 1 });
        await a.kill();
        clearInterval(writing);
        const acknowledged = [...busy, onA, onB].flatMap(({ ledger }) => ledger.acknowledged);
        await until("the other process to have all of it", () => {
          return missingFrom(Y.encodeStateAsUpdate(onB.doc), acknowledged).length === 0;
        });
        await until("no ghost", () => !isSeen(onB, busy[0]), { withinMs: 12_000 });
        await until("bo's to be saved", () => onB.saved());
        await assertLoggedOnce(sql, project);
        const stored = await client(b.url, ada.user, ada.token)
          .call("GET", `/projects/${project}/document/update`);
        const state = new Uint8Array(await stored.arrayBuffer());
        assert.deepEqual(missingFrom(state, acknowledged), []);
      },
    );
  } finally {
    for (const writer of writers) await writer.leave();
    await cluster.close();
  }
});

const WORKER_ANSWERS = [
  ["/healthz", 200],
  ["/readyz", 200],
  ["/metrics", 200],
  ["/", 404],
  ["/api/v1/openapi.json", 404],
  ["/collab", 404],
] as const;

async function newProject(ada: Client, bo: Client) {
  const { id } = await ada.json<{ id: string }>(201, "POST", "/projects", { title: "Shared" });
  await ada.json(201, "PUT", `/projects/${id}/members/${bo.user.id}`, { role: "editor" });
  const path = `/projects/${id}/canvases`;
  const { canvases } = await ada.json<{ canvases: { id: string }[] }>(200, "GET", path);
  return { project: id, canvas: canvases[0]!.id };
}

function isSeen(by: Writer, who: Writer): boolean {
  return by.provider.awareness!.getStates().has(who.doc.clientID);
}

type Sql = Awaited<ReturnType<typeof startProcesses>>["sql"];

/** No letter is in two rows. */
async function assertLoggedOnce(sql: Sql, project: string): Promise<void> {
  const rows = await sql<{ payload: Uint8Array }[]>`
    select payload from doc_updates where project_id = ${project}`;
  const ranges = rows.flatMap(({ payload }) => {
    const { from, to } = Y.parseUpdateMeta(payload);
    return [...from].map(([client, start]) => ({ client, start, end: to.get(client)! }));
  });
  for (const [client, own] of Map.groupBy(ranges, ({ client }) => client)) {
    own.sort((x, y) => x.start - y.start);
    own.forEach(({ start }, n) => {
      const before = own[n - 1]?.end ?? 0;
      assert.ok(start >= before, `client ${client}: ${start} is logged twice`);
    });
  }
}

async function rowsOf(sql: Sql, project: string, job: string): Promise<{ log_count: number }> {
  const [row] = await sql<{ log_count: number }[]>`
    select count(*) as log_count from doc_updates where project_id = ${project} and job_id = ${job}`;
  return row!;
}
