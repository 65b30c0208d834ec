import { startCluster } from "./cluster.ts";
import { gather, play } from "./play.ts";

/** Seeds that have failed once. They stay. */
const PINNED: readonly number[] = [];
const SEEDS = 8;

Deno.test("four people behind bad lines, REST, a job and restarts: everybody has the same, and nothing acknowledged is lost", async () => {
  const cluster = await startCluster({ processes: 1 });
  try {
    const cast = await gather(cluster);
    const from = Math.floor(Math.random() * 1e9);
    const fresh = Array.from({ length: SEEDS }, (_, n) => from + n);
    for (const seed of [...PINNED, ...fresh]) await play(cluster, cast, seed);
  } finally {
    await cluster.close();
  }
});
