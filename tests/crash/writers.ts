import { addStroke, patchCanvas, removeShape } from "../../collab/document/edits.ts";
import { roots } from "../../collab/document/schema.ts";
import type { Stream } from "../../services/composer/random.ts";
import type { Client } from "../fixtures/client.ts";
import type { Writer } from "../fixtures/writer.ts";

/** What a server has promised over REST: each is true of every document that is loaded later. */
export interface Promises {
  readonly drawn: Set<string>;
  readonly erased: Set<string>;
  readonly canvases: Set<string>;
  /** Jobs that were accepted, with what they must have left once they were seen to succeed. */
  readonly jobs: Map<string, "accepted" | "succeeded">;
  /** Requests answered with success. */
  answers: number;
}

export interface Place {
  readonly project: string;
  readonly canvas: string;
}

export function noPromises(): Promises {
  return {
    drawn: new Set(),
    erased: new Set(),
    canvases: new Set(),
    jobs: new Map(),
    answers: 0,
  };
}

/** Draws, erases, types, deletes and moves moods until told to stop. */
export async function writeBySocket(
  writer: Writer,
  { canvas }: Place,
  dice: Stream,
  stop: AbortSignal,
): Promise<void> {
  const mine: string[] = [];
  const { doc } = writer;
  for (let n = 0; !stop.aborted; n++) {
    doc.transact(() => {
      const { lyrics } = roots(doc);
      const what = dice.next();
      if (what < 0.5) {
        mine.push(`${doc.clientID}-${n}`);
        addStroke(doc, { ...stroke(dice), id: mine.at(-1)!, canvas, by: "somebody", at: n });
      } else if (what < 0.6 && mine.length > 0) removeShape(doc, mine.shift()!);
      else if (what < 0.85) lyrics.insert(dice.below(lyrics.length + 1), "la ");
      else if (what < 0.9) lyrics.delete(0, Math.min(lyrics.length, 2));
      else patchCanvas(doc, canvas, { mood: { valence: dice.next() } });
    });
    await pause(dice.below(8));
  }
}

/** Draws and erases strokes and adds canvases, one request after the other. */
export async function writeByRest(
  who: Client,
  { project, canvas }: Place,
  promises: Promises,
  dice: Stream,
  stop: AbortSignal,
): Promise<void> {
  const mine: string[] = [];
  while (!stop.aborted) {
    const what = dice.next();
    if (what < 0.08) {
      const made = await answered(who.call("POST", `/projects/${project}/canvases`, {}));
      if (made) promises.canvases.add(made.id as string);
      if (made) promises.answers++;
    } else if (what < 0.25 && mine.length > 0) {
      const shape = mine.shift()!;
      promises.drawn.delete(shape); // asked for: it may be gone from here on
      if (!await answered(who.call("DELETE", `/canvases/${canvas}/shapes/${shape}`))) continue;
      promises.erased.add(shape);
      promises.answers++;
    } else {
      const drawn = await answered(
        who.call("POST", `/canvases/${canvas}/strokes`, { strokes: [onTheWire(dice)] }),
      );
      for (const id of drawn?.ids as string[] ?? []) {
        promises.drawn.add(id);
        mine.push(id);
        promises.answers++;
      }
    }
  }
}

/** Asks for one job after the other, and waits for each. */
export async function writeByJobs(
  who: Client,
  { canvas }: Place,
  promises: Promises,
  ask: { readonly path: string; readonly body: unknown },
  stop: AbortSignal,
): Promise<void> {
  while (!stop.aborted) {
    const job = await answered(who.call("POST", `/canvases/${canvas}/${ask.path}`, ask.body));
    if (!job) continue;
    promises.jobs.set(job.id as string, "accepted");
    promises.answers++;
    while (!stop.aborted) {
      const now = await answered(who.call("GET", `/jobs/${job.id}`));
      if (now?.status === "succeeded") promises.jobs.set(job.id as string, "succeeded");
      if (now && now.status !== "queued" && now.status !== "running") break;
      await pause(10);
    }
  }
}

/** The answer of a request that succeeded; undefined when it failed, or the server died under it. */
async function answered(
  request: Promise<Response>,
): Promise<Record<string, unknown> | undefined> {
  try {
    const answer = await request;
    const text = await answer.text();
    if (!answer.ok) return void await pause(20);
    return text ? JSON.parse(text) : {};
  } catch (error) {
    if (error instanceof TypeError || error instanceof Deno.errors.Http) return undefined;
    throw error;
  }
}

function stroke(dice: Stream) {
  const [x, y] = [dice.below(1500), dice.below(800)];
  const points = [0, 1, 2, 3].map((i) => ({
    x: x + 9 * i,
    y: y + 9 * i,
    pressure: 0.5,
    timeMs: i,
  }));
  return { points, color: "indigo", width: 4, tool: "pen" } as const;
}

function onTheWire(dice: Stream) {
  const { points, ...rest } = stroke(dice);
  return { ...rest, points: points.map(({ x, y, pressure }) => [x, y, pressure]) };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
