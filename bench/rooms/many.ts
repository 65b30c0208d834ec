/**
 * 500 rooms with three people each, one of whom writes every two seconds: how late an update arrives, and
 * whether any is lost.
 */
import { judge } from "../say.ts";
import { type Crowd, measure, type Measured, middle } from "./crowd.ts";
import { startOurServer, startStockServer } from "./server.ts";
import type { Setting } from "./setting.ts";

const ROOMS = 500;
const CROWD: Crowd = { writers: 1, readers: 2, perSecond: 0.5, warmSeconds: 4, seconds: 12 };
const ROUNDS = 3;
const P99_BAR_MS = 5;

export async function run(setting: Setting): Promise<void> {
  const stock = await setting.stock();
  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const server = await startOurServer(setting, ROOMS);
    ours.push(await measure(server, CROWD, setting.postmaster).finally(server.kill));
    if (stock === null) continue;
    const peer = await startStockServer(stock, ROOMS);
    theirs.push(await measure(peer, CROWD, null).finally(peer.kill));
  }
  const drops = ours.reduce((sum, { expected, delivered }) => sum + expected - delivered, 0);
  judge("drops", String(drops), "0", drops === 0);
  if (stock === null) return;
  const moreMs = middle(ours, (one) => one.p99Ms) - middle(theirs, (one) => one.p99Ms);
  judge(
    "p99",
    `stock + ${moreMs.toFixed(1)} ms`,
    `≤ stock + ${P99_BAR_MS} ms`,
    moreMs <= P99_BAR_MS,
  );
}
