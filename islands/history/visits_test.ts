import { expect } from "expect";
import { AWAY_MS, awaySince } from "./visits.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
const ago = (ms: number) => new Date(NOW.getTime() - ms);

Deno.test("a first visit, and coming straight back, are no absence", () => {
  expect(awaySince(null, NOW)).toBe(null);
  expect(awaySince(ago(AWAY_MS - 1), NOW)).toBe(null);
  expect(awaySince(ago(-5000), NOW)).toBe(null);
});

Deno.test("after a while, news are told from where the last visit ended", () => {
  expect(awaySince(ago(AWAY_MS), NOW)).toEqual(ago(AWAY_MS));
});
