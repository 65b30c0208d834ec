/**
 * Writers in one room, at a steady rate whatever the server does, each counting what arrives of all the
 * others' updates and how late. Every update carries the time it was due; answers are read by looking
 * for these marks in the bytes, which costs the same whatever the server merges.
 *
 * A process of its own: url, room, token, writers, updates a second, seconds to warm up, seconds to
 * measure. Prints "measuring" when it begins to, and one JSON line in the end.
 */
import * as Y from "yjs";

const [url, room, token, ...numbers] = Deno.args as [string, string, string, ...string[]];
const [writers, perSecond, warmSeconds, seconds] = numbers.map(Number) as [
  number,
  number,
  number,
  number,
];
const MARK = "~due"; // its last three letters tell it from a number that happens to be 126
const MARK_BYTE = 126;
const DIGITS = 14;
const FILLING = "a stroke of this many bytes or so".repeat(2);
const encoder = new TextEncoder();
const print = (line: string) => Deno.stdout.writeSync(encoder.encode(`${line}\n`));

const latencies = new Float32Array(writers * writers * perSecond * (seconds + 2));
let [delivered, sent, acknowledged, frames] = [0, 0, 0, 0];
const [AUTH, SYNC, ACKNOWLEDGEMENT] = [2, 0, 8];
const name = encoder.encode(room);

let [measureFrom, measureTo] = [Infinity, Infinity];
await Promise.all(Array.from({ length: writers }, (_, index) => enter(index)));
measureFrom = performance.now() + warmSeconds * 1000;
measureTo = measureFrom + seconds * 1000;
setTimeout(() => print("measuring"), warmSeconds * 1000);
setTimeout(() => {
  const sorted = latencies.subarray(0, delivered).sort();
  const at = (share: number) => sorted[Math.floor(share * (delivered - 1))] ?? NaN;
  print(JSON.stringify({
    ...{ sent, delivered, acknowledged, frames },
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    maxMs: at(1),
  }));
  Deno.exit(0);
}, (warmSeconds + seconds) * 1000 + 500);

async function enter(index: number): Promise<void> {
  const socket = new WebSocket(url);
  socket.binaryType = "arraybuffer";
  await new Promise((resolve, reject) => [socket.onopen, socket.onerror] = [resolve, reject]);
  const synced = Promise.withResolvers<void>();
  socket.onmessage = ({ data }) => receive(new Uint8Array(data), synced.resolve);
  socket.onclose = ({ code, reason }) => {
    print(`a socket was closed: ${code} ${reason}`);
    Deno.exit(1);
  };
  socket.send(message(AUTH, [0, ...bytes(encoder.encode(token))]));
  socket.send(message(SYNC, [0, ...bytes(Uint8Array.of(0))]));
  await synced.promise;
  write(socket, index);
}

function write(socket: WebSocket, index: number): void {
  const doc = new Y.Doc();
  const shapes = doc.getMap(`writer ${index}`);
  let dueMs = performance.now() + (index / writers) * (1000 / perSecond);
  doc.on("update", (update: Uint8Array) => {
    socket.send(message(SYNC, [2, ...bytes(update)]));
    if (isMeasured(dueMs)) sent++;
  });
  let count = 0;
  const step = () => {
    const now = performance.now();
    while (dueMs <= now) {
      shapes.set(`${count++ % 20}`, `${MARK}${dueMs.toFixed(3).padStart(DIGITS, "0")}${FILLING}`);
      dueMs += 1000 / perSecond;
    }
    setTimeout(step, Math.max(0, dueMs - performance.now()));
  };
  setTimeout(step, Math.max(0, dueMs - performance.now()));
}

function receive(frame: Uint8Array, synced: () => void): void {
  const kind = frame[1 + name.length]!;
  const now = performance.now();
  if (kind === ACKNOWLEDGEMENT) return void (acknowledged += Number(isMeasured(now)));
  if (kind !== SYNC && kind !== SYNC + 4) return;
  if (frame[2 + name.length] === 1) return synced();
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

function message(kind: number, rest: readonly number[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...bytes(name), kind, ...rest]);
}

function bytes(value: Uint8Array): number[] {
  const length: number[] = [];
  let left = value.length;
  for (; left > 127; left >>= 7) length.push(128 | (left & 127));
  return [...length, left, ...value];
}
