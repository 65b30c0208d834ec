import { expect } from "expect";
import * as Y from "yjs";
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

function saying(word: string): Uint8Array {
  const doc = new Y.Doc();
  roots(doc).lyrics.insert(0, word);
  return Y.encodeStateAsUpdate(doc);
}
