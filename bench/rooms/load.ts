/**
 * Opening a document of 16 MB that is stored as snapshot and log, against `Y.applyUpdate` of the same
 * state as one update that is in memory already. The document is a drawing, as people make them; and
 * where the trace is there, copies of its paper side by side (as in crdt-benchmarks B4 × 100).
 */
import * as Y from "yjs";
import { compact } from "../../collab/compaction.ts";
import { addStroke } from "../../collab/document/edits.ts";
import { seedUpdate } from "../../collab/document/seed.ts";
import { applyStored, readStored } from "../../collab/load.ts";
import { connect, type Sql } from "../../db/client.ts";
import { insertUpdates } from "../../db/doc_updates.ts";
import { migrate } from "../../db/migrate.ts";
import { insertProject } from "../../db/projects.ts";
import { insertUser } from "../../db/users.ts";
import { uuidv7 } from "../../services/ids.ts";
import { silentLog } from "../../services/log.ts";
import { judge, median, say } from "../say.ts";
import { copiesOf } from "./copies.ts";
import type { Setting } from "./setting.ts";
import { readTrace, replay, WITHOUT_TRACE } from "./trace_file.ts";

const DOCUMENT_BYTES = 16_000_000;
/** Strokes since the last snapshot. */
const LOG_ROWS = 2000;
const ROUNDS = 5;
const BAR = 1.3;

export async function run({ databaseUrl }: Setting): Promise<void> {
  const sql = connect(databaseUrl);
  try {
    await migrate(sql);
    await compare(sql, "a drawing", drawing());
    const trace = await readTrace();
    if (!trace) return say(WITHOUT_TRACE);
    const doc = new Y.Doc();
    for (const operation of trace.txns) replay(doc.getText("lyrics"), operation);
    const paper = Y.encodeStateAsUpdate(doc);
    // A copy is shorter than what it is of: the names of its clients are short numbers.
    const count = Math.round(DOCUMENT_BYTES / copiesOf(paper, 1).length);
    await compare(sql, `${count} papers`, copiesOf(paper, count));
  } finally {
    await sql.end();
  }
}

async function compare(sql: Sql, what: string, snapshot: Uint8Array): Promise<void> {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, snapshot);
  const rows: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => rows.push(update));
  for (let i = 0; i < LOG_ROWS; i++) addStroke(doc, stroke(i));
  const state = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  const projectId = await store(sql, snapshot, rows);
  const bare: number[] = [];
  const reads: number[] = [];
  const ours: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(await milliseconds((copy) => Y.applyUpdate(copy, state)));
    let readAt = 0;
    const began = performance.now();
    ours.push(
      await milliseconds(async (copy) => {
        const stored = await readStored(sql, projectId);
        readAt = performance.now();
        const refused = applyStored(copy, stored, silentLog);
        if (refused.length > 0) throw new Error("rows were refused");
      }),
    );
    reads.push(readAt - began);
  }
  const [mb, count] = [(state.length / 1e6).toFixed(1), rows.length];
  const [oursMs, bareMs, readMs] = [median(ours), median(bare), median(reads)];
  const times = oursMs / bareMs;
  judge(
    `${what} of ${mb} MB with ${count} rows of log`,
    `${oursMs.toFixed(0)} ms (reading ${readMs.toFixed(0)}), bare ${bareMs.toFixed(0)} ms: ${
      times.toFixed(2)
    } ×`,
    `≤ ${BAR} ×`,
    times <= BAR,
  );
}

async function milliseconds(open: (doc: Y.Doc) => void | Promise<void>): Promise<number> {
  const doc = new Y.Doc();
  const began = performance.now();
  await open(doc);
  const ms = performance.now() - began;
  doc.destroy();
  return ms;
}

async function store(
  sql: Sql,
  snapshot: Uint8Array,
  rows: readonly Uint8Array[],
): Promise<string> {
  const [id, owner_id] = [uuidv7(), uuidv7()];
  const email = `${owner_id}@example.org`;
  await insertUser(sql, { id: owner_id, email, username: owner_id, password_hash: "-", color: 0 });
  await insertProject(sql, { id, owner_id, title: "B", description: null, is_public: false });
  const row = { project_id: id, actor_id: owner_id, origin: "socket" };
  await insertUpdates(sql, [{ ...row, payload: snapshot }]);
  await compact(sql, id);
  await insertUpdates(sql, rows.map((payload) => ({ ...row, payload })));
  return id;
}

function drawing(): Uint8Array {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, seedUpdate({ title: "Bench", canvasId: "canvas" }));
  let bytes = 0;
  doc.on("update", (update: Uint8Array) => bytes += update.length);
  for (let i = 0; bytes < DOCUMENT_BYTES; i++) addStroke(doc, stroke(i));
  return Y.encodeStateAsUpdate(doc);
}

/** A second of drawing at 60 points a second. */
function stroke(index: number): Parameters<typeof addStroke>[1] {
  const points = Array.from({ length: 60 }, (_, i) => ({
    x: 500 + 300 * Math.sin(index + i / 20),
    y: 400 + 200 * Math.cos(index * 2 + i / 30),
    pressure: 0.5 + 0.4 * Math.sin(i / 9),
    timeMs: i * 16,
  }));
  const by = "018f0000-0000-7000-8000-000000000000";
  return {
    ...{ id: crypto.randomUUID(), canvas: "canvas", color: "#336699", width: 4 },
    ...{ tool: "pen", by, at: 1_700_000_000_000 + index, order: "a0", points },
  };
}
