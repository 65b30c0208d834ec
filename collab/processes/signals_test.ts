import { expect } from "expect";
import { connect } from "../../db/client.ts";
import { createLog } from "../../services/log.ts";
import { startTestDatabase } from "../../tests/fixtures/database.ts";
import { startGate } from "../../tests/fixtures/gate.ts";
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
