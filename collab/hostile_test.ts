import { expect } from "expect";
import * as Y from "yjs";
import { openWriter } from "../tests/fixtures/writer.ts";
import { until } from "../tests/fixtures/until.ts";
import { roots } from "./document/schema.ts";
import { view } from "./document/view.ts";
import {
  bytes,
  frame,
  join,
  number,
  type Peer,
  type Person,
  type Studio,
  text,
  withStudio,
} from "../tests/fixtures/studio.ts";

const [SYNC, AWARENESS, AUTH, BROADCAST] = [0, 1, 2, 6];
const UPDATE = number(2);

Deno.test("R16 R17 what clients do not send closes the socket, leaves the log untouched and others alone", async () => {
  const word = new Y.Doc();
  roots(word).lyrics.insert(0, "poison");
  const v2 = Y.encodeStateAsUpdateV2(word);
  const nested = new Y.Doc();
  nested.getMap("shapes").set("s", new Y.Doc());
  let deep: unknown = 1;
  for (let depth = 0; depth < 1000; depth++) deep = [deep];
  const cave = new Y.Doc();
  cave.getMap("meta").set("title", deep);
  const update = (payload: Uint8Array) => (project: string) =>
    frame(project, SYNC, UPDATE, bytes(payload));
  const cases: readonly [string, number, (project: string) => Uint8Array | string][] = [
    ["a text message", 4400, () => "hello"],
    ["random bytes", 4400, () => crypto.getRandomValues(new Uint8Array(5000))],
    ["an update of format V2", 4400, update(v2)],
    ["bytes that are no update", 4400, update(Uint8Array.from([1, 1, 200, 3, 7, 7, 7]))],
    ["a delete set with a tail", 4400, update(Uint8Array.from([0, 0, 1]))],
    ["a document in the document", 4400, update(Y.encodeStateAsUpdate(nested))],
    ["a value nested a thousand deep", 4400, update(Y.encodeStateAsUpdate(cave))],
    ["a forged server message", 4400, (project) => frame(project, BROADCAST, text("{}"))],
    ["a kind nobody knows", 4400, (project) => frame(project, 99)],
    ["a message cut short", 4400, (project) => frame(project, SYNC, UPDATE, number(1000))],
    ["a room name of a kilobyte", 4400, () => text("x".repeat(1024))],
    ["a message over 1 MiB", 4413, update(new Uint8Array(1024 * 1024))],
    ["presence of 100 KB", 4413, (project) => frame(project, AWARENESS, new Uint8Array(100_000))],
  ];
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const witness = studio.open(project, ada);
    await until("in the room", () => witness.saved());
    for (const [what, code, message] of cases) {
      for (const authenticated of [true, false]) {
        const { socket, closed } = await studio.raw();
        if (authenticated) await enter(studio, socket, project, ada);
        send(socket, message(project));
        expect([what, (await closed).code]).toEqual([what, code]);
      }
    }
    expect(await studio.logRows(project)).toBe(1);
    roots(witness.doc).lyrics.insert(0, "la");
    await until("saved", () => witness.saved());
    expect(witness.closes).toEqual([]);
    expect(studio.rooms.stats()).toEqual({ rooms: 1, connections: 1 });
  });
});

Deno.test("R17 nothing but letters gets into the lyrics, and nothing but entries into the maps", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const witness = studio.open(project, ada);
    await until("in the room", () => witness.saved());
    roots(witness.doc).lyrics.insert(0, "la la");
    await until("saved", () => witness.saved());
    const rows = await studio.logRows(project);
    const onTop = (edit: (lyrics: Y.Text, doc: Y.Doc) => void) => {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(witness.doc));
      const before = Y.encodeStateVector(doc);
      edit(roots(doc).lyrics, doc);
      return Y.encodeStateAsUpdate(doc, before);
    };
    const alone = (edit: (doc: Y.Doc) => void) => {
      const doc = new Y.Doc();
      edit(doc);
      return Y.encodeStateAsUpdate(doc);
    };
    const cases: readonly (readonly [string, Uint8Array])[] = [
      ["an embed", onTop((lyrics) => lyrics.insertEmbed(2, { image: "x" }))],
      ["an embed at the start", alone((doc) => doc.getText("lyrics").insertEmbed(0, {}))],
      ["a map in the text", alone((doc) => doc.getText("lyrics").insertEmbed(0, new Y.Map()))],
      ["a format", onTop((lyrics) => lyrics.format(0, 2, { bold: true }))],
      ["an attribute", alone((doc) => doc.getText("lyrics").setAttribute("wide", true))],
      ["a list", onTop((_, doc) => doc.getMap("shapes").set("s", new Y.Array()))],
      ["a text", onTop((_, doc) => doc.getMap("comments").set("s", new Y.Text("la")))],
      ["XML", onTop((_, doc) => doc.getMap("meta").set("title", new Y.XmlElement("b")))],
      ["a list in the place of a map", alone((doc) => doc.getArray("tracks").insert(0, [1]))],
      ["a list in the place of the text", alone((doc) => doc.getArray("lyrics").insert(0, [1]))],
      ["a map in the place of the text", alone((doc) => doc.getMap("lyrics").set("a", 1))],
    ];
    for (const [what, update] of cases) {
      const { socket, closed } = await studio.raw();
      await enter(studio, socket, project, ada);
      send(socket, frame(project, SYNC, UPDATE, bytes(update)));
      expect([what, (await closed).code]).toEqual([what, 4400]);
    }
    expect(await studio.logRows(project)).toBe(rows);
    expect(view(witness.doc).lyrics).toBe("la la");
    expect(witness.closes).toEqual([]);
  });
});

Deno.test("R38 what gets into the lyrics bit by bit is taken out again, and everybody's places agree", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const witness = studio.open(project, ada);
    await until("in the room", () => witness.saved());
    const { lyrics } = roots(witness.doc);
    lyrics.insert(0, "la la");
    await until("saved", () => witness.saved());
    const sendAll = async (...updates: readonly Uint8Array[]) => {
      const { socket, closed } = await studio.raw();
      await enter(studio, socket, project, ada);
      for (const update of updates) send(socket, frame(project, SYNC, UPDATE, bytes(update)));
      return closed;
    };
    for (const foreign of [[1, 2], [new Y.Map()], [Uint8Array.of(1)]]) {
      // Told from an entry only by what it stands beside: a letter of the room, then one still to come.
      const beside = addition([wholeOf(witness.doc)], (doc) => {
        doc.getArray("lyrics").insert(2, foreign);
      });
      expect((await sendAll(beside.update)).code).toBe(4400);
      const letter = addition([wholeOf(witness.doc)], (doc) => {
        doc.getText("lyrics").insert(2, "x");
      });
      const after = addition([wholeOf(witness.doc), letter.update], (doc) => {
        doc.getArray("lyrics").insert(3, foreign.map(copy));
      }, letter.client);
      sendAll(after.update, letter.update);
      await until("it came", () => Y.getState(witness.doc.store, letter.client) > 1);
      await until("it went", () => lyrics.length === lyrics.toString().length);
    }
    expect(lyrics.toString()).toBe("laxxx la");
    lyrics.insert(8, "!");
    await until("saved", () => witness.saved());
    expect(await studio.rooms.read(project, (doc) => view(doc).lyrics)).toBe("laxxx la!");
    expect(witness.closes).toEqual([]);
  });
});

function copy(value: unknown): unknown {
  return value instanceof Y.Map ? new Y.Map() : value;
}

function wholeOf(doc: Y.Doc): Uint8Array {
  return Y.encodeStateAsUpdate(doc);
}

/** What somebody adds to what they know. */
function addition(
  known: readonly Uint8Array[],
  edit: (doc: Y.Doc) => void,
  client?: number,
): { readonly update: Uint8Array; readonly client: number } {
  const doc = new Y.Doc();
  for (const update of known) Y.applyUpdate(doc, update);
  if (client !== undefined) doc.clientID = client;
  const before = Y.encodeStateVector(doc);
  edit(doc);
  return { update: Y.encodeStateAsUpdate(doc, before), client: doc.clientID };
}

Deno.test("R17 presence that is garbage closes the socket with its room (the stall after connection.close())", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const { socket, closed } = await studio.raw();
    await enter(studio, socket, project, ada);
    send(socket, frame(project, AWARENESS, bytes(Uint8Array.from([1, 1, 1, 3, 1, 2, 3]))));
    let code = 0;
    void closed.then((event) => code = event.code);
    // The protocol itself closes a silent socket after a minute.
    await until("closed at once", () => code >= 4000, { withinMs: 5000 });
  });
});

Deno.test("R18 a document at its limit takes no more, but can be made smaller", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const one = studio.open(project, ada);
    await until("in the room", () => one.saved());
    const fill = (length: number) =>
      studio.rooms.edit(project, { kind: "server" }, (doc) => {
        roots(doc).lyrics.insert(0, "x".repeat(length));
      });
    await fill(8000);
    await expect(fill(8000)).rejects.toMatchObject({ code: "DOCUMENT_TOO_LARGE", status: 413 });
    await until("seen", () => view(one.doc).lyrics.length === 8000);
    roots(one.doc).lyrics.delete(0, 7000);
    await until("the deletion is saved", () => one.saved());
    roots(one.doc).lyrics.insert(0, "y".repeat(12_000));
    await until("closed", () => one.closes[0]?.code === 4413);
    expect(await studio.rooms.read(project, (doc) => view(doc).lyrics)).toBe("x".repeat(1000));
  }, { documentBytes: 10_000 });
});

Deno.test("R19 a reader that never reads is closed, and the others are not held up", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const witness = studio.open(project, ada);
    await until("in the room", () => witness.saved());
    const sleeper = await enterWithoutReading(studio, project, ada);
    await until("both in the room", () => studio.rooms.stats().connections === 2);
    for (let round = 0; studio.rooms.stats().connections === 2 && round < 60; round++) {
      await studio.rooms.edit(project, { kind: "server" }, (doc) => {
        const { lyrics } = roots(doc);
        lyrics.delete(0, lyrics.length);
        lyrics.insert(0, String(round % 10).repeat(500_000));
      });
    }
    expect(closings(studio)).toEqual([4408]);
    const last = await studio.rooms.read(project, (doc) => view(doc).lyrics);
    await until("the witness has it all", () => view(witness.doc).lyrics === last);
    expect(witness.closes).toEqual([]);
    sleeper.close();
  }, { outboundBytes: 256 * 1024 });
});

Deno.test("R20 more than can be handled closes the socket", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const { socket, closed } = await studio.raw();
    await enter(studio, socket, project, ada);
    const doc = new Y.Doc();
    roots(doc).lyrics.insert(0, "x".repeat(100_000));
    const message = frame(project, SYNC, UPDATE, bytes(Y.encodeStateAsUpdate(doc)));
    for (let i = 0; i < 10; i++) send(socket, message);
    await closed; // with whatever code: it is still sending when the server's arrives
    expect(closings(studio)).toEqual([4429]);
  }, { inboundBytes: 300_000 });
});

Deno.test("R20 a flood before authentication is cut off", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const { socket, closed } = await studio.raw();
    for (let i = 0; i < 300; i++) send(socket, frame(project, SYNC, number(0), bytes(number(0))));
    await closed;
    expect(closings(studio)).toEqual([4205]);
    expect(studio.rooms.stats()).toEqual({ rooms: 0, connections: 0 });
  });
});

Deno.test("R21 a socket that enters no room in time is closed", async () => {
  await withStudio(async (studio) => {
    const { closed } = await studio.raw();
    expect((await closed).code).toBe(4401);
  }, { arrivalMs: 50 });
});

Deno.test("R22 presence says who we know it is, whatever it claims, and not in another's name", async () => {
  await withStudio(async (studio) => {
    const [ada, eve] = [await studio.person("ada"), await studio.person("eve")];
    const project = await studio.project(ada);
    await studio.join(project, eve, "viewer");
    const [one, two] = [studio.open(project, ada), studio.open(project, eve)];
    await until("both in the room", () => one.saved() && two.saved());
    one.provider.setAwarenessField("user", { id: "somebody", name: "else", color: 0 });
    two.provider.setAwarenessField("user", { id: ada.id, name: "Ada", color: 0 });
    two.provider.setAwarenessField("tool", "pen");
    const seenByAda = await until("eve is seen", () => stateOf(one, two.doc.clientID));
    expect(seenByAda).toMatchObject({ user: { id: eve.id, name: eve.name, color: 3 } });
    // In Ada's name: her client id, with a clock far ahead.
    const { socket } = await studio.raw();
    await enter(studio, socket, project, eve);
    const forged = join(
      number(1),
      number(one.doc.clientID),
      number(1000),
      text(JSON.stringify({ tool: "eraser" })),
    );
    send(socket, frame(project, AWARENESS, bytes(forged)));
    two.provider.setAwarenessField("tool", "hand");
    await until("later presence", () => stateOf(one, two.doc.clientID)?.tool === "hand");
    const ofAda = await until("ada is seen", () => stateOf(two, one.doc.clientID));
    expect(ofAda).toMatchObject({ user: { id: ada.id } });
    expect(ofAda.tool).not.toBe("eraser");
  });
});

Deno.test("R22 a socket that was superseded and closes late takes nobody away (tldraw #10159)", async () => {
  await withStudio(async (studio) => {
    const [ada, bo] = [await studio.person("ada"), await studio.person("bo")];
    const project = await studio.project(ada);
    await studio.join(project, bo, "viewer");
    const witness = studio.open(project, bo);
    const server = studio.url.replace("ws", "http").replace("/collab", "");
    const tab = () => {
      const doc = new Y.Doc();
      doc.clientID = 77;
      return openWriter(server, project, { token: ada.token, doc });
    };
    const before = tab();
    before.provider.setAwarenessField("tool", "pen");
    await until("ada is seen", () => stateOf(witness, 77)?.tool === "pen");
    const after = tab(); // the same tab, whose first connection has not ended yet
    for (let n = 0; n < 9; n++) after.provider.setAwarenessField("tool", `hand ${n}`);
    await until("she is seen again", () => stateOf(witness, 77)?.tool === "hand 8");
    const gone: number[] = [];
    witness.provider.awareness!.on("change", ({ removed }: { removed: number[] }) => {
      gone.push(...removed);
    });
    await before.leave();
    await until("two are left", () => studio.rooms.stats().connections === 2);
    await studio.rooms.edit(project, { kind: "server" }, (doc) => {
      roots(doc).meta.set("tempo_bpm", 90); // is told after whatever the end of a socket tells
    });
    await until("told", () => view(witness.doc).meta.tempo_bpm === 90);
    expect(gone).toEqual([]);
    await after.leave();
    await until("now she is gone", () => gone.includes(77), { withinMs: 5000 });
  });
});

Deno.test("R23 presence over 2 KB goes to nobody; the next one does", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const [one, two] = [studio.open(project, ada), studio.open(project, ada)];
    await until("both in the room", () => one.saved() && two.saved());
    one.provider.setAwarenessField("live", "x".repeat(3000));
    one.provider.setAwarenessField("tool", "pen");
    one.provider.setAwarenessField("live", null);
    const seen = await until("seen", () => stateOf(two, one.doc.clientID));
    expect(seen).toMatchObject({ live: null, tool: "pen" });
    expect(one.closes).toEqual([]);
  });
});

Deno.test("R23 what comes in a burst ends with what came last, and others are told thirty times a second", async () => {
  await withStudio(async (studio) => {
    const [ada, bo] = [await studio.person("ada"), await studio.person("bo")];
    const project = await studio.project(ada);
    await studio.join(project, bo, "viewer");
    const [one, two] = [studio.open(project, ada), studio.open(project, bo)];
    await until("both in the room", () => one.saved() && two.saved());
    let told = 0;
    two.provider.awareness!.on("update", () => told++);
    const began = performance.now();
    let n = 0;
    // As after a line that stood still for ten seconds.
    while (n < 300) one.provider.setAwarenessField("tool", `${n++}`);
    await until("the last", () => stateOf(two, one.doc.clientID)?.tool === "299", {
      withinMs: 5000,
    });
    const seconds = (performance.now() - began) / 1000;
    expect(told).toBeLessThanOrEqual(30 + Math.ceil(30 * seconds) + 5);
    expect(one.closes).toEqual([]);
  });
});

Deno.test("R24 progress is told to open rooms and leaves no trace", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const one = studio.open(project, ada);
    await until("in the room", () => one.saved());
    const message = { type: "job.progress", job: "j1", progress: 0.5, stage: "mix" } as const;
    studio.rooms.tell(project, message);
    await until("told", () => one.told.length === 1);
    expect(JSON.parse(one.told[0]!)).toEqual(message);
    expect(await studio.logRows(project)).toBe(1);
  });
});

/** Codes of the sockets that the server closed. */
function closings(studio: Studio): number[] {
  return studio.log.map((line) => JSON.parse(line))
    .filter(({ message }) => message === "socket closed").map(({ code }) => code);
}

function stateOf(peer: Peer, clientId: number): Record<string, unknown> | undefined {
  return peer.provider.awareness!.getStates().get(clientId);
}

function send(socket: WebSocket, message: Uint8Array | string): void {
  socket.send(typeof message === "string" ? message : new Uint8Array(message));
}

async function enter(
  studio: Studio,
  socket: WebSocket,
  project: string,
  person: Person,
): Promise<void> {
  const before = studio.rooms.stats().connections;
  const admitted = new Promise((resolve) => socket.onmessage = resolve);
  send(socket, authentication(project, person));
  await admitted;
  await until("seated", () => studio.rooms.stats().connections > before);
}

function authentication(project: string, person: Person): Uint8Array {
  return frame(project, AUTH, number(0), text(person.token));
}

/** A WebSocket by hand (RFC 6455) that stops reading once it is in the room. */
async function enterWithoutReading(
  studio: Studio,
  project: string,
  person: Person,
): Promise<Deno.Conn> {
  const url = new URL(studio.url);
  const connection = await Deno.connect({ hostname: url.hostname, port: Number(url.port) });
  const handshake = [
    "GET /collab HTTP/1.1",
    `Host: ${url.host}`,
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version: 13",
  ].join("\r\n") + "\r\n\r\n";
  await connection.write(new TextEncoder().encode(handshake));
  await connection.read(new Uint8Array(4096));
  const payload = authentication(project, person);
  const length = [0x80 | 126, payload.length >> 8, payload.length & 255];
  await connection.write(Uint8Array.from([0x82, ...length, 0, 0, 0, 0, ...payload]));
  return connection;
}
