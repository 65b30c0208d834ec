import { type ReadonlySignal, signal } from "@preact/signals";
import * as Y from "yjs";
import { LOCAL_ORIGIN } from "../../collab/document/origin.ts";
import { roots } from "../../collab/document/schema.ts";

/** One person's history in a room: undo takes back theirs, never somebody else's, never a job's. */
export interface Steps {
  readonly canUndo: ReadonlySignal<boolean>;
  readonly canRedo: ReadonlySignal<boolean>;
  /** One edit, one step. */
  edit<T>(change: (doc: Y.Doc) => T): T;
  /** Everything edited between `begin` and `end` is one step: a stroke of the eraser, a drag of a fader. */
  begin(): void;
  end(): void;
  undo(): void;
  redo(): void;
  close(): void;
}

export function createSteps(doc: Y.Doc): Steps {
  const { meta, canvases, shapes, tracks } = roots(doc);
  const manager = new Y.UndoManager([meta, canvases, shapes, tracks], {
    trackedOrigins: new Set([LOCAL_ORIGIN]),
    captureTimeout: Number.MAX_SAFE_INTEGER, // steps end where a gesture ends, not when a clock says so
  });
  const canUndo = signal(false);
  const canRedo = signal(false);
  const tell = () => {
    canUndo.value = manager.canUndo();
    canRedo.value = manager.canRedo();
  };
  for (const event of ["stack-item-added", "stack-item-popped", "stack-cleared"] as const) {
    manager.on(event, tell);
  }
  let inGesture = false;
  const end = () => {
    inGesture = false;
    manager.stopCapturing();
  };
  return {
    canUndo,
    canRedo,
    edit: (change) => {
      const result = doc.transact(() => change(doc), LOCAL_ORIGIN);
      if (!inGesture) manager.stopCapturing();
      return result;
    },
    begin: () => {
      manager.stopCapturing();
      inGesture = true;
    },
    end,
    undo: () => {
      end();
      manager.undo();
    },
    redo: () => {
      end();
      manager.redo();
    },
    close: () => manager.destroy(),
  };
}
