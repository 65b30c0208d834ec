/** Everything hostile at once, against a server of its own: it stays up, small and of use to the others. */
import assert from "node:assert/strict";
import * as Y from "yjs";
import { roots } from "../../collab/document/schema.ts";
import { view } from "../../collab/document/view.ts";
import { connect } from "../../db/client.ts";
import { stream } from "../../services/composer/random.ts";
import { startTestDatabase } from "../fixtures/database.ts";
import { signUp } from "../fixtures/client.ts";
import { removeData, startServer } from "../fixtures/server.ts";
import { bytes, frame, join, number, text } from "../fixtures/studio.ts";
import { until } from "../fixtures/until.ts";
import { openWriter } from "../fixtures/writer.ts";

const [SYNC, AWARENESS, AUTH, STATELESS, BROADCAST] = [0, 1, 2, 5, 6];
const MIB = 1024 * 1024;
/** What all of it may cost at most, while it happens. */
const MEMORY = 350 * MIB;

Deno.test("hostile sockets are closed; memory, the log and the others do not notice", async () => {
  const seed = Math.floor(Math.random() * 1e9);
  const dice = stream(seed, "hostile");
  const database = await startTestDatabase();
  const server = await startServer({ env: { DATABASE_URL: database.url } });
  const sql = connect(database.url, { max: 1 });
  const readers: Deno.Conn[] = [];
  try {
    const who = await signUp(server.url);
    const { id: room } = await who.json<{ id: string }>(201, "POST", "/projects", { title: "x" });
    const witness = openWriter(server.url, room, { token: who.token });
    const told: string[] = [];
    witness.provider.on("stateless", ({ payload }: { payload: string }) => told.push(payload));
    await until("in the room", () => witness.saved());
    const login = frame(room, AUTH, number(0), text(who.token));
    const before = residentBytes(server.pid);
    let peak = before;
    const sampling = setInterval(() => peak = Math.max(peak, residentBytes(server.pid)), 20);

    const noise = () => Uint8Array.from({ length: 1 + dice.below(4000) }, () => dice.below(256));
    const big = new Y.Doc();
    for (let n = 0; n < 3000; n++) roots(big).lyrics.insert(0, "bomb");
    const bomb = frame(room, SYNC, number(2), bytes(Y.encodeStateAsUpdateV2(big)));
    const step1 = frame(room, SYNC, number(0), bytes(number(0)));
    const claim = frame(room, SYNC, number(2), bytes(join(number(2 ** 40), number(2 ** 40))));
    const spoof = frame(
      room,
      AWARENESS,
      bytes(join(
        number(1),
        number(witness.doc.clientID),
        number(9999),
        text(JSON.stringify({ user: { id: "root", name: "the server" } })),
      )),
    );
    const attacks: readonly (readonly [what: string, times: number, messages: Uint8Array[]])[] = [
      ["random bytes", 30, [noise()]],
      ["random bytes, signed in", 30, [login, noise(), noise()]],
      ["a flood before signing in", 10, Array(400).fill(step1)],
      ["1 MiB + 1", 10, [login, new Uint8Array(MIB + 1)]],
      ["a V2 bomb", 10, [login, bomb]],
      ["counts beyond all bounds", 10, [login, claim]],
      ["a forged message of the server", 10, [login, frame(room, BROADCAST, text("{}"))]],
    ];
    for (const [what, times, messages] of attacks) {
      const codes = await Promise.all(
        Array.from({ length: times }, () => attack(server.url, messages)),
      );
      assert.ok(codes.every((code) => code !== 1000), `seed ${seed}, ${what}: ${codes}`);
    }
    await attack(server.url, [login, frame(room, STATELESS, text('{"type":"job.done"}')), spoof], {
      leaves: true,
    });

    for (let n = 0; n < 3; n++) readers.push(await neverReads(server.url, login));
    const typed = noiseText(400_000);
    for (let n = 0; n < 40; n++) {
      witness.doc.transact(() => {
        const { lyrics } = roots(witness.doc);
        lyrics.delete(0, lyrics.length);
        lyrics.insert(0, `${n} ${typed}`);
      });
      await until("saved", () => witness.saved(), { everyMs: 5 });
    }
    await until("who does not read is closed", async () => await connections(server.url) === 1);
    clearInterval(sampling);

    assert.deepEqual(told, [], "a client's stateless messages reach nobody");
    const states = [...witness.provider.awareness!.getStates().values()];
    assert.ok(!JSON.stringify(states).includes("root"), "nobody speaks as somebody else");
    assert.deepEqual(witness.closes, []);
    const [row] = await sql<{ n: number; lyrics: number }[]>`
      select count(*) as n from doc_updates where project_id = ${room} and origin = 'socket'`;
    assert.ok(row!.n <= 40, `seed ${seed}: ${row!.n} rows of 40 edits`);
    assert.equal(view(witness.doc).lyrics, `39 ${typed}`);
    assert.equal(await connections(server.url), 1);
    const grown = peak - before;
    assert.ok(grown < MEMORY, `seed ${seed}: grown by ${Math.round(grown / MIB)} MiB`);
    await witness.leave();
  } finally {
    for (const reader of readers) reader.close();
    await server.stop();
    await sql.end({ timeout: 1 });
    await database.stop();
    await removeData(server.dataDir);
  }
});

/** Sends all of it and waits to be closed. @returns the close code. */
async function attack(
  server: string,
  messages: readonly Uint8Array[],
  { leaves = false } = {},
): Promise<number> {
  const socket = new WebSocket(`${server.replace("http", "ws")}/collab`);
  socket.binaryType = "arraybuffer";
  const closed = new Promise<number>((resolve) => socket.onclose = ({ code }) => resolve(code));
  await new Promise((resolve) => socket.onopen = socket.onerror = resolve);
  for (const message of messages) {
    if (socket.readyState === WebSocket.OPEN) socket.send(new Uint8Array(message));
  }
  if (leaves) socket.close();
  return await closed;
}

/** A WebSocket by hand (RFC 6455) that signs in and never reads again. */
async function neverReads(server: string, login: Uint8Array): Promise<Deno.Conn> {
  const { hostname, port, host } = new URL(server);
  const connection = await Deno.connect({ hostname, port: Number(port) });
  const handshake = [
    "GET /collab HTTP/1.1",
    `Host: ${host}`,
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version: 13",
  ].join("\r\n") + "\r\n\r\n";
  await connection.write(new TextEncoder().encode(handshake));
  await connection.read(new Uint8Array(4096));
  const length = [0x80 | 126, login.length >> 8, login.length & 255];
  await connection.write(Uint8Array.from([0x82, ...length, 0, 0, 0, 0, ...login]));
  return connection;
}

async function connections(server: string): Promise<number> {
  const answer = await (await fetch(`${server}/metrics`)).text();
  return Number(/rooms_connections (\d+)/.exec(answer)?.[1]);
}

function residentBytes(pid: number): number {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) * 1024;
}

function noiseText(length: number): string {
  const half = new Uint8Array(length / 2);
  for (let at = 0; at < half.length; at += 65_536) {
    crypto.getRandomValues(half.subarray(at, at + 65_536));
  }
  return half.toHex();
}
