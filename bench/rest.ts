/**
 * GET of a project by somebody who is signed in, over 50 connections: the product as `deno task start`
 * runs it (only the limit on requests is off), against a bare Hono route that makes one query and sends
 * its row. Both have a process of their own, the same database and the same rows; they take turns.
 */
import { loadavg } from "node:os";
import { startEmbedded } from "../db/embedded.ts";
import { silentLog } from "../services/log.ts";
import { judge, mean, say } from "./say.ts";
import { makeProject } from "./rest/project.ts";
import { type Answers, ask } from "./rest/requests.ts";
import { startPeer, startProduct } from "./rest/servers.ts";

const CONNECTIONS = 50;
const WARM_SECONDS = 3;
const SECONDS = 5;
const ROUNDS = 3;
const BAR = 0.5;

export async function run(): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "bench-rest-", dir: "/tmp" });
  await Deno.chmod(folder, 0o755);
  const database = await startEmbedded(folder, silentLog);
  try {
    say(`load of the machine: ${loadavg()[0]!.toFixed(1)}`);
    const product = await startProduct(folder, database.url);
    const peer = await startPeer(database.url);
    try {
      await compare(product.url, peer.url);
    } finally {
      await Promise.all([product.stop(), peer.stop()]);
    }
  } finally {
    await database.stop();
    await Deno.remove(folder, { recursive: true });
  }
}

async function compare(product: string, peer: string): Promise<void> {
  const { id, token } = await makeProject(product);
  const targets = {
    ours: { url: new URL(`/api/v1/projects/${id}`, product), token },
    bare: { url: new URL(`/projects/${id}`, peer), token },
  };
  const found: Record<keyof typeof targets, Answers[]> = { ours: [], bare: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of ["ours", "bare"] as const) {
      const seconds = round === 0 ? WARM_SECONDS : 0;
      if (seconds > 0) await ask(targets[name], CONNECTIONS, seconds);
      const answers = await ask(targets[name], CONNECTIONS, SECONDS);
      found[name].push(answers);
      const { perSecond, p50Ms, p99Ms } = answers;
      say(
        `${name.padEnd(6)} ${perSecond.toFixed(0)} requests/s` +
          `  p50 ${p50Ms.toFixed(1)} p99 ${p99Ms.toFixed(1)} ms`,
      );
    }
  }
  const times = mean(found.ours, (one) => one.perSecond) / mean(found.bare, (one) => one.perSecond);
  judge("requests per second", `${times.toFixed(2)} × bare`, `≥ ${BAR} ×`, times >= BAR);
}
