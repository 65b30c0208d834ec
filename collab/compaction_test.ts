import { expect } from "expect";
import fc from "fast-check";
import * as Y from "yjs";
import { until } from "../tests/fixtures/until.ts";
import { insertUpdates } from "../db/doc_updates.ts";
import { compact } from "./compaction.ts";
import { addStroke, patchCanvas, removeShape } from "./document/edits.ts";
import { roots } from "./document/schema.ts";
import { view } from "./document/view.ts";
import { fold } from "./fold.ts";
import { stroke, withStudio } from "../tests/fixtures/studio.ts";

const gestures = fc.array(
  fc.record({
    peer: fc.nat(2),
    what: fc.constantFrom("draw", "erase", "type", "delete", "mood", "hear"),
    at: fc.nat(20),
  }),
  { minLength: 1, maxLength: 60 },
);

Deno.test("R7 a folded log is the log: for any history, order, repetition and place to fold at", () => {
  const shuffle = fc.infiniteStream(fc.nat());
  fc.assert(
    fc.property(
      gestures,
      shuffle,
      fc.array(fc.nat(), { maxLength: 3 }),
      (history, picks, folds) => {
        const { updates, peers } = play(history);
        const rows = shuffled([...updates, ...updates.slice(0, 3)], picks);
        const plain = loaded(rows);
        let compacted = rows;
        for (const at of folds) {
          const end = at % (compacted.length + 1);
          const { state, refused } = fold(compacted.slice(0, end));
          expect(refused).toEqual([]);
          compacted = [state, ...compacted.slice(end)];
        }
        const folded = loaded(compacted);
        expectSame(folded, plain);
        // What others write on top of it means the same.
        const later = Y.encodeStateAsUpdate(peers[0]!);
        for (const doc of [plain, folded]) Y.applyUpdate(doc, later);
        expectSame(folded, plain);
      },
    ),
    { numRuns: 150 },
  );
});

Deno.test("R7 rows that come while a log is compacted stay, and so does one that cannot be applied", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const { sql } = studio;
    await sql`insert into doc_updates (project_id, payload)
      values (${project}, ${Uint8Array.from([9, 9, 9])})`;
    const word = new Y.Doc();
    roots(word).lyrics.insert(0, "la");
    const late = { project_id: project, payload: Y.encodeStateAsUpdate(word) };
    const gone = await compact(sql, project, async (parts) => {
      await insertUpdates(sql, [{ ...late, actor_id: null, origin: "server" }]);
      return fold(parts);
    });
    expect(gone).toBe(1);
    expect(await studio.logRows(project)).toBe(2);
    const seen = await studio.rooms.read(project, view);
    expect([seen.lyrics, seen.canvases.length]).toEqual(["la", 1]);
    expect(await compact(sql, project)).toBe(1);
    expect(await studio.rooms.read(project, view)).toEqual(seen);
  });
});

Deno.test("R7 a compaction that fails leaves the log as it was", async () => {
  await withStudio(async (studio) => {
    const project = await studio.project(await studio.person("ada"));
    const failing = () => Promise.reject(new Error("out of memory"));
    await expect(compact(studio.sql, project, failing)).rejects.toThrow("out of memory");
    expect(await studio.logRows(project)).toBe(1);
  });
});

Deno.test("R7 a long log becomes a snapshot, while the room is open and as it closes", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const one = studio.open(project, ada);
    await until("in the room", () => one.saved());
    const snapshot = async () => {
      const [row] = await studio.sql<{ upto_seq: number }[]>`
        select upto_seq from doc_snapshots where project_id = ${project}`;
      return row?.upto_seq;
    };
    const type = async (letter: string, times: number) => {
      for (let i = 0; i < times; i++) {
        roots(one.doc).lyrics.insert(i, letter);
        await until("saved", () => one.saved()); // together they would be one row
      }
    };
    await type("a", 40);
    const first = await until("a snapshot with the room open", snapshot);
    await type("b", 10);
    one.line.disconnect();
    await until("a later one as it closes", async () => await snapshot() !== first);
    expect(await studio.rooms.read(project, (doc) => view(doc).lyrics)).toBe(view(one.doc).lyrics);
  }, { compactRows: 30, compactRowsOnClose: 5 });
});

/** Three people who do things and hear of each other now and then. */
function play(history: readonly { peer: number; what: string; at: number }[]) {
  const updates: Uint8Array[] = [];
  const peers = [11, 12, 13].map((clientID) => {
    const doc = new Y.Doc();
    doc.clientID = clientID;
    doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== "hearsay") updates.push(update);
    });
    return doc;
  });
  history.forEach(({ peer, what, at }, step) => {
    const doc = peers[peer]!;
    const { lyrics, shapes } = roots(doc);
    doc.transact(() => {
      if (what === "draw") addStroke(doc, stroke(`s${step}`, "c1"));
      if (what === "erase") removeShape(doc, [...shapes.keys()][at % (shapes.size || 1)] ?? "");
      if (what === "type") lyrics.insert(Math.min(at, lyrics.length), "la ");
      if (what === "delete" && lyrics.length > 0) lyrics.delete(0, Math.min(at + 1, lyrics.length));
      if (what === "mood" && !patchCanvas(doc, "c1", { mood: { valence: at / 20 } })) {
        roots(doc).canvases.set("c1", new Y.Map<unknown>([["name", "Verse"]]));
      }
    });
    if (what === "hear") {
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(peers[(peer + 1) % 3]!), "hearsay");
    }
  });
  return { updates, peers };
}

function loaded(rows: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  for (const row of rows) Y.applyUpdate(doc, row);
  return doc;
}

function shuffled<T>(items: readonly T[], picks: Iterator<number>): T[] {
  const left = [...items];
  return items.map(() => left.splice(picks.next().value! % left.length, 1)[0]!);
}

function expectSame(a: Y.Doc, b: Y.Doc): void {
  expect(view(a)).toEqual(view(b));
  expect(new Map(Y.decodeStateVector(Y.encodeStateVector(a))))
    .toEqual(new Map(Y.decodeStateVector(Y.encodeStateVector(b))));
  expect(Y.equalSnapshots(Y.snapshot(a), Y.snapshot(b))).toBe(true);
}
