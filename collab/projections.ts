import { isDeepStrictEqual } from "node:util";
import type * as Y from "yjs";
import { dropOtherCanvases, putCanvases } from "../db/canvases.ts";
import type { Sql } from "../db/client.ts";
import { putLyrics } from "../db/lyrics.ts";
import { countWords } from "../services/lyrics/lines.ts";
import {
  type ProjectedDocumentRow,
  readProjectedDocument,
  readProjectedDocuments,
} from "../db/projected_documents.ts";
import { touchProject, touchProjects, updateProject } from "../db/projects.ts";
import { transaction } from "../db/transaction.ts";
import { isUuid } from "../services/ids.ts";
import type { Log } from "../services/log.ts";
import { byOrder } from "./document/order.ts";
import { type CanvasView, roots } from "./document/schema.ts";
import { readCanvas, readMeta } from "./document/view.ts";

/** What lists and search show of a document. */
export type Projection = ProjectedDocumentRow;

/** Pure; strokes and tracks are not looked at. */
export function project(doc: Y.Doc): Projection {
  const { meta, canvases, lyrics } = roots(doc);
  const found: CanvasView[] = [];
  for (const [id, value] of canvases.entries()) {
    const canvas = readCanvas(id, value);
    if (canvas && isUuid(id)) found.push(canvas); // a row's key; other ids are somebody's mischief
  }
  return {
    title: storable(readMeta(meta).title) || "Untitled",
    canvases: found.sort(byOrder).map(({ id, name, order, mood, analysis }) => ({
      id,
      name: storable(name),
      order_key: order,
      valence: mood.valence,
      arousal: mood.arousal,
      primary_emotion: analysis ? storable(analysis.primary_emotion) : null,
    })),
    lyrics: storable(lyrics.toString()),
  };
}

/**
 * Makes the rows follow a document, in one transaction; rows that already do stay as they are.
 * @param edited whether the document has changed: then the project has, too.
 */
async function saveProjection(
  sql: Sql,
  projectId: string,
  wanted: Projection,
  edited: boolean,
): Promise<void> {
  await transaction(sql, async (tx) => {
    const known = await readProjectedDocument(tx, projectId);
    if (!known) return; // deleted meanwhile
    if (known.title !== wanted.title) await updateProject(tx, projectId, { title: wanted.title });
    else if (edited) await touchProject(tx, projectId);
    if (!isDeepStrictEqual(known.canvases, wanted.canvases)) {
      await dropOtherCanvases(tx, projectId, wanted.canvases.map(({ id }) => id));
      const changed = wanted.canvases.filter((canvas) => {
        return !known.canvases.some((row) => isDeepStrictEqual(row, canvas));
      });
      await putCanvases(tx, changed.map((canvas) => ({ ...canvas, project_id: projectId })));
    }
    if (known.lyrics === wanted.lyrics) return;
    const word_count = countWords(wanted.lyrics);
    await putLyrics(tx, { project_id: projectId, text: wanted.lyrics, word_count });
  });
}

/**
 * Keeps the rows near the documents: some time after a change, and again after a failure. The document
 * is the truth; what is lost here with a crash comes back when the room is next opened.
 */
export class Projections {
  readonly #deps: ProjectionDeps;
  readonly #due = new Map<string, Due>();
  readonly #running = new Set<Promise<void>>();
  #closed = false;

  constructor(deps: ProjectionDeps) {
    this.#deps = deps;
  }

  /** A document has changed. However often it does, its rows follow at most once per delay. */
  changed(projectId: string): void {
    this.#schedule(projectId, { edited: true, failures: 0 }, this.#deps.delayMs);
  }

  /** Something in it has changed that is soon asked for by REST: the rows follow at once. */
  changedUrgently(projectId: string): void {
    this.#schedule(projectId, { edited: true, failures: 0 }, 0);
  }

  /** Another process has changed a document, and writes its rows: unless it has ended since. */
  changedElsewhere(projectId: string): void {
    this.#schedule(projectId, { edited: false, failures: 0 }, 10 * this.#deps.delayMs);
  }

  /** A document was opened: its rows may be behind since a crash. */
  opened(projectId: string): void {
    this.#schedule(projectId, { edited: false, failures: 0 }, this.#deps.delayMs);
  }

  /** Writes what waits, now. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#startDue(Infinity);
    await Promise.all(this.#running);
  }

  /** The earlier of two times counts, and what either knows. */
  #schedule(projectId: string, work: Work, delayMs: number): void {
    const before = this.#due.get(projectId);
    const atMs = performance.now() + delayMs;
    if (before && before.atMs <= atMs) {
      if (work.edited) before.edited = true;
      return;
    }
    clearTimeout(before?.timer);
    const due: Due = {
      edited: work.edited || (before?.edited ?? false),
      failures: work.failures,
      atMs,
      timer: setTimeout(() => this.#startDue(atMs), delayMs),
    };
    this.#due.set(projectId, due);
  }

  /** What is due at a moment takes along what soon will be: most of it costs a share of two statements. */
  #startDue(atMs: number): void {
    const batch = [...this.#due].filter(([, due]) => due.atMs <= atMs + TOGETHER_MS);
    if (batch.length === 0) return;
    for (const [projectId, { timer }] of batch) {
      clearTimeout(timer);
      this.#due.delete(projectId);
    }
    const run = this.#saveAll(new Map(batch)).finally(() => this.#running.delete(run));
    this.#running.add(run);
  }

  async #saveAll(batch: ReadonlyMap<string, Work>): Promise<void> {
    const { sql, onSaved } = this.#deps;
    const agreeing: string[] = [];
    const save = async (projectId: string, known: Promise<ReadonlyMap<string, Projection>>) => {
      const { edited } = batch.get(projectId)!;
      const [row, wanted] = [(await known).get(projectId), await this.#deps.read(projectId)];
      if (!row) return; // deleted meanwhile
      if (!isDeepStrictEqual(row, wanted)) await saveProjection(sql, projectId, wanted, edited);
      else if (edited) return void agreeing.push(projectId);
      if (edited) onSaved?.(projectId);
    };
    const known = readProjectedDocuments(sql, [...batch.keys()]);
    await Promise.all(
      [...batch].map(([projectId, work]) =>
        save(projectId, known).catch((error) => this.#failed(projectId, work, error))
      ),
    );
    try {
      if (agreeing.length > 0) await touchProjects(sql, agreeing);
      for (const projectId of agreeing) onSaved?.(projectId);
    } catch (error) {
      for (const projectId of agreeing) this.#failed(projectId, batch.get(projectId)!, error);
    }
  }

  #failed(projectId: string, { edited, failures }: Work, error: unknown): void {
    this.#deps.log.warn("lists could not follow a document", { project_id: projectId, error });
    if (this.#closed || failures >= MAX_RETRIES) return;
    const delayMs = this.#deps.delayMs * 2 ** (failures + 1);
    this.#schedule(projectId, { edited, failures: failures + 1 }, delayMs);
  }
}

/** Early is as good as in time. */
const TOGETHER_MS = 250;

interface ProjectionDeps {
  readonly sql: Sql;
  readonly log: Log;
  readonly read: (projectId: string) => Promise<Projection>;
  readonly delayMs: number;
  readonly onSaved?: (projectId: string) => void;
}

interface Work {
  edited: boolean;
  readonly failures: number;
}

interface Due extends Work {
  readonly atMs: number;
  readonly timer: ReturnType<typeof setTimeout>;
}

const MAX_RETRIES = 6;

/** PostgreSQL's text has no NUL, and its UTF-8 no half of a pair. */
function storable(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}
