/** The replay in bare Yjs: every update of one document applied to another. Prints its seconds, and those of processor time. */
import process from "node:process";
import * as Y from "yjs";
import { readTrace, replay } from "./trace_file.ts";

const trace = (await readTrace())!;
const [one, other] = [new Y.Doc(), new Y.Doc()];
one.on("update", (update: Uint8Array) => Y.applyUpdate(other, update));
const text = one.getText("lyrics");
const cpuBefore = process.cpuUsage();
const began = performance.now();
for (const operation of trace.txns) replay(text, operation);
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(cpuBefore);
if (other.getText("lyrics").toString() !== trace.endContent) throw new Error("another end");
Deno.stdout.writeSync(
  new TextEncoder().encode(`${JSON.stringify([seconds, (user + system) / 1e6])}\n`),
);
