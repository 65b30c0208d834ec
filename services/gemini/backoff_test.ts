import assert from "node:assert/strict";
import fc from "fast-check";
import { PATIENCE, waitBefore } from "./backoff.ts";

Deno.test("waits grow, never undercut what was asked, never outlast the question, and end", () => {
  const asked = fc.record({
    attempt: fc.integer({ min: 1, max: 6 }),
    askedMs: fc.integer({ min: 0, max: 20_000 }),
    leftMs: fc.integer({ min: -100, max: 60_000 }),
    draw: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(fc.property(asked, (ask) => {
    const wait = waitBefore(ask);
    if (ask.attempt >= PATIENCE.attempts) return wait === undefined;
    if (wait === undefined) return ask.askedMs > 5000 || ask.leftMs < PATIENCE.longestWaitMs;
    return wait >= ask.askedMs && wait <= PATIENCE.longestWaitMs && wait <= ask.leftMs &&
      wait >= PATIENCE.firstWaitMs * 2 ** (ask.attempt - 1) / 2;
  }));
  const plain = (attempt: number, draw: number) => waitBefore({ attempt, leftMs: 60_000, draw });
  assert.deepEqual([plain(1, 0), plain(1, 1), plain(2, 0), plain(2, 1), plain(3, 0)], [
    250,
    500,
    500,
    1000,
    undefined,
  ]);
});
