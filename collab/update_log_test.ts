import { expect } from "expect";
import * as Y from "yjs";
import { insertProject } from "../db/projects.ts";
import { insertUser } from "../db/users.ts";
import type { Sql } from "../db/client.ts";
import { uuidv7 } from "../services/ids.ts";
import { silentLog } from "../services/log.ts";
import { withDatabase } from "../tests/fixtures/database.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import { createUpdateLog, NotSaved } from "./update_log.ts";

const PAYLOAD = Uint8Array.from([0, 0]);

Deno.test("R4 updates of many rooms that arrive together share a commit", async () => {
  await withDatabase(async (sql) => {
    const projects = [await project(sql), await project(sql)];
    const updates = createUpdateLog({ sql, log: silentLog, limits: DEFAULT_LIMITS });
    const appends = Array.from({ length: 100 }, (_, i) => updates.append(row(projects[i % 2]!)));
    await Promise.all(appends);
    await updates.idle();
    const [counted] = await sql<{ rows: number; commits: number }[]>`
      select count(*) as rows, count(distinct xmin::text) as commits from doc_updates`;
    expect(counted!.rows).toBe(100);
    expect(counted!.commits).toBeLessThan(10);
  });
});

Deno.test("R4 what one source sends before a commit is one row that says the same", async () => {
  await withDatabase(async (sql) => {
    const id = await project(sql);
    const updates = createUpdateLog({ sql, log: silentLog, limits: DEFAULT_LIMITS });
    const sent: Uint8Array[] = [];
    const doc = new Y.Doc();
    doc.on("update", (update: Uint8Array) => sent.push(update));
    for (let i = 0; i < 100; i++) doc.getText("lyrics").insert(i >> 1, String(i % 10));
    const source = {};
    await updates.append(row(id), {}); // another's, and its commit is under way when the rest comes
    const saved = sent.map((payload) => updates.append({ ...row(id), payload }, source));
    const committed = (await Promise.all([...new Set(saved)])).flat();
    const rows = await sql<{ payload: Uint8Array }[]>`
      select payload from doc_updates where project_id = ${id} and octet_length(payload) > 2
      order by seq`;
    expect(rows.map(({ payload }) => payload)).toEqual(committed);
    expect(rows.length).toBeLessThan(5);
    const other = new Y.Doc();
    for (const { payload } of rows) Y.applyUpdate(other, payload);
    expect(Y.encodeStateAsUpdate(other)).toEqual(Y.encodeStateAsUpdate(doc));
    await updates.idle();
  });
});

Deno.test("R4 rows of a project that is gone do not fail the rows they share a commit with", async () => {
  await withDatabase(async (sql) => {
    const there = await project(sql);
    const updates = createUpdateLog({ sql, log: silentLog, limits: DEFAULT_LIMITS });
    await updates.append(row(there));
    const results = await Promise.allSettled(
      [there, uuidv7(), there, uuidv7()].map((id) => updates.append(row(id))),
    );
    expect(results.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
      "rejected",
    ]);
    const refused = results.filter((result) => result.status === "rejected");
    for (const { reason } of refused) expect(reason).toBeInstanceOf(NotSaved);
  });
});

Deno.test("R4 more than may wait to be saved is refused at once", async () => {
  await withDatabase(async (sql) => {
    const id = await project(sql);
    const limits = { ...DEFAULT_LIMITS, unsavedBytes: 3 };
    const updates = createUpdateLog({ sql, log: silentLog, limits });
    const first = updates.append(row(id));
    await expect(updates.append(row(id))).rejects.toBeInstanceOf(NotSaved);
    await first;
    await updates.append(row(id));
  });
});

function row(project_id: string) {
  return { project_id, payload: PAYLOAD, actor_id: null, origin: "server" };
}

async function project(sql: Sql): Promise<string> {
  const owner_id = uuidv7();
  const email = `${owner_id}@example.org`;
  await insertUser(sql, { id: owner_id, email, username: owner_id, password_hash: "-", color: 0 });
  const id = uuidv7();
  const title = "First light";
  await insertProject(sql, { id, owner_id, title, description: null, is_public: false });
  return id;
}
