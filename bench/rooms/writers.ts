/**
 * People in rooms: writers at a steady rate whatever the server does, and readers, each counting what
 * arrives of all the writers' updates and how late. Every update carries the time it was due, so that a
 * server that holds up its writers does not hide it; answers are read by looking for these marks in the
 * bytes, which costs the same whatever the server merges.
 *
 * A process of its own, which takes `WritersTask` as JSON. Prints "measuring" when it begins to, and
 * `Written` in the end.
 */
import * as Y from "yjs";
import { enter, KIND, paced, type Place, updateMessage } from "./door.ts";

export interface WritersTask {
  readonly url: string;
  readonly token: string;
  readonly rooms: readonly string[];
  /** In each room. */
  readonly writers: number;
  readonly readers: number;
  /** Updates of each writer. */
  readonly perSecond: number;
  readonly warmSeconds: number;
  readonly seconds: number;
}

export interface Written {
  readonly sent: number;
  readonly delivered: number;
  readonly acknowledged: number;
  /** Messages that the deliveries came in. */
  readonly frames: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

const MARK = "~due"; // its last three letters tell it from a number that happens to be 126
const MARK_BYTE = 126;
const DIGITS = 14;
const FILLING = "a stroke of this many bytes or so".repeat(2);
const ENTERING_AT_ONCE = 25;
const LATE_MS = 2000;

const task: WritersTask = JSON.parse(Deno.args[0]!);
const perRoom = task.writers + task.readers;
const writers = task.rooms.length * task.writers;
const latencies = new Float32Array(
  Math.ceil(writers * perRoom * task.perSecond * (task.seconds + 2)),
);
let [delivered, sent, acknowledged, frames] = [0, 0, 0, 0];
let [measureFrom, measureTo] = [Infinity, Infinity];
const print = (value: unknown) =>
  Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify(value)}\n`));

const places: Place[] = [];
const people = task.rooms.flatMap((room) =>
  Array.from({ length: perRoom }, (_, index) => ({ room, isWriter: index < task.writers }))
);
await paced(people, ENTERING_AT_ONCE, async ({ room, isWriter }) => {
  const nameLength = new TextEncoder().encode(room).length;
  const place = await enter(task.url, room, task.token, (frame) => receive(frame, nameLength));
  place.socket.onclose = ({ code, reason }) => {
    print(`a socket was closed: ${code} ${reason}`);
    Deno.exit(1);
  };
  if (isWriter) places.push(place);
});
const periodMs = 1000 / task.perSecond;
for (const [index, place] of places.entries()) write(place, index, phaseOf(index) * periodMs);
measureFrom = performance.now() + task.warmSeconds * 1000;
measureTo = measureFrom + task.seconds * 1000;
setTimeout(() => print("measuring"), task.warmSeconds * 1000);
setTimeout(() => {
  const sorted = latencies.subarray(0, delivered).sort();
  const at = (share: number) => sorted[Math.floor(share * (delivered - 1))] ?? NaN;
  const written: Written = {
    ...{ sent, delivered, acknowledged, frames },
    ...{ p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) },
  };
  print(written);
  Deno.exit(0);
}, (task.warmSeconds + task.seconds) * 1000 + LATE_MS);

function write({ socket, name }: Place, index: number, phaseMs: number): void {
  const doc = new Y.Doc();
  const shapes = doc.getMap(`writer ${index}`);
  let dueMs = performance.now() + phaseMs;
  doc.on("update", (update: Uint8Array) => {
    socket.send(updateMessage(name, update));
    if (isMeasured(dueMs)) sent++;
  });
  let count = 0;
  const step = () => {
    const now = performance.now();
    while (dueMs <= now) {
      shapes.set(`${count++ % 20}`, `${MARK}${dueMs.toFixed(3).padStart(DIGITS, "0")}${FILLING}`);
      dueMs += periodMs;
    }
    setTimeout(step, Math.max(0, dueMs - performance.now()));
  };
  setTimeout(step, Math.max(0, dueMs - performance.now()));
}

function receive(frame: Uint8Array, nameLength: number): void {
  const kind = frame[1 + nameLength]!;
  const now = performance.now();
  if (kind === KIND.acknowledgement) return void (acknowledged += Number(isMeasured(now)));
  if (kind !== KIND.sync && kind !== KIND.syncReply) return;
  frames += Number(isMeasured(now));
  for (let at = frame.indexOf(MARK_BYTE); at >= 0; at = frame.indexOf(MARK_BYTE, at + 1)) {
    if (frame[at + 1] !== 100 || frame[at + 2] !== 117 || frame[at + 3] !== 101) continue;
    let dueMs = 0;
    let scale = 1e9;
    for (let i = at + 4; i < at + 4 + DIGITS; i++) {
      if (frame[i] === 46) continue; // the point
      dueMs += (frame[i]! - 48) * scale;
      scale /= 10;
    }
    if (isMeasured(dueMs)) latencies[delivered++] = now - dueMs;
  }
}

function isMeasured(ms: number): boolean {
  return ms >= measureFrom && ms < measureTo;
}

/** Where in its period a writer writes, 0 … 1: scattered as people are, the same in every run. */
function phaseOf(index: number): number {
  return (Math.imul(index + 1, 0x9e3779b1) >>> 0) / 2 ** 32 * 7919 % 1;
}
