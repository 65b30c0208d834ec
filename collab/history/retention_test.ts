import assert from "node:assert/strict";
import { superfluous } from "./retention.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
const HOUR = 1;
const DAY = 24;

function agedHours(...ages: readonly number[]) {
  return ages.map((age) => ({
    id: `${age}`,
    created_at: new Date(NOW.getTime() - age * 3_600_000),
  }));
}

Deno.test("R28 of two hours all stay, then the last of each hour, day and week", () => {
  assert.deepEqual(superfluous(agedHours(0.1, 0.2, 0.3, 1, 1.5, 1.99), NOW), []);
  assert.deepEqual(superfluous(agedHours(3.1, 3.2, 3.9, 5), NOW), ["3.9", "3.2"]);
  assert.deepEqual(superfluous(agedHours(2 * DAY, 2 * DAY + HOUR, 3 * DAY), NOW), ["49"]);
  const months = agedHours(40 * DAY, 41 * DAY, 60 * DAY);
  assert.deepEqual(superfluous(months, NOW), ["984"]);
  assert.deepEqual(superfluous([], NOW), []);
});

Deno.test("R28 thinned again and again for a year, a version a quarter of an hour leaves less than 120", () => {
  let kept: readonly { id: string; created_at: Date }[] = [];
  const start = NOW.getTime();
  for (let quarter = 0; quarter < 365 * 24 * 4; quarter += 4) {
    const now = new Date(start + quarter * 900_000);
    const fresh = [0, 1, 2, 3].map((n) => ({
      id: `${quarter + n}`,
      created_at: new Date(now.getTime() - (3 - n) * 900_000),
    }));
    const all = [...kept, ...fresh];
    const going = new Set(superfluous(all, now));
    kept = all.filter(({ id }) => !going.has(id));
  }
  assert.ok(kept.length > 90 && kept.length < 120, `${kept.length}`);
});
