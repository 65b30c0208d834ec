import { expect } from "expect";
import { until } from "../tests/fixtures/until.ts";
import { PresenceGuard } from "./presence_guard.ts";

const LIMITS = { presenceBytes: 2048, presencePerSecond: 30 };

Deno.test("R22 one connection speaks for few client ids, each owned until it leaves", () => {
  const guard = new PresenceGuard(LIMITS, { now: () => 0 });
  const [ada, eve] = [source("ada"), source("eve")];
  const many = states([1, 2, 3, 4, 5, 6]);
  guard.stamp(ada, many);
  expect([...many.keys()]).toEqual([1, 2, 3, 4]);
  const stolen = states([1]);
  guard.stamp(eve, stolen);
  expect(stolen.size).toBe(0);
  guard.forget(ada);
  const free = states([1]);
  guard.stamp(eve, free);
  expect(free.get(1)).toEqual({ tool: "pen", user: eve.user });
});

Deno.test("R22 the same person may take over the client id of an earlier connection", () => {
  const guard = new PresenceGuard(LIMITS, { now: () => 0 });
  guard.stamp(source("ada"), states([1]));
  const again = states([1]);
  guard.stamp(source("ada"), again);
  expect(again.size).toBe(1);
});

Deno.test("R22 a client id that a person on another process uses is theirs", () => {
  const elsewhere = new Map([[1, { user: { id: "ada", name: "ada", color: 1 } }]]);
  const guard = new PresenceGuard(LIMITS, { now: () => 0, present: elsewhere });
  const stolen = states([1, 2]);
  guard.stamp(source("eve"), stolen);
  expect([...stolen.keys()]).toEqual([2]);
  const moved = states([1]);
  guard.stamp(source("ada"), moved);
  expect(moved.size).toBe(1);
});

Deno.test("R23 thirty messages pass at once and thirty in a second; of more the newest is told when there is time", async () => {
  let now = 0;
  const late: unknown[] = [];
  const guard = new PresenceGuard(LIMITS, {
    now: () => now,
    late: (states) => late.push(...states.values()),
  });
  const ada = source("ada");
  const passes = (tool: string) => {
    const message = new Map<number, unknown>([[1, { tool }]]);
    guard.stamp(ada, message);
    return message.size === 1;
  };
  const results = Array.from({ length: 90 }, (_, n) => passes(`${n}`));
  expect(results.filter(Boolean).length).toBe(30);
  expect(results.lastIndexOf(true)).toBe(29);
  expect(late).toEqual([]);
  now = 100; // time for three
  await until("the newest", () => late.length > 0);
  expect(late).toEqual([{ tool: "89", user: ada.user }]);
  expect([passes("90"), passes("91"), passes("92")]).toEqual([true, true, false]);
  guard.forget(ada); // and with her what waits
});

function source(id: string) {
  return { user: { id, name: id, color: 1 } };
}

function states(clientIds: readonly number[]): Map<number, unknown> {
  return new Map<number, unknown>(clientIds.map((clientId) => [clientId, { tool: "pen" }]));
}
