import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { withDatabase } from "../tests/fixtures/database.ts";
import { migrate } from "./migrate.ts";

const FILES = {
  "0001_first.sql": "create table first (id int primary key);",
  "0002_second.sql": "create table second (id int); insert into second values (1);",
  "notes.txt": "not a migration",
};

Deno.test("files run once, in order, and others are ignored", async () => {
  await withMigrations(FILES, (directory) =>
    withDatabase(async (sql) => {
      await sql`drop schema public cascade`;
      await sql`create schema public`;
      assert.deepEqual(await migrate(sql, directory), ["0001_first.sql", "0002_second.sql"]);
      assert.deepEqual(await migrate(sql, directory), []);
      assert.equal((await sql`select * from second`).length, 1);
    }));
});

Deno.test("two processes that start together migrate once", async () => {
  await withMigrations(FILES, (directory) =>
    withDatabase(async (sql) => {
      await sql`drop schema public cascade`;
      await sql`create schema public`;
      const runs = await Promise.all([migrate(sql, directory), migrate(sql, directory)]);
      assert.deepEqual(runs.flat(), ["0001_first.sql", "0002_second.sql"]);
    }));
});

Deno.test("a file that was edited after it ran is refused", async () => {
  await withMigrations(FILES, (directory) =>
    withDatabase(async (sql) => {
      await sql`drop schema public cascade`;
      await sql`create schema public`;
      await migrate(sql, directory);
      await Deno.writeTextFile(new URL("0001_first.sql", directory), "create table other ();");
      await assert.rejects(migrate(sql, directory), /0001_first.sql was edited/);
    }));
});

Deno.test("a file that fails leaves nothing of itself, and the ones before it stay", async () => {
  const broken = { ...FILES, "0003_broken.sql": "create table third (); select 1 / 0;" };
  await withMigrations(broken, (directory) =>
    withDatabase(async (sql) => {
      await sql`drop schema public cascade`;
      await sql`create schema public`;
      await assert.rejects(migrate(sql, directory), /0003_broken.sql failed: division by zero/);
      const tables = await sql`select to_regclass('second') is not null as second,
        to_regclass('third') is not null as third`;
      assert.deepEqual({ ...tables[0] }, { second: true, third: false });
    }));
});

Deno.test("the product's own schema is there and bigint, bytea and time have their types", async () => {
  await withDatabase(async (sql) => {
    assert.deepEqual(await migrate(sql), []);
    const [row] = await sql`
      select count(*) as count, ${new Uint8Array([0, 1, 255])}::bytea as bytes,
        ${new Date(86_400_000)}::timestamptz as at from projects`;
    assert.deepEqual({ ...row }, {
      count: 0,
      bytes: new Uint8Array([0, 1, 255]),
      at: new Date(86_400_000),
    });
  });
});

async function withMigrations(
  files: Readonly<Record<string, string>>,
  body: (directory: URL) => Promise<void>,
): Promise<void> {
  const path = await Deno.makeTempDir({ prefix: "migrations-" });
  const directory = pathToFileURL(path + "/");
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(new URL(name, directory), text);
    }
    await body(directory);
  } finally {
    await Deno.remove(path, { recursive: true });
  }
}
