/**
 * One room of 50 writers who each make 20 updates a second: how many updates arrive for each second of
 * processor time that the server takes, and how late. Ours commits every update to PostgreSQL before it
 * passes it on, and its database's time counts; stock Hocuspocus acknowledges from memory.
 */
import { judge } from "../say.ts";
import { type Crowd, measure, type Measured, middle, perCpuSecond } from "./crowd.ts";
import { startOurServer, startStockServer } from "./server.ts";
import type { Setting } from "./setting.ts";

const CROWD: Crowd = { writers: 50, readers: 0, perSecond: 20, warmSeconds: 3, seconds: 10 };
const ROUNDS = 3;
const CPU_BAR = 1;
const P99_BAR = 1.5;
const P99_BAR_MS = 50;

export async function run(setting: Setting): Promise<void> {
  const stock = await setting.stock();
  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const server = await startOurServer(setting, 1);
    ours.push(await measure(server, CROWD, setting.postmaster).finally(server.kill));
    if (stock === null) continue;
    const peer = await startStockServer(stock, 1);
    theirs.push(await measure(peer, CROWD, null).finally(peer.kill));
  }
  if (stock === null) return;
  const each = middle(ours, perCpuSecond) / middle(theirs, perCpuSecond);
  judge(
    "deliveries per CPU-second",
    `${each.toFixed(2)} × stock`,
    `≥ ${CPU_BAR} ×`,
    each >= CPU_BAR,
  );
  const p99Ms = middle(ours, (one) => one.p99Ms);
  const times = p99Ms / middle(theirs, (one) => one.p99Ms);
  judge(
    "p99",
    `${times.toFixed(2)} × stock, ${p99Ms.toFixed(1)} ms`,
    `≤ ${P99_BAR} ×, ≤ ${P99_BAR_MS} ms`,
    times <= P99_BAR && p99Ms <= P99_BAR_MS,
  );
}
