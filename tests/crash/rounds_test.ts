import assert from "node:assert/strict";
import { crashRounds } from "./rounds.ts";

Deno.test("ten rounds of kill -9 under socket, REST and job writes lose nothing acknowledged", async () => {
  const seed = Math.floor(Math.random() * 1e9);
  const figures = await crashRounds({ rounds: 10, seed });
  assert.ok(figures.acknowledgedUpdates > 100, `seed ${seed}: ${JSON.stringify(figures)}`);
  assert.ok(figures.answeredRequests > 20, `seed ${seed}: ${JSON.stringify(figures)}`);
});
