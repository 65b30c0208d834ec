import { expect } from "expect";
import { until } from "../tests/fixtures/until.ts";
import { roots } from "./document/schema.ts";
import { view } from "./document/view.ts";
import { type Studio, withStudio } from "../tests/fixtures/studio.ts";

Deno.test("R2 an update is acknowledged and shown to others only after it is committed", async () => {
  await withStudio(async (studio) => {
    const [ada, bo] = [await studio.person("ada"), await studio.person("bo")];
    const project = await studio.project(ada);
    await studio.join(project, bo, "editor");
    const [one, two] = [studio.open(project, ada), studio.open(project, bo)];
    await until("both in the room", () => one.saved() && two.saved());
    // Whose client this is is written down with its first edit, and waited for: this is about the others.
    roots(one.doc).lyrics.insert(0, "!");
    await until("both have the first", () => one.saved() && view(two.doc).lyrics === "!");
    const release = await holdCommits(studio, project);
    roots(one.doc).lyrics.insert(0, "la");
    await until("the commit waits", () => waitingCommits(studio));
    for (let n = 0; n < 5; n++) await studio.sql`select 1`; // an answer that did not wait would be here
    expect(one.provider.hasUnsyncedChanges).toBe(true);
    expect(view(two.doc).lyrics).toBe("!");
    expect(await studio.rooms.read(project, (doc) => view(doc).lyrics)).toBe("!");
    await release();
    await until("acknowledged", () => one.saved(), { withinMs: 5000 });
    await until("shown", () => view(two.doc).lyrics === "la!", { withinMs: 5000 });
    expect(one.closes).toEqual([]);
  });
});

Deno.test("R2 a commit may overtake the one before it; what it holds is acknowledged after that", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const [one, two] = [studio.open(project, ada), studio.open(project, ada)];
    await until("both in the room", () => one.saved() && two.saved());
    await studio.sql.unsafe(`
      create function hold() returns trigger language plpgsql as $$
        begin perform pg_advisory_xact_lock(7); return new; end $$;
      create trigger hold before insert on doc_updates for each row
        when (octet_length(new.payload) > 800) execute function hold()`);
    const lock = await studio.sql.reserve();
    await lock`select pg_advisory_lock(7)`;
    roots(one.doc).lyrics.insert(0, "x".repeat(1000));
    await until("the first waits", () => waitingCommits(studio));
    const rows = await studio.logRows(project);
    roots(one.doc).lyrics.insert(1000, "la");
    await until("the second is committed", async () => await studio.logRows(project) > rows);
    roots(two.doc).lyrics.insert(0, "b");
    await until("another is acknowledged", () => two.saved());
    expect(one.provider.unsyncedChanges).toBe(2);
    expect(view(two.doc).lyrics).toBe("b");
    await lock`select pg_advisory_unlock(7)`;
    lock.release();
    await until("acknowledged", () => one.saved());
    await until("shown", () => view(two.doc).lyrics.length === 1003);
  });
});

Deno.test("R3 an update that cannot be saved is not acknowledged, its socket is closed 4424, and it is sent again", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const one = studio.open(project, ada);
    await until("in the room", () => one.saved());
    const release = await holdCommits(studio, project);
    roots(one.doc).lyrics.insert(0, "la");
    await until("the commit waits", () => waitingCommits(studio));
    await studio.sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query like '%doc_updates%'`;
    await until("closed", () => one.closes.some(({ code }) => code === 4424));
    expect(one.provider.hasUnsyncedChanges).toBe(true);
    await release();
    await until("sent again and acknowledged", () => one.saved());
    await studio.restart();
    expect(await studio.rooms.read(project, (doc) => view(doc).lyrics)).toBe("la");
  });
});

Deno.test("R3 a commit that takes too long counts as failed, and the room recovers", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const one = studio.open(project, ada);
    await until("in the room", () => one.saved());
    const release = await holdCommits(studio, project);
    roots(one.doc).lyrics.insert(0, "la");
    await until("closed", () => one.closes.some(({ code }) => code === 4424));
    await release();
    await until("acknowledged", () => one.saved());
  }, { saveTimeoutMs: 100 });
});

Deno.test("R4 a room whose commit is held up does not hold up the others for long", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const [stuck, free] = [await studio.project(ada), await studio.project(ada)];
    const [one, two] = [studio.open(stuck, ada), studio.open(free, ada)];
    await until("both in their rooms", () => one.saved() && two.saved());
    const release = await holdCommits(studio, stuck);
    roots(one.doc).lyrics.insert(0, "la");
    await until("the commit waits", () => waitingCommits(studio));
    roots(two.doc).lyrics.insert(0, "li");
    await until("the other is saved", () => two.saved());
    expect(one.saved()).toBe(false);
    await release();
    await until("and the first", () => one.saved());
  });
});

Deno.test("R4 what one person does behind a slow commit shares a row of the next one", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const one = studio.open(project, ada);
    await until("in the room", () => one.saved());
    const release = await holdCommits(studio, project);
    roots(one.doc).lyrics.insert(0, "a");
    await until("the commit waits", () => waitingCommits(studio));
    for (let i = 0; i < 30; i++) roots(one.doc).lyrics.insert(0, "b");
    await release();
    await until("saved", () => one.saved());
    expect(one.provider.unsyncedChanges).toBe(0);
    const [row] = await studio.sql<{ rows: number }[]>`
      select count(*) as rows from doc_updates where origin = 'socket'`;
    expect(row!.rows).toBeLessThan(10);
    await studio.restart();
    const stored = await studio.rooms.read(project, (doc) => view(doc).lyrics);
    expect(stored).toBe("b".repeat(30) + "a");
  });
});

/** Locks the project's row, which every row of its log refers to. */
async function holdCommits(studio: Studio, project: string): Promise<() => Promise<void>> {
  const connection = await studio.sql.reserve();
  await connection`begin`;
  await connection`select 1 from projects where id = ${project} for update`;
  return async () => {
    await connection`rollback`;
    connection.release();
  };
}

async function waitingCommits(studio: Studio): Promise<boolean> {
  const rows = await studio.sql`
    select 1 from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'
      and query like '%doc_updates%'`;
  return rows.length > 0;
}
