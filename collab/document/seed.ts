import * as Y from "yjs";
import { FIRST_ORDER } from "./order.ts";
import { roots } from "./schema.ts";

export interface Seed {
  readonly title: string;
  readonly canvasId: string;
}

/** What a new project's document holds: its title and one canvas. The server seeds once, nobody else. */
export function seedProject(doc: Y.Doc, seed: Seed): void {
  const { meta, canvases } = roots(doc);
  meta.set("title", seed.title);
  meta.set("beats_per_bar", 4);
  canvases.set(
    seed.canvasId,
    new Y.Map<unknown>([
      ["name", "Canvas 1"],
      ["order", FIRST_ORDER],
      ["mood", new Y.Map<number>([["valence", 0], ["arousal", 0]])],
    ]),
  );
}

/** The same as an update (format V1) for the log's first row: same input, same bytes. */
export function seedUpdate(seed: Seed): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = 1;
  doc.transact(() => seedProject(doc, seed));
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return update;
}
