/** What went wrong in Hocuspocus, and does not here: each test is named after the report. */
import { expect } from "expect";
import { roots } from "../../collab/document/schema.ts";
import { view } from "../../collab/document/view.ts";
import { type Peer, type Studio, withStudio } from "../fixtures/studio.ts";
import type { Sql } from "../../db/client.ts";
import { until } from "../fixtures/until.ts";

Deno.test("Hocuspocus #382: a load that fails never puts an empty document in the place of the real one", async () => {
  await withStudio(async (studio) => {
    const { project, first, join } = await inRoom(studio);
    type(first, "kept");
    await leave(studio, first);
    await studio.sql`alter table doc_updates rename to hidden`;
    const second = join();
    await until("turned away", () => second.closes.some(({ code }) => code === 4450));
    type(second, "new ");
    await studio.sql`alter table hidden rename to doc_updates`;
    await until("in, and saved", () => second.saved());
    await leave(studio, second);
    const lyrics = await studio.rooms.read(project, (doc) => view(doc).lyrics);
    expect([lyrics.includes("kept"), lyrics.includes("new "), lyrics.length]).toEqual([
      true,
      true,
      8,
    ]);
  });
});

Deno.test("Hocuspocus #683: a hundred people who come and go at once leave no room behind and lose nothing", async () => {
  await withStudio(async (studio) => {
    const { project, first, join } = await inRoom(studio);
    first.line.disconnect();
    let saved = 0;
    for (let n = 0; n < 100; n++) {
      const guest = join();
      if (n % 10 === 0) {
        await until("in", () => guest.saved());
        type(guest, "x");
        await until("saved", () => guest.saved(), { everyMs: 1 });
        saved++;
      } else if (n % 3 === 0) await until("at the door", () => guest.line.status === "connected");
      guest.line.disconnect();
    }
    await until("nobody is left", () => {
      const { rooms, connections } = studio.rooms.stats();
      return rooms === 0 && connections === 0;
    });
    expect(await studio.rooms.read(project, (doc) => view(doc).lyrics)).toBe("x".repeat(saved));
  });
});

Deno.test("Hocuspocus #738: closing waits for what is on its way to the log", async () => {
  await withStudio(async (studio) => {
    const { project, first } = await inRoom(studio);
    const release = await hold(studio, project);
    type(first, "last words");
    await until("its commit waits", () => isHeld(studio.sql));
    let isClosed = false;
    const closed = studio.rooms.close().then(() => isClosed = true);
    await until("all are sent away", () => first.closes.some(({ code }) => code === 4451));
    for (let n = 0; n < 5; n++) await studio.sql`select 1`; // whatever would end without it, has
    expect(isClosed).toBe(false);
    await release();
    await closed;
    await studio.restart();
    expect(await studio.rooms.read(project, (doc) => view(doc).lyrics)).toBe("last words");
  });
});

Deno.test("Hocuspocus #754: what fails behind a hook closes one socket, not the process", async () => {
  await withStudio(async (studio) => {
    const { first, join } = await inRoom(studio);
    await studio.sql`alter table sessions rename to hidden`;
    const second = join();
    await until("told to come again", () => second.closes.some(({ code }) => code === 4450));
    type(first, "still here");
    await until("the others work on", () => first.saved());
    await studio.sql`alter table hidden rename to sessions`;
    await until("in", () => second.saved() && view(second.doc).lyrics === "still here");
  });
});

Deno.test("Hocuspocus #995: who comes while the last one's edit is still being saved, sees it", async () => {
  await withStudio(async (studio) => {
    const { project, first, join } = await inRoom(studio);
    const release = await hold(studio, project);
    type(first, "la");
    await until("its commit waits", () => isHeld(studio.sql));
    first.line.disconnect();
    const second = join();
    await until("the second is let in", () => second.provider.isAuthenticated);
    await release();
    await until("it is there", () => second.saved() && view(second.doc).lyrics === "la");
    second.line.disconnect();
    await until("the room is closed", () => studio.rooms.stats().rooms === 0);
    expect(await studio.rooms.read(project, (doc) => view(doc).lyrics)).toBe("la");
  });
});

Deno.test("Hocuspocus #1110: fourteen people over a slow disk write each edit once, and then it is quiet", async () => {
  await withStudio(async (studio) => {
    const { project, first, join } = await inRoom(studio);
    const people = [first, ...Array.from({ length: 13 }, () => join())];
    await until("all in the room", () => people.every((peer) => peer.saved()));
    await studio.sql.unsafe(`
      create function slow() returns trigger language plpgsql as $$
        begin perform pg_sleep(0.1); return null; end $$;
      create trigger slow after insert on doc_updates for each statement execute function slow()`);
    const before = await studio.logRows(project);
    for (let n = 0; n < 5; n++) for (const peer of people) type(peer, "a");
    await until("all saved", () => people.every((peer) => peer.saved()));
    expect(await studio.logRows(project) - before).toBeLessThanOrEqual(70);
    expect(await studio.rooms.read(project, (doc) => view(doc).lyrics)).toMatch(/^a{70}$/);
    const [row] = await studio.sql<{ commits: number }[]>`
      select count(distinct xmin::text) as commits from doc_updates where origin = 'socket'`;
    expect(row!.commits).toBeLessThan(20);
    const [active] = await studio.sql<{ n: number }[]>`select count(*) as n from pg_stat_activity
      where datname = current_database() and state = 'active' and pid <> pg_backend_pid() and query like '%doc_updates (%'`;
    expect(active!.n).toBe(0);
  });
});

Deno.test("Hocuspocus #1156: loads that fail leave no document and no timer behind", async () => {
  // The test's own sanitizer counts the timers.
  await withStudio(async (studio) => {
    const { first, join } = await inRoom(studio);
    await leave(studio, first);
    await studio.sql`alter table doc_updates rename to hidden`;
    const second = join();
    await until("many failures", () => second.closes.length >= 10);
    expect(studio.rooms.stats().rooms).toBe(0);
    await studio.sql`alter table hidden rename to doc_updates`;
    await until("in", () => second.saved());
  });
});

Deno.test("Hocuspocus, the stall after connection.close(): who is put out of a room is put off the socket too, and comes back", async () => {
  await withStudio(async (studio) => {
    const { project, first } = await inRoom(studio);
    await studio.sql.unsafe(`
      create function refuse() returns trigger language plpgsql as $$
        begin raise exception 'not now'; end $$;
      create trigger refuse before insert on doc_updates for each row execute function refuse()`);
    type(first, "one ");
    await until("put out", () => first.closes.some(({ code }) => code === 4424), {
      withinMs: 5000,
    });
    await studio.sql`drop trigger refuse on doc_updates`;
    type(first, "two ");
    await until("both are saved, without a reload", () => first.saved());
    const lyrics = await studio.rooms.read(project, (doc) => view(doc).lyrics);
    expect(lyrics).toBe(view(first.doc).lyrics);
    expect(lyrics.length).toBe(8);
  });
});

async function inRoom(studio: Studio) {
  const ada = await studio.person("ada");
  const project = await studio.project(ada);
  const join = () => studio.open(project, ada);
  const first = join();
  await until("in the room", () => first.saved());
  return { project, first, join };
}

function type({ doc }: Peer, text: string): void {
  roots(doc).lyrics.insert(0, text);
}

async function leave(studio: Studio, peer: Peer): Promise<void> {
  await until("saved", () => peer.saved());
  peer.line.disconnect();
  await until("the room is closed", () => studio.rooms.stats().rooms === 0);
}

/** Every row of the log refers to its project's: who has that, holds the commits. */
async function hold(studio: Studio, project: string): Promise<() => Promise<void>> {
  const connection = await studio.sql.reserve();
  await connection`begin`;
  await connection`select 1 from projects where id = ${project} for update`;
  return async () => {
    await connection`rollback`;
    connection.release();
  };
}

async function isHeld(sql: Sql): Promise<boolean> {
  const rows = await sql`select 1 from pg_stat_activity where datname = current_database()
    and wait_event_type = 'Lock' and query like '%doc_updates%'`;
  return rows.length > 0;
}
