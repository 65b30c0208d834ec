import { type ReadonlySignal, signal } from "@preact/signals";
import * as Y from "yjs";
import { LOCAL_ORIGIN } from "../../collab/document/origin.ts";
import { roots } from "../../collab/document/schema.ts";
import { holdsOthers, mayTakeBack } from "./others_work.ts";

/**
 * One person's history in a room, over everything they edit: words, paint, pictures, mix and mood. Undo takes
 * back theirs, never somebody else's, never a job's.
 */
export interface Steps {
  /** What the next undo takes back ("Cello fader"), or null. */
  readonly undoable: ReadonlySignal<string | null>;
  readonly redoable: ReadonlySignal<string | null>;
  /** One edit, one step; within a gesture, a part of its step. */
  edit<T>(label: string, change: (doc: Y.Doc) => T): T;
  /** Everything edited until `end` is one step: a stroke of the eraser, a drag of a fader. */
  begin(label: string): void;
  end(): void;
  /**
   * Transactions of this origin are typing: a step lasts until the hands rest.
   * @returns stops listening to the origin.
   */
  typing(label: string, origin: object): () => void;
  /** Takes an entry that the server wrote for this person (an uploaded picture) as their step. */
  adopt(label: string, entry: Y.Map<unknown>): void;
  /** The last step of this name is as if it had never been: it met somebody else's and gave way. */
  forget(label: string): void;
  /** @returns what was taken back, or null when nothing was left of it. */
  undo(): string | null;
  redo(): string | null;
  close(): void;
}

/** A pause in typing that ends a step. */
const REST_MS = 900;

export function createSteps(doc: Y.Doc, now: () => number = () => performance.now()): Steps {
  const { meta, canvases, shapes, tracks, recordings, lyrics, jobs } = roots(doc);
  const scope = [meta, canvases, shapes, tracks, recordings, lyrics, jobs];
  const typists = new Map<unknown, string>();
  /** What the open step belongs to; whatever belongs to something else opens another. */
  let owner: object | null = null;
  let label = "";
  let gesture: { readonly label: string } | null = null;
  let burst: { readonly origin: unknown; lastAtMs: number } | null = null;

  const manager: Y.UndoManager = new Y.UndoManager(scope, {
    trackedOrigins: new Set([LOCAL_ORIGIN]),
    captureTimeout: Number.MAX_SAFE_INTEGER, // steps end where a gesture ends, not when a clock says so
    captureTransaction: ({ origin }) => {
      const typed = typists.get(origin);
      if (typed !== undefined) {
        const rested = !burst || burst.origin !== origin || now() - burst.lastAtMs > REST_MS;
        if (rested) burst = { origin, lastAtMs: now() };
        burst!.lastAtMs = now();
        own(burst!, typed);
      }
      return true;
    },
    deleteFilter: (item) => mayTakeBack(item, doc.clientID),
  });
  const own = (next: object, name: string) => {
    if (owner !== next) manager.stopCapturing();
    owner = next;
    label = name;
  };
  const close = () => {
    owner = null;
    gesture = null;
    burst = null;
    manager.stopCapturing();
  };

  const undoable = signal<string | null>(null);
  const redoable = signal<string | null>(null);
  const tell = () => {
    undoable.value = labelOf(manager.undoStack.at(-1));
    redoable.value = labelOf(manager.redoStack.at(-1));
  };
  manager.on("stack-item-added", ({ stackItem }) => {
    if (!manager.undoing && !manager.redoing) stackItem.meta.set(LABEL, label);
    tell();
  });
  manager.on("stack-item-popped", ({ stackItem, type }) => {
    const other = type === "undo" ? manager.redoStack : manager.undoStack;
    other.at(-1)?.meta.set(LABEL, labelOf(stackItem));
    tell();
  });
  manager.on("stack-cleared", tell);

  return {
    undoable,
    redoable,
    edit: (name, change) =>
      doc.transact(() => {
        own(gesture ?? {}, gesture?.label ?? name);
        return change(doc);
      }, LOCAL_ORIGIN),
    begin: (name) => {
      close();
      gesture = { label: name };
    },
    end: close,
    typing: (name, origin) => {
      typists.set(origin, name);
      manager.addTrackedOrigin(origin);
      return () => {
        typists.delete(origin);
        manager.removeTrackedOrigin(origin);
      };
    },
    adopt: (name, { _item: item }) => {
      if (!item || item.deleted || holdsOthers(item, doc.clientID)) return;
      close();
      manager.clear(false, true);
      const insertions = Y.createDeleteSet();
      insertions.clients.set(item.id.client, [{ clock: item.id.clock, len: item.length }]);
      const meta = new Map([[LABEL, name]]);
      manager.undoStack.push({ insertions, deletions: Y.createDeleteSet(), meta });
      tell();
    },
    forget: (name) => {
      close();
      const at = manager.undoStack.findLastIndex((item) => labelOf(item) === name);
      if (at >= 0) manager.undoStack.splice(at, 1);
      tell();
    },
    undo: () => {
      close();
      const taken = manager.undo();
      tell(); // steps of which nothing was left are gone without an event
      return labelOf(taken ?? undefined);
    },
    redo: () => {
      close();
      const taken = manager.redo();
      tell();
      return labelOf(taken ?? undefined);
    },
    close: () => manager.destroy(),
  };
}

const LABEL = "label";

function labelOf(item: { readonly meta: Map<unknown, unknown> } | undefined): string | null {
  return item ? String(item.meta.get(LABEL) ?? "") : null;
}
