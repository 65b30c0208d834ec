// BullMQ as its own documentation starts it: jobs one at a time, from `add` to the first line of the worker.
import { createRequire } from "node:module";

// Installed beside the copy of this file that Node runs; the product does not depend on it.
const { Queue, Worker } = createRequire(import.meta.url)("bullmq");

const [port, rounds] = process.argv.slice(2).map(Number);
const connection = { host: "127.0.0.1", port };
let began = () => {};
let ended = () => {};
const worker = new Worker("bench", () => Promise.resolve(began(performance.now())), { connection });
worker.on("completed", () => ended());
await worker.waitUntilReady();
const queue = new Queue("bench", { connection });
const waits = [];
for (let round = -5; round < rounds; round++) {
  const begun = new Promise((resolve) => began = resolve);
  const done = new Promise((resolve) => ended = resolve);
  const asked = performance.now();
  const added = queue.add("nothing", {});
  const wait = await begun - asked;
  await Promise.all([added, done]);
  if (round >= 0) waits.push(wait);
}
process.stdout.write(`${JSON.stringify(waits)}\n`);
process.exit(0);
