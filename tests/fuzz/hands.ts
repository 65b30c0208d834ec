import {
  addCanvas,
  addStroke,
  patchCanvas,
  removeCanvas,
  removeShape,
} from "../../collab/document/edits.ts";
import { roots } from "../../collab/document/schema.ts";
import { createSteps, type Steps } from "../../islands/room/steps.ts";
import type { Stream } from "../../services/composer/random.ts";
import type { Client } from "../fixtures/client.ts";
import assert from "node:assert/strict";
import type * as Y from "yjs";

/** What everybody did together, to know what must be there in the end and what must not. */
export class Deeds {
  /** Shapes that were drawn: by a hand, or by a request that was answered. */
  readonly drawn = new Set<string>();
  /** Shapes that somebody erased, or tried to, or took back. */
  readonly erased = new Set<string>();
  /** Letters that were typed: each is typed once. */
  readonly typed = new Set<string>();
  /** Letters that somebody deleted, or took back. */
  readonly deleted = new Set<string>();
  #letters = 0;

  letter(): string {
    return String.fromCharCode(0x4e00 + this.#letters++);
  }
}

/** Somebody at their copy, with a history of their own steps. */
export class Hand {
  readonly #doc: Y.Doc;
  readonly #steps: Steps;
  readonly #deeds: Deeds;
  /** Letters and shapes that are theirs to take back. */
  readonly #own = new Set<string>();

  constructor(doc: Y.Doc, deeds: Deeds) {
    this.#doc = doc;
    this.#steps = createSteps(doc);
    this.#deeds = deeds;
  }

  /** One thing they do. */
  act(dice: Stream, id: string): void {
    const what = dice.weighted(WHAT, ({ weight }) => weight).name;
    if (what === "undo" || what === "redo") this.#turn(what);
    else this.#steps.edit(what, (doc) => this.#edit(doc, what, dice, id));
  }

  close(): void {
    this.#steps.close();
  }

  /** @throws AssertionError where it takes away what somebody else made and nobody had touched. */
  #turn(what: "undo" | "redo"): void {
    const { deleted, erased } = this.#deeds;
    const { lyrics, shapes } = roots(this.#doc);
    const [letters, strokes] = [[...lyrics.toString()], [...shapes.keys()]];
    this.#steps[what]();
    const text = lyrics.toString();
    for (const letter of letters.filter((letter) => !text.includes(letter))) {
      assert.ok(this.#own.has(letter) || deleted.has(letter), `${what} took a letter of another`);
      deleted.add(letter);
    }
    for (const stroke of strokes.filter((stroke) => !shapes.has(stroke))) {
      assert.ok(this.#own.has(stroke) || erased.has(stroke), `${what} took a stroke of another`);
      erased.add(stroke);
    }
  }

  #edit(doc: Y.Doc, what: Edit, dice: Stream, id: string): void {
    const deeds = this.#deeds;
    const { lyrics, shapes, canvases } = roots(doc);
    const anyOf = (ids: Iterable<string>) => {
      const all = [...ids].sort();
      return all.length > 0 ? dice.pick(all) : undefined;
    };
    const canvas = anyOf(canvases.keys());
    if (what === "type") {
      const letter = deeds.letter();
      deeds.typed.add(letter);
      this.#own.add(letter);
      lyrics.insert(dice.below(lyrics.length + 1), letter);
    } else if (what === "delete") {
      const at = dice.below(lyrics.length + 1);
      const length = Math.min(1 + dice.below(3), lyrics.length - at);
      for (const letter of lyrics.toString().slice(at, at + length)) deeds.deleted.add(letter);
      lyrics.delete(at, length);
    } else if (what === "erase") {
      const shape = anyOf(shapes.keys());
      if (shape === undefined) return;
      deeds.erased.add(shape);
      removeShape(doc, shape);
    } else if (what === "add canvas") addCanvas(doc, { id: `canvas-${id}`, name: id });
    else if (canvas === undefined) return;
    else if (what === "draw") {
      deeds.drawn.add(id);
      this.#own.add(id);
      addStroke(doc, { ...stroke(dice), id, canvas, by: "somebody", at: 1 });
    } else if (what === "mood") {
      patchCanvas(doc, canvas, { mood: { valence: dice.next() * 4 - 2, arousal: dice.next() } });
    } else if (what === "rename") patchCanvas(doc, canvas, { name: id });
    else if (canvas.startsWith("canvas-")) {
      for (const [shape, entry] of shapes) {
        if (entry.get("canvas") === canvas) deeds.erased.add(shape);
      }
      removeCanvas(doc, canvas);
    }
  }
}

/** One request to whichever server; what is answered with success is a deed. */
export async function request(
  who: Client,
  project: string,
  canvas: string,
  deeds: Deeds,
  dice: Stream,
): Promise<void> {
  const what = dice.next();
  if (what < 0.6) {
    const { points, ...rest } = stroke(dice);
    const strokes = [{ ...rest, points: points.map(({ x, y }) => [x, y]) }];
    const answer = await attempt(who.call("POST", `/canvases/${canvas}/strokes`, { strokes }));
    for (const id of answer?.ids as string[] ?? []) deeds.drawn.add(id);
  } else if (what < 0.75) {
    await attempt(who.call("PATCH", `/canvases/${canvas}`, { mood: { arousal: dice.next() } }));
  } else if (what < 0.9) {
    await attempt(who.call("PATCH", `/projects/${project}`, { title: `Take ${dice.below(99)}` }));
  } else {
    const shape = [...deeds.drawn].at(-1);
    if (shape === undefined) return;
    deeds.erased.add(shape);
    await attempt(who.call("DELETE", `/canvases/${canvas}/shapes/${shape}`));
  }
}

/** Undefined when the answer was no success, or none came. */
export async function attempt(
  call: Promise<Response>,
): Promise<Record<string, unknown> | undefined> {
  try {
    const answer = await call;
    const text = await answer.text();
    return answer.ok ? text ? JSON.parse(text) : {} : undefined;
  } catch (error) {
    if (error instanceof TypeError || error instanceof Deno.errors.Http) return undefined;
    throw error;
  }
}

const WHAT = [
  { name: "draw", weight: 30 },
  { name: "type", weight: 30 },
  { name: "delete", weight: 8 },
  { name: "erase", weight: 8 },
  { name: "mood", weight: 10 },
  { name: "rename", weight: 6 },
  { name: "add canvas", weight: 5 },
  { name: "remove canvas", weight: 3 },
  { name: "undo", weight: 10 },
  { name: "redo", weight: 5 },
] as const;

type Edit = Exclude<typeof WHAT[number]["name"], "undo" | "redo">;

function stroke(dice: Stream) {
  const [x, y] = [dice.below(1500), dice.below(800)];
  const points = [0, 1, 2].map((i) => ({ x: x + 9 * i, y: y + 9 * i, pressure: 0.5, timeMs: i }));
  return { points, color: "madder", width: 3, tool: "pen" } as const;
}
