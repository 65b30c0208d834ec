/**
 * `deno task test:fuzz`: plays from many seeds. `FUZZ_SEEDS` (100) says how many, `FUZZ_FROM` the first,
 * `FUZZ_PROCESSES` (1) how many processes share the rooms.
 */
import { startCluster } from "./cluster.ts";
import { gather, play } from "./play.ts";

const print = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
const whole = (name: string, otherwise: number) => {
  const given = Deno.env.get(name) ?? String(otherwise);
  if (/^\d+$/.test(given)) return Number(given);
  print(`${name}=${given} is not a whole number`);
  Deno.exit(1);
};

const seeds = whole("FUZZ_SEEDS", 100);
const from = whole("FUZZ_FROM", 1);
const processes = whole("FUZZ_PROCESSES", 1);
const began = performance.now();
const cluster = await startCluster({ processes });
let failures = 0;
const totals = { acknowledged: 0, reconnections: 0, SIGTERM: 0, SIGKILL: 0 };
try {
  const cast = await gather(cluster);
  for (let seed = from; seed < from + seeds; seed++) {
    try {
      const { acknowledged, reconnections, restarted } = await play(cluster, cast, seed);
      totals.acknowledged += acknowledged;
      totals.reconnections += reconnections;
      if (restarted) totals[restarted]++;
      if ((seed - from + 1) % 10 === 0) print(`${seed - from + 1} of ${seeds} seeds`);
    } catch (error) {
      failures++;
      print(`failed: ${error instanceof Error ? error.message : error}`);
    }
  }
} finally {
  await cluster.close();
}
print(`seeds ${from} to ${from + seeds - 1}, ${processes} process(es): ${failures} failed`);
print(`acknowledged updates  ${totals.acknowledged}`);
print(`reconnections         ${totals.reconnections}`);
print(`restarts              ${totals.SIGTERM} by SIGTERM, ${totals.SIGKILL} by kill -9`);
print(`took                  ${Math.round((performance.now() - began) / 1000)} s`);
Deno.exit(failures === 0 ? 0 : 1);
