import assert from "node:assert/strict";
import { withDatabase } from "../tests/fixtures/database.ts";
import { until } from "../tests/fixtures/until.ts";
import { connect, type Sql } from "./client.ts";
import { transaction } from "./transaction.ts";

Deno.test("a transaction commits what it resolves with and rolls back what it rejects", () =>
  withDatabase(async (sql) => {
    await sql`create table note (text text)`;
    assert.equal(
      await transaction(sql, async (tx) => {
        await tx`insert into note ${tx({ text: "kept" }, "text")}`;
        return 7;
      }),
      7,
    );
    const refusal = new Error("no");
    await assert.rejects(
      transaction(sql, async (tx) => {
        await tx`insert into note values ('dropped')`;
        throw refusal;
      }),
      refusal,
    );
    assert.deepEqual((await sql<{ text: string }[]>`select text from note`).map((n) => n.text), [
      "kept",
    ]);
  }));

const moments: readonly [string, (sql: Sql, kill: () => Promise<void>) => Promise<unknown>][] = [
  ["in a query", (sql, kill) =>
    transaction(sql, async (tx) => {
      const [slept] = await Promise.allSettled([tx`select pg_sleep(60)`, kill()]);
      if (slept.status === "rejected") throw slept.reason;
    })],
  ["between two queries", (sql, kill) =>
    transaction(sql, async (tx) => {
      await tx`select 1`;
      await kill();
      await tx`select 2`;
    })],
  ["before the commit", (sql, kill) =>
    transaction(sql, async (tx) => {
      await tx`select 1`;
      await kill();
    })],
];

for (const [moment, run] of moments) {
  Deno.test(`a connection lost ${moment} is an error, and the pool goes on`, () =>
    withDatabase(async (admin, url) => {
      const sql = connect(url, { max: 2 });
      try {
        const others = () =>
          admin<{ pid: number }[]>`select pid from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and state in ('active', 'idle in transaction')`;
        for (let round = 0; round < 3; round++) {
          const kill = async () => {
            await until("the transaction", async () => (await others()).length > 0);
            for (const { pid } of await others()) await admin`select pg_terminate_backend(${pid})`;
            await until("its end", async () => (await others()).length === 0);
          };
          await assert.rejects(run(sql, kill), (error) => {
            assert.match(
              String((error as { code?: string }).code),
              /^(CONNECTION_|ECONNRESET|EPIPE|57P01)/,
            );
            return true;
          });
          const answers = await Promise.all([1, 2, 3].map(() => sql`select 1 as one`));
          assert.deepEqual(answers.map(([row]) => row!.one), [1, 1, 1]);
        }
      } finally {
        await sql.end();
      }
    }));
}

Deno.test("every transaction goes through here: the driver's own begin is called nowhere else", async () => {
  const callers: string[] = [];
  const look = async (folder: string): Promise<void> => {
    for await (
      const { name, isDirectory } of Deno.readDir(new URL(`../${folder}`, import.meta.url))
    ) {
      const path = `${folder}/${name}`;
      if (isDirectory) await look(path);
      else if (name.endsWith(".ts") && !name.endsWith("_test.ts")) {
        const text = await Deno.readTextFile(new URL(`../${path}`, import.meta.url));
        if (/\b(sql|db|pool)\.begin\(/i.test(text)) callers.push(path);
      }
    }
  };
  for (const folder of ["collab", "db", "jobs", "routes", "services"]) await look(folder);
  assert.deepEqual(callers, ["db/transaction.ts"]);
});
