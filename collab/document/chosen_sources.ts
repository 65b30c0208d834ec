import * as Y from "yjs";
import type { PlaceEffect } from "./effect.ts";
import { visible } from "./changes.ts";
import { PIECE } from "./pieces.ts";
import { isRecord } from "./plain.ts";
import { readRecording } from "./recordings.ts";
import { roots } from "./schema.ts";

/** A field of a track that says what sounds, its `source` or a phrase, and the recording that it names. */
export interface Choice {
  readonly path: readonly [trackId: string, field: string];
  readonly item: Y.Item;
  readonly recording: string;
  /** Chooses what that recording was made from instead. */
  readonly fallBack: () => void;
}

/** Which tracks play the recordings that an edit added, wholly or in a phrase. */
export function choicesOfAdded(doc: Y.Doc, places: readonly PlaceEffect[]): readonly Choice[] {
  const { tracks, recordings } = roots(doc);
  const added = new Set(places.flatMap(({ root, path, before, put }) => {
    return root === "recordings" && path.length === 1 && before === null && put ? path : [];
  }));
  if (added.size === 0) return [];
  return [...tracks.entries()].flatMap(([id, track]): Choice[] => {
    if (!(track instanceof Y.Map)) return [];
    return [...track.keys()].flatMap((field): Choice[] => {
      const item = visible(track._map.get(field));
      const value: unknown = track.get(field);
      const piece = field.startsWith(PIECE) && isRecord(value) ? value : undefined;
      const recording = field === "source" ? value : piece?.recording;
      if (!item || typeof recording !== "string" || !added.has(recording)) return [];
      const found = readRecording(recording, recordings.get(recording));
      const from = found?.kind === "version" ? found.from : recording;
      const fallBack = () => void track.set(field, piece ? { ...piece, recording: from } : from);
      return [{ path: [id, field], item, recording, fallBack }];
    });
  });
}
