/**
 * One person of the replay, with the stock provider over a real socket; a process of its own. The one
 * who writes makes each operation a transaction, which the provider sends as a message of its own (it
 * batches nothing unless `flushDelay` asks it to, and the studio does not ask), and pauses while so many
 * are unacknowledged. The one who reads waits for the end.
 *
 * Prints "in", and `Done` when all is written and acknowledged, or read.
 */
import process from "node:process";
import { HocuspocusProvider } from "@hocuspocus/provider";
import * as Y from "yjs";
import { roots } from "../../collab/document/schema.ts";
import { readTrace, replay } from "./trace_file.ts";

export interface PersonTask {
  readonly url: string;
  readonly room: string;
  readonly token: string;
  readonly part: "write" | "read";
  /** Milliseconds in which the provider gathers; 0: none. */
  readonly flushDelayMs: number;
}

export interface Done {
  /** On the clock of the machine. */
  readonly beganMs: number;
  readonly endedMs: number;
  /** Processor time of this person. */
  readonly cpuSeconds: number;
}

/** In messages, or in operations where the provider gathers: more than are on their way at any time. */
const UNACKNOWLEDGED = 5000;
const OPERATIONS_AT_ONCE = 500;

const task: PersonTask = JSON.parse(Deno.args[0]!);
const trace = (await readTrace())!;
const doc = new Y.Doc();
const { lyrics } = roots(doc);
const synced = Promise.withResolvers<void>();
let onAcknowledged = () => {};
const provider = new HocuspocusProvider({
  url: task.url,
  name: task.room,
  token: task.token,
  document: doc,
  flushDelay: task.flushDelayMs || false,
  onSynced: () => synced.resolve(),
  onUnsyncedChanges: () => onAcknowledged(),
  onClose: ({ event }) => {
    throw new Error(`a socket was closed: ${event.code} ${event.reason}`);
  },
});
const print = (value: unknown) =>
  Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify(value)}\n`));
const now = () => performance.timeOrigin + performance.now();

await synced.promise;
print("in");
const beganMs = now();
const cpuBefore = process.cpuUsage();
if (task.part === "write") await write();
else await read();
const { user, system } = process.cpuUsage(cpuBefore);
const done: Done = { beganMs, endedMs: now(), cpuSeconds: (user + system) / 1e6 };
if (lyrics.toString() !== trace.endContent) throw new Error("the end is not the trace's");
print(done);
Deno.exit(0);

async function write(): Promise<void> {
  for (const [index, operation] of trace.txns.entries()) {
    replay(lyrics, operation);
    if (index % OPERATIONS_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
    if (provider.unsyncedChanges > UNACKNOWLEDGED) await acknowledgedTo(UNACKNOWLEDGED / 2);
  }
  await acknowledgedTo(0);
}

function acknowledgedTo(count: number): Promise<void> {
  return new Promise((resolve) => {
    onAcknowledged = () => {
      if (provider.unsyncedChanges <= count) resolve();
    };
    onAcknowledged();
  });
}

function read(): Promise<void> {
  return new Promise((resolve) => {
    doc.on("update", () => {
      if (lyrics.length !== trace.endContent.length) return;
      if (lyrics.toString() === trace.endContent) resolve();
    });
  });
}
