import * as Y from "yjs";
import type { PlaceEffect } from "./effect.ts";
import { visible } from "./changes.ts";
import { readRecording } from "./recordings.ts";
import { roots } from "./schema.ts";

/** A track's `source`, and the recording that it names. */
export interface Choice {
  readonly track: Y.Map<unknown>;
  readonly path: readonly [trackId: string, field: "source"];
  readonly item: Y.Item;
  readonly recording: string;
  /** What that recording was made from, or the recording itself. */
  readonly from: string;
}

/** Which tracks play the recordings that an edit added. */
export function choicesOfAdded(doc: Y.Doc, places: readonly PlaceEffect[]): readonly Choice[] {
  const { tracks, recordings } = roots(doc);
  const added = new Set(places.flatMap(({ root, path, before, put }) => {
    return root === "recordings" && path.length === 1 && before === null && put ? path : [];
  }));
  if (added.size === 0) return [];
  return [...tracks.entries()].flatMap(([id, track]): Choice[] => {
    const item = track instanceof Y.Map ? visible(track._map.get("source")) : undefined;
    const recording = item && track.get("source");
    if (!item || typeof recording !== "string" || !added.has(recording)) return [];
    const found = readRecording(recording, recordings.get(recording));
    const from = found?.kind === "version" ? found.from : recording;
    return [{ track, path: [id, "source"], item, recording, from }];
  });
}
