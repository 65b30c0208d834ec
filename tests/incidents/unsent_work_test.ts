/** Work that was done without the server: all of it arrives, in messages that the server takes, and nothing is called saved before it is. */
import { HocuspocusProvider } from "@hocuspocus/provider";
import { expect } from "expect";
import * as Y from "yjs";
import { addStroke } from "../../collab/document/edits.ts";
import { roots } from "../../collab/document/schema.ts";
import { view } from "../../collab/document/view.ts";
import { exchangingSocket, NOT_CONNECTED, type Standing } from "../../islands/room/exchange.ts";
import { Ledger, missingFrom } from "../fixtures/ledger.ts";
import { Line } from "../fixtures/line.ts";
import { type Person, stroke, type Studio, withStudio } from "../fixtures/studio.ts";
import { until } from "../fixtures/until.ts";

const MIB = 1024 * 1024;

Deno.test("3 MiB of work done offline merge on return, in messages under 1 MiB, while others work on", async () => {
  await withStudio(async (studio) => {
    const { ada, project, canvas, witness } = await inRoom(studio);
    const tab = openTab(studio, project, ada);
    draw(tab.doc, canvas, 500);
    roots(tab.doc).lyrics.insert(0, "Salt on the window 🎵\n".repeat(60_000)); // one paste of 1.4 MB
    expect(Y.encodeStateAsUpdate(tab.doc).byteLength).toBeGreaterThan(3 * MIB);
    void tab.line.connect();
    await until("some of it is there", () => roots(witness.doc).shapes.size > 0);
    roots(witness.doc).meta.set("title", "meanwhile");
    await until("saved", () => tab.saved() && witness.saved());
    const acknowledged = new Y.Doc();
    for (const update of tab.acknowledgedWhenSaved()) Y.applyUpdate(acknowledged, update);
    expect(roots(acknowledged).shapes.size).toBe(500);
    expect(roots(acknowledged).lyrics.toString()).toBe(roots(tab.doc).lyrics.toString());
    const stored = await studio.rooms.read(project, (doc) => view(doc));
    expect(stored.shapes.length).toBe(500);
    expect(stored.lyrics).toBe(view(tab.doc).lyrics);
    expect(stored.meta.title).toBe("meanwhile");
    await until("seen", () => view(witness.doc).lyrics === stored.lyrics);
    expect(tab.closes).toEqual([]);
    const [row] = await studio.sql<{ largest: number; n: number }[]>`
      select max(octet_length(payload)) as largest, count(*)::int as n from doc_updates`;
    expect(row!.largest).toBeLessThan(MIB / 2);
    await tab.leave();
  });
});

Deno.test("a line that breaks in the middle of it keeps what was acknowledged, and the rest follows", async () => {
  await withStudio(async (studio) => {
    const { ada, project, canvas, witness } = await inRoom(studio);
    witness.line.disconnect();
    const tab = openTab(studio, project, ada);
    draw(tab.doc, canvas, 500);
    void tab.line.connect();
    await until("a part is saved", () => tab.ledger.acknowledged.length >= 3, { everyMs: 1 });
    const acknowledged = [...tab.ledger.acknowledged];
    expect(tab.saved()).toBe(false);
    await studio.restart(); // nothing is left but what is on disk
    const onDisk = await studio.rooms.read(project, (doc) => Y.encodeStateAsUpdate(doc));
    expect(missingFrom(onDisk, acknowledged)).toEqual([]);
    await until("saved", () => tab.saved());
    expect(await studio.rooms.read(project, (doc) => view(doc).shapes.length)).toBe(500);
    await tab.leave();
  });
});

Deno.test("Outline #13726: an edit made while connecting is not saved before its commit, whatever the provider believes", async () => {
  await withStudio(async (studio) => {
    const { ada, project } = await inRoom(studio);
    const tab = openTab(studio, project, ada);
    const connection = await studio.sql.reserve();
    await connection`begin`;
    await connection`select 1 from projects where id = ${project} for update`; // holds the commits
    void tab.line.connect();
    roots(tab.doc).lyrics.insert(0, "while connecting ");
    await until("at the door", () => tab.line.status === "connected");
    roots(tab.doc).lyrics.insert(0, "and then ");
    await until("the first exchange is done", () => tab.standing.whole);
    roots(tab.doc).lyrics.insert(0, "and in the room ");
    await until(
      "its commit waits",
      async () =>
        (await studio.sql`select 1 from pg_stat_activity where datname = current_database()
        and wait_event_type = 'Lock' and query like '%doc_updates%'`).length > 0,
    );
    expect(tab.standing.unacknowledged).toBeGreaterThan(0);
    expect(tab.acknowledgedWhenSaved()).toEqual([]); // it never was
    await connection`rollback`;
    connection.release();
    await until("saved", () => tab.saved());
    const lyrics = await studio.rooms.read(project, (doc) => view(doc).lyrics);
    expect(lyrics).toBe("and in the room and then while connecting ");
    await tab.leave();
  });
});

Deno.test("what a reader had typed before is kept back, and taken when they may write again", async () => {
  await withStudio(async (studio) => {
    const { project, canvas } = await inRoom(studio);
    const bo = await studio.person("bo");
    await studio.join(project, bo, "viewer");
    const tab = openTab(studio, project, bo);
    draw(tab.doc, canvas, 150);
    void tab.line.connect();
    await until(
      "not taken",
      () => tab.standing.whole && tab.provider.authorizedScope === "readonly",
    );
    expect(tab.saved()).toBe(false);
    await studio.join(project, bo, "editor");
    await studio.rooms.refreshRoles(project);
    await until("saved", () => tab.saved());
    expect(await studio.rooms.read(project, (doc) => view(doc).shapes.length)).toBe(150);
    await tab.leave();
  });
});

Deno.test("a client that sends it in one message is told why it is turned away", async () => {
  await withStudio(async (studio) => {
    const { ada, project, canvas, witness } = await inRoom(studio);
    const stock = studio.open(project, ada);
    stock.line.disconnect();
    draw(stock.doc, canvas, 500);
    stock.line.connect();
    const close = await until("turned away", () => stock.closes.find(({ code }) => code === 4413));
    expect(close.reason).toMatch(/over 1048576 bytes: send it as several updates/);
    expect(view(witness.doc).shapes).toEqual([]);
  });
});

async function inRoom(studio: Studio) {
  const ada = await studio.person("ada");
  const project = await studio.project(ada);
  const witness = studio.open(project, ada);
  await until("in the room", () => witness.saved());
  return { ada, project, canvas: view(witness.doc).canvases[0]!.id, witness };
}

/** About 4 KB each, one transaction each. */
function draw(doc: Y.Doc, canvas: string, count: number): void {
  const points = Array.from({ length: 680 }, (_, n) => ({
    x: (n * 7) % 900,
    y: (n * 13) % 500,
    pressure: .5,
    timeMs: n * 8,
  }));
  for (let n = 0; n < count; n++) {
    doc.transact(() => addStroke(doc, { ...stroke(`offline-${n}`, canvas), points }));
  }
}

/** A tab of ours, whose line is not up yet. */
function openTab(studio: Studio, project: string, person: Person) {
  const doc = new Y.Doc();
  const ledger = new Ledger();
  const closes: number[] = [];
  let standing: Standing = NOT_CONNECTED;
  let count = 0;
  const saved = () => standing.whole && standing.unacknowledged === 0;
  const line = new Line(
    studio.url,
    exchangingSocket((next) => {
      standing = next;
      if (saved()) count ||= ledger.acknowledged.length;
    }, ledger.socket()),
  );
  const provider = new HocuspocusProvider({
    websocketProvider: line,
    name: `project/${project}`,
    token: person.token,
    document: doc,
    onClose: ({ event }) => closes.push(event.code),
  });
  provider.attach();
  return {
    doc,
    ledger,
    line,
    provider,
    closes: closes as readonly number[],
    get standing() {
      return standing;
    },
    saved,
    /** What the server had acknowledged when the tab first called itself saved. */
    acknowledgedWhenSaved: () => ledger.acknowledged.slice(0, count),
    async leave() {
      provider.destroy();
      await line.end();
      doc.destroy();
    },
  };
}
