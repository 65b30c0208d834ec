import { expect } from "expect";
import { connect, type Sql } from "../../db/client.ts";
import { createLog } from "../../services/log.ts";
import { startTestDatabase } from "../../tests/fixtures/database.ts";
import { startGate } from "../../tests/fixtures/gate.ts";
import { withStudio } from "../../tests/fixtures/studio.ts";
import { until } from "../../tests/fixtures/until.ts";
import { type Signal, Signals } from "./signals.ts";

Deno.test("R36 signals reach every other process, also after the database was away for a while", async () => {
  const database = await startTestDatabase();
  const gate = startGate(database.url);
  const speaking = connect(database.url, { max: 2 });
  const listening = connect(gate.url, { max: 2 });
  const log = createLog("error", () => {});
  const ada = new Signals({ sql: speaking, log, self: crypto.randomUUID() });
  const bo = new Signals({ sql: listening, log, self: crypto.randomUUID() });
  const heard: Signal[] = [];
  const own: Signal[] = [];
  let gaps = 0;
  await ada.listen((signal) => own.push(signal), () => {});
  await bo.listen((signal) => heard.push(signal), () => gaps++);
  const first = { type: "roles", project: crypto.randomUUID() } as const;
  await ada.send(first);
  await until("the first", () => heard.length === 1, { withinMs: 1000 });

  await gate.shut(1500);
  await until("bo to listen again", () => gaps === 1);
  const second = {
    type: "close session",
    session: crypto.randomUUID(),
    reason: "signed out",
  } as const;
  await ada.send(second);
  await until("the second", () => heard.length === 2, { withinMs: 1000 });
  await speaking.notify("rooms", "{}");
  await ada.send(first);
  await until("the third, and not what is none", () => heard.length === 3, { withinMs: 1000 });
  expect(heard).toEqual([first, second, first]);
  expect(own).toEqual([]);

  await ada.close();
  await bo.close();
  await speaking.end();
  await listening.end();
  await gate.close();
  await database.stop();
});

Deno.test("R36 a process that cannot listen at first tries again until it is heard what was said", async () => {
  const database = await startTestDatabase();
  const gate = startGate(database.url);
  const speaking = connect(database.url, { max: 2 });
  const listening = connect(gate.url, { max: 2 });
  const lines: string[] = [];
  const log = createLog("error", (line) => lines.push(line));
  const ada = new Signals({ sql: speaking, log, self: crypto.randomUUID() });
  const bo = new Signals({ sql: listening, log, self: crypto.randomUUID() });
  const heard: Signal[] = [];
  let gaps = 0;
  const again = gate.shut(700);
  const begun = bo.listen((signal) => heard.push(signal), () => gaps++);
  await until("a failure that is told", () => lines.length > 0);
  expect(bo.areHeard).toBe(false);
  await again;
  await begun;
  expect([bo.areHeard, gaps]).toEqual([true, 1]);
  const signal = { type: "roles", project: crypto.randomUUID() } as const;
  await ada.send(signal);
  await until("the signal", () => heard.length > 0, { withinMs: 1000 });
  await ada.send(signal);
  await until("each once", () => heard.length === 2, { withinMs: 1000 });

  const never = new Signals({ sql: listening, log, self: crypto.randomUUID() });
  const shut = gate.shut(300);
  const listens = never.listen(() => {}, () => {});
  await never.close();
  await listens; // closing does not wait for a database that is away
  await shut;
  await ada.close();
  await bo.close();
  await speaking.end();
  await listening.end();
  await gate.close();
  await database.stop();
});

Deno.test("R36 whoever changes who may do what, the database says so, once it is so", async () => {
  await withStudio(async (studio) => {
    const { sql } = studio;
    const [ada, bo] = [await studio.person("ada"), await studio.person("bo")];
    const project = await studio.project(ada);
    const log = createLog("error", () => {});
    const signals = new Signals({ sql, log, self: crypto.randomUUID() });
    const heard: Signal[] = [];
    await signals.listen((signal) => heard.push(signal), () => {});
    const roles = { type: "roles", project } as const;
    const deeds: readonly (readonly [what: string, change: string, says: Signal])[] = [
      ["a member comes", `insert into members values ('${project}', '${bo.id}', 'editor')`, roles],
      ["a role changes", `update members set role = 'viewer'`, roles],
      ["a member goes", `delete from members`, roles],
      ["it is public", `update projects set is_public = true`, roles],
      ["it is deleted", `update projects set deleted_at = now()`, roles],
      ["a session ends", `update sessions set ended_at = now() where id = '${bo.sessionId}'`, {
        type: "close session",
        session: bo.sessionId,
        reason: "signed out",
      }],
      ["a token is revoked", `update api_tokens set revoked_at = now()`, {
        type: "close session",
        session: await apiToken(sql, ada.id),
        reason: "token revoked",
      }],
    ];
    for (const [what, change, says] of deeds) {
      heard.length = 0;
      await sql.begin(async (tx) => {
        await tx.unsafe(change);
        await sql.notify("rooms", "{}"); // what is said meanwhile overtakes it
        expect(heard).toEqual([]);
      });
      await until(what, () => heard.length === 1, { withinMs: 1000 });
      expect(heard).toEqual([says]);
    }
    heard.length = 0;
    await sql`update projects set title = 'Second light'`;
    await sql`update sessions set last_used_at = now()`;
    await sql`update projects set is_public = false`;
    await until("the last", () => heard.length > 0, { withinMs: 1000 });
    expect(heard).toEqual([roles]); // what changes nobody's access is not told
    await signals.close();
  });
});

async function apiToken(sql: Sql, userId: string): Promise<string> {
  const id = crypto.randomUUID();
  await sql`insert into api_tokens (id, user_id, name, scope, token_hash)
    values (${id}, ${userId}, 'test', 'write', ${new Uint8Array(32)})`;
  return id;
}
