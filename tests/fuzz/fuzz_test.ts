import { startCluster } from "./cluster.ts";
import { gather, play } from "./play.ts";

/** Seeds that have failed once. They stay. */
const PINNED: readonly number[] = [];

Deno.test("four people behind bad lines, REST, a job and restarts: everybody has the same, and nothing acknowledged is lost", async () => {
  await playOn({ processes: 1, seeds: 8 });
});

Deno.test("the same on two processes, with a Redis that comes and goes", async () => {
  await playOn({ processes: 2, seeds: 4 });
});

async function playOn({ processes, seeds }: { processes: number; seeds: number }): Promise<void> {
  const cluster = await startCluster({ processes });
  try {
    const cast = await gather(cluster);
    const from = Math.floor(Math.random() * 1e9);
    const fresh = Array.from({ length: seeds }, (_, n) => from + n);
    for (const seed of [...PINNED, ...fresh]) await play(cluster, cast, seed);
  } finally {
    await cluster.close();
  }
}
