/** The database away, the disk full, the server asked to go: nothing is promised that is not kept. */
import assert from "node:assert/strict";
import { roots } from "../../collab/document/schema.ts";
import { view } from "../../collab/document/view.ts";
import * as Y from "yjs";
import { type Client, signUp } from "../fixtures/client.ts";
import { missingFrom } from "../fixtures/ledger.ts";
import { removeData, startServer, type TestServer } from "../fixtures/server.ts";
import { startStoppable } from "../fixtures/stoppable_database.ts";
import { until } from "../fixtures/until.ts";
import { openWriter, type Writer } from "../fixtures/writer.ts";

Deno.test("with the database down nothing is acknowledged and /readyz is 503; when it is back, so is everything", async () => {
  const database = await startStoppable();
  const server = await startServer({ env: { DATABASE_URL: database.url } });
  try {
    const { who, project, canvas, writer } = await enter(server);
    type(writer, "before ");
    await until("saved", () => writer.saved());
    const acknowledged = writer.ledger.acknowledged.length;
    await database.stop();
    type(writer, "during ");
    await until("not ready", async () => await readiness(server) === 503);
    const answer = await who.call("POST", `/canvases/${canvas}/strokes`, STROKE);
    assert.ok(answer.status >= 500, await answer.text());
    assert.equal(writer.ledger.acknowledged.length, acknowledged);
    assert.ok(writer.provider.hasUnsyncedChanges);
    await database.start();
    await until("ready again", async () => await readiness(server) === 200);
    await until("saved", () => writer.saved());
    await who.json(201, "POST", `/canvases/${canvas}/strokes`, STROKE);
    const doc = await loaded(who, project);
    assert.deepEqual([view(doc).lyrics, view(doc).shapes.length], ["before during ", 1]);
    await writer.leave();
  } finally {
    await server.stop();
    await database.stop();
    await removeData(server.dataDir);
    await database.remove();
  }
});

const disk = Deno.uid() === 0 ? await makeDisk(700) : undefined;

Deno.test({
  name:
    "on a full disk nothing is acknowledged that is not kept, and /readyz is 503 until there is room",
  ignore: disk === undefined, // nobody but root may make a disk
  async fn() {
    const filler = `${disk!.path}/filler`;
    const server = await startServer({ dataDir: `${disk!.path}/data` });
    try {
      const { who, project, writer } = await enter(server);
      type(writer, "before ");
      await until("saved", () => writer.saved());
      const acknowledged = writer.ledger.acknowledged.length;
      await fill(filler);
      for (let n = 0; n < 8; n++) type(writer, noise(60_000));
      await until("refused", () => writer.closes.includes(4424));
      await until("not ready", async () => await readiness(server) === 503);
      assert.ok(writer.provider.hasUnsyncedChanges);
      const kept = writer.ledger.acknowledged.length - acknowledged;
      assert.ok(kept < 8, `${kept} of 8 were acknowledged on a full disk`);
      await Deno.remove(filler);
      await until("ready again", async () => await readiness(server) === 200);
      await until("saved", () => writer.saved());
      const doc = await loaded(who, project);
      assert.equal(view(doc).lyrics.length, view(writer.doc).lyrics.length);
      assert.deepEqual(
        missingFrom(Y.encodeStateAsUpdate(doc), writer.ledger.acknowledged),
        [],
      );
      await writer.leave();
    } finally {
      await server.stop();
      await removeData(server.dataDir);
      await disk!.remove();
    }
  },
});

Deno.test({
  name:
    "where only the database's own disk is full, /readyz is 503 as well, until a write works again",
  ignore: disk === undefined,
  async fn() {
    const own = (await makeDisk(500))!;
    const database = await startStoppable(`${own.path}/database`);
    const server = await startServer({ env: { DATABASE_URL: database.url } });
    try {
      const { who, project, writer } = await enter(server);
      type(writer, "before ");
      await until("saved", () => writer.saved());
      assert.equal(await readiness(server), 200);
      await fill(`${own.path}/filler`);
      for (let n = 0; n < 8; n++) type(writer, noise(60_000));
      await until("refused", () => writer.closes.includes(4424));
      const answer = await until("not ready", async () => {
        const answer = await fetch(`${server.url}/readyz`);
        const { error } = await answer.json();
        return answer.status === 503 && error;
      });
      assert.ok(answer.details.failing.includes("saving"), JSON.stringify(answer));
      assert.ok(writer.provider.hasUnsyncedChanges);
      await Deno.remove(`${own.path}/filler`);
      await until("ready again", async () => await readiness(server) === 200);
      await until("saved", () => writer.saved());
      const doc = await loaded(who, project);
      assert.equal(view(doc).lyrics.length, view(writer.doc).lyrics.length);
      await writer.leave();
    } finally {
      await server.stop();
      await database.stop();
      await removeData(server.dataDir);
      await database.remove();
      await own.remove();
    }
  },
});

const STROKE = { strokes: [{ points: [[10, 10], [300, 300]], color: "madder", width: 6 }] };

async function enter(server: TestServer) {
  const who = await signUp(server.url);
  const { id } = await who.json<{ id: string }>(201, "POST", "/projects", { title: "faults" });
  const { canvases } = await who.json<{ canvases: { id: string }[] }>(
    200,
    "GET",
    `/projects/${id}/canvases`,
  );
  const writer = openWriter(server.url, id, { token: who.token });
  await until("in the room", () => writer.saved());
  return { who, project: id, canvas: canvases[0]!.id, writer };
}

function type({ doc }: Writer, text: string): void {
  const { lyrics } = roots(doc);
  lyrics.insert(lyrics.length, text);
}

/** Letters that cannot be packed into fewer bytes than half of them. */
function noise(length: number): string {
  const bytes = new Uint8Array(length / 2);
  for (let at = 0; at < bytes.length; at += 65_536) {
    crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  }
  return bytes.toHex();
}

async function readiness(server: TestServer): Promise<number> {
  const answer = await fetch(`${server.url}/readyz`);
  await answer.text();
  return answer.status;
}

async function loaded(who: Client, project: string): Promise<Y.Doc> {
  const answer = await who.call("GET", `/projects/${project}/document/update`);
  assert.equal(answer.status, 200);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, new Uint8Array(await answer.arrayBuffer()));
  return doc;
}

/** A small file system of its own; undefined where that is not permitted. */
async function makeDisk(megabytes: number) {
  const path = await Deno.makeTempDir({ prefix: "sonic-disk-", dir: "/tmp" });
  await Deno.chmod(path, 0o755);
  const run = (program: string, ...args: string[]) =>
    new Deno.Command(program, { args, stdout: "null", stderr: "null" }).output();
  const size = `size=${megabytes}m,mode=755`;
  const { success } = await run("mount", "-t", "tmpfs", "-o", size, "tmpfs", path);
  if (!success) {
    await Deno.remove(path);
    return undefined;
  }
  return {
    path,
    async remove() {
      await run("umount", path);
      await Deno.remove(path);
    },
  };
}

async function fill(path: string): Promise<void> {
  const block = new Uint8Array(1024 * 1024);
  using file = await Deno.open(path, { create: true, write: true });
  try {
    for (let size = block.length; size > 0; size = size > 4096 ? size >> 1 : 0) {
      const part = block.subarray(0, size);
      try {
        for (;;) await file.write(part);
      } catch (error) {
        if (!(error instanceof Error) || !error.message.includes("No space")) throw error;
      }
    }
  } catch (error) {
    throw new Error("the disk could not be filled", { cause: error });
  }
}
