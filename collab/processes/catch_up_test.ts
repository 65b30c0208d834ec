import { expect } from "expect";
import * as Y from "yjs";
import type { Sql } from "../../db/client.ts";
import { transaction } from "../../db/transaction.ts";
import { createLog } from "../../services/log.ts";
import { withStudio } from "../../tests/fixtures/studio.ts";
import { compact } from "../compaction.ts";
import { roots } from "../document/schema.ts";
import { applyStored, readStored } from "../load.ts";
import { CatchUp, KEEP_ROWS_MS } from "./catch_up.ts";

Deno.test("R35 rows that commit after rows with higher numbers are found, and each is read once", async () => {
  await withStudio(async ({ sql, person, project: newProject }) => {
    const project = await newProject(await person("ada"));
    const log = createLog("error", () => {});
    const document = new Y.Doc();
    applyStored(document, await readStored(sql, project), log);
    const updates: string[] = [];
    document.on("update", () => updates.push(text()));
    const text = () => roots(document).lyrics.toString();
    const rooms = { ids: () => [project], document: () => document };
    const catchUp = new CatchUp({ sql, log, rooms });
    await catchUp.look();

    const slow = Promise.withResolvers<void>();
    const inserted = Promise.withResolvers<void>();
    const late = transaction(sql, async (tx) => {
      await tx`insert into doc_updates (project_id, payload) values (${project}, ${
        saying("late")
      })`;
      inserted.resolve();
      await slow.promise;
    });
    await inserted.promise;
    await sql`insert into doc_updates (project_id, payload) values (${project}, ${
      saying("early")
    })`;
    await catchUp.look();
    expect(text()).toBe("early");
    await catchUp.look(project);
    slow.resolve();
    await late;
    await compact(sql, project, undefined, KEEP_ROWS_MS);
    await catchUp.look(project);
    expect(text()).toContain("late");
    for (let n = 0; n < 3; n++) await catchUp.look();
    expect(updates.length).toBe(2);
    document.destroy();
  });
});

Deno.test("R35 what is committed while a room is being read is found, without reading all of it again", async () => {
  await withStudio(async ({ sql, person, project: newProject }) => {
    const project = await newProject(await person("ada"));
    const log = createLog("error", () => {});
    const document = new Y.Doc();
    const open = new Set<string>();
    const counted = counting(sql);
    const rooms = {
      ids: () => [...open],
      document: (id: string) => id === project ? document : undefined,
    };
    const catchUp = new CatchUp({ sql: counted.sql, log, rooms });
    await catchUp.look();

    // Committed only after the room was read, with a number that was given before.
    const slow = Promise.withResolvers<void>();
    const inserted = Promise.withResolvers<void>();
    const late = transaction(sql, async (tx) => {
      await tx`insert into doc_updates (project_id, payload) values (${project}, ${
        saying("late")
      })`;
      inserted.resolve();
      await slow.promise;
    });
    await inserted.promise;
    const from = catchUp.beginning();
    await sql`insert into doc_updates (project_id, payload) values (${project}, ${
      saying("early ")
    })`;
    const stored = await readStored(sql, project);
    applyStored(document, stored, log);
    await catchUp.look(); // of the other rooms: it goes on without this one
    slow.resolve();
    await late;
    await catchUp.look();
    open.add(project);
    catchUp.opened(project, from, stored.parts.flatMap(({ seq }) => seq ?? []));
    const before = counted.queries();
    await catchUp.look(project);
    for (const word of ["early", "late"]) {
      expect(roots(document).lyrics.toString()).toContain(word);
    }
    expect(counted.queries() - before).toBe(2); // what is new, and its bytes
    await catchUp.look(project);
    expect(counted.queries() - before).toBe(3);

    // Where nobody knows how far the log was, it is read whole.
    catchUp.opened(project, null, []);
    await catchUp.look(project);
    expect(counted.queries() - before).toBe(5);
    document.destroy();
  });
});

Deno.test("R35 a part that waits for one that never comes is looked for once", async () => {
  await withStudio(async ({ sql, person, project: newProject }) => {
    const project = await newProject(await person("ada"));
    const log = createLog("error", () => {});
    const document = new Y.Doc();
    applyStored(document, await readStored(sql, project), log);
    const counted = counting(sql);
    const rooms = { ids: () => [project], document: () => document };
    const catchUp = new CatchUp({ sql: counted.sql, log, rooms });
    await catchUp.look();
    const [first, second] = twoParts();
    await sql`insert into doc_updates (project_id, payload) values (${project}, ${second})`;
    await catchUp.look();
    await catchUp.look(); // it waits, and all is read
    const before = counted.queries();
    for (let n = 0; n < 3; n++) await catchUp.look();
    expect(counted.queries() - before).toBe(3);
    await sql`insert into doc_updates (project_id, payload) values (${project}, ${first})`;
    await catchUp.look();
    expect(roots(document).lyrics.toString()).toBe("one two");
    document.destroy();
  });
});

function twoParts(): readonly [Uint8Array, Uint8Array] {
  const doc = new Y.Doc();
  const parts: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => parts.push(update));
  roots(doc).lyrics.insert(0, "one ");
  roots(doc).lyrics.insert(4, "two");
  return [parts[0]!, parts[1]!];
}

/** The same database, which counts what it is asked. */
function counting(sql: Sql): { readonly sql: Sql; queries(): number } {
  let queries = 0;
  const counted = new Proxy(sql, {
    apply(target, self, args) {
      queries++;
      return Reflect.apply(target as unknown as (...args: unknown[]) => unknown, self, args);
    },
  });
  return { sql: counted, queries: () => queries };
}

function saying(word: string): Uint8Array {
  const doc = new Y.Doc();
  roots(doc).lyrics.insert(0, word);
  return Y.encodeStateAsUpdate(doc);
}
