import { startCluster } from "./cluster.ts";
import { gather, play } from "./play.ts";

/** Seeds that have failed once on two processes. They stay. */
const PINNED = [7, 30];

Deno.test("four people behind bad lines, REST, a job and restarts: everybody has the same, and nothing acknowledged is lost", async () => {
  await playOn({ processes: 1, seeds: 8, pinned: [] });
});

Deno.test("the same on two processes, with a Redis that comes and goes", async () => {
  await playOn({ processes: 2, seeds: 3, pinned: PINNED });
});

async function playOn({ processes, seeds, pinned }: {
  readonly processes: number;
  readonly seeds: number;
  readonly pinned: readonly number[];
}): Promise<void> {
  const cluster = await startCluster({ processes });
  try {
    const cast = await gather(cluster);
    const from = Math.floor(Math.random() * 1e9);
    const fresh = Array.from({ length: seeds }, (_, n) => from + n);
    for (const seed of [...pinned, ...fresh]) await play(cluster, cast, seed);
  } finally {
    await cluster.close();
  }
}
