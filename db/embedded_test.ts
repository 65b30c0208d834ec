import assert from "node:assert/strict";
import { join } from "node:path";
import { silentLog } from "../services/log.ts";
import { connect } from "./client.ts";
import { startEmbedded, untraversable } from "./embedded.ts";
import { migrate } from "./migrate.ts";

Deno.test("an empty folder becomes a migrated database and keeps its rows", async () => {
  await withDataDir(async (dataDir) => {
    const first = await startEmbedded(dataDir, silentLog);
    const sql = connect(first.url);
    assert.deepEqual(await migrate(sql), await migrationNames());
    await sql`create table kept (word text)`;
    await sql`insert into kept values ('still here')`;
    await sql.end();
    await first.stop();
    await first.stop();

    const second = await startEmbedded(dataDir, silentLog);
    assert.equal(second.adopted, false);
    const again = connect(second.url);
    assert.deepEqual([...await again`select word from kept`], [{ word: "still here" }]);
    await again.end();
    await second.stop();
  });
});

Deno.test("a server left behind by kill -9 is taken over and really stopped", async () => {
  await withDataDir(async (dataDir) => {
    const program = `
      import { startEmbedded } from ${JSON.stringify(import.meta.resolve("./embedded.ts"))};
      import { silentLog } from ${JSON.stringify(import.meta.resolve("../services/log.ts"))};
      const server = await startEmbedded(Deno.args[0], silentLog);
      console.log(server.url);
      await new Promise(() => setInterval(() => {}, 1000));`;
    const file = join(dataDir, "victim.ts");
    await Deno.writeTextFile(file, program);
    const config = new URL("../deno.json", import.meta.url).pathname;
    const victim = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--frozen", "--config", config, file, dataDir],
      stdout: "piped",
    }).spawn();
    const url = await firstLine(victim.stdout);
    victim.kill("SIGKILL");
    await victim.status;

    const heir = await startEmbedded(dataDir, silentLog);
    assert.equal(heir.adopted, true);
    assert.equal(heir.url, url);
    await heir.stop();
    const sql = connect(heir.url, { max: 1 });
    await assert.rejects(async () => await sql`select 1`, /ECONNREFUSED/);
    await sql.end();
  });
});

Deno.test("a second program on the same data directory is refused in plain words", async () => {
  await withDataDir(async (dataDir) => {
    const server = await startEmbedded(dataDir, silentLog);
    await assert.rejects(startEmbedded(dataDir, silentLog), /Another Sonic Alchemy uses/);
    await server.stop();
  });
});

Deno.test("data of another major version is refused, not touched", async () => {
  await withDataDir(async (dataDir) => {
    await (await startEmbedded(dataDir, silentLog)).stop();
    const version = join(dataDir, "postgres/cluster/data/PG_VERSION");
    await Deno.writeTextFile(version, "17\n");
    await assert.rejects(startEmbedded(dataDir, silentLog), /made by PostgreSQL 17/);
  });
});

Deno.test("a stale pid file of a process that is something else now does not stop the start", async () => {
  await withDataDir(async (dataDir) => {
    await (await startEmbedded(dataDir, silentLog)).stop();
    const pidFile = join(dataDir, "postgres/cluster/data/postmaster.pid");
    await Deno.writeTextFile(pidFile, `${Deno.pid}\n/nowhere\n0\n1\n\n127.0.0.1\n`);
    if (Deno.uid() === 0) await Deno.chown(pidFile, ...await ownerOf(join(pidFile, "..")));
    const server = await startEmbedded(dataDir, silentLog);
    assert.equal(server.adopted, false);
    await server.stop();
  });
});

Deno.test("a directory that another account may not enter is found by name", async () => {
  await withDataDir(async (dataDir) => {
    const closed = join(dataDir, "closed");
    await Deno.mkdir(closed, { mode: 0o700 });
    const stranger = { uid: 54_321, gid: 54_321 };
    assert.equal(await untraversable(join(closed, "deep/er"), stranger), closed);
    assert.equal(await untraversable(join(dataDir, "open"), stranger), undefined);
  });
});

async function withDataDir(body: (dataDir: string) => Promise<void>): Promise<void> {
  const dataDir = await Deno.makeTempDir({ prefix: "embedded-" });
  await Deno.chmod(dataDir, 0o755);
  try {
    await body(dataDir);
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
}

async function ownerOf(path: string): Promise<[number, number]> {
  const info = await Deno.stat(path);
  return [info.uid!, info.gid!];
}

async function migrationNames(): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(new URL("./migrations/", import.meta.url)));
  return entries.map((entry) => entry.name).sort();
}

async function firstLine(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes("\n")) break;
  }
  return text.trim();
}
