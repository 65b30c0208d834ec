import * as Y from "yjs";
import { type RecordingView, roots, type ShapeView, type TrackView } from "../document/schema.ts";
import { view } from "../document/view.ts";
import type { Doer } from "./activity.ts";

/** What somebody, or a job that somebody asked for, has made and is still there. */
export type Credit =
  & Doer
  & (
    | { readonly kind: "stroke" | "image"; readonly id: string; readonly at: number }
    | { readonly kind: "track"; readonly id: string; readonly name: string }
    | {
      readonly kind: "take" | "version";
      readonly id: string;
      readonly name: string;
      readonly at: number;
    }
    | {
      readonly kind: "line";
      /** From 1, counting every line of the lyrics. */
      readonly number: number;
      readonly text: string;
      /** Of the line's letters, 0 … 1. Several people can have written a line. */
      readonly share: number;
    }
  );

/**
 * Who made what is in the document now: shapes, tracks and recordings as they say, and where they do not, as the
 * clients that put them there; lines by their letters.
 */
export function creditsOf(doc: Y.Doc, authors: ReadonlyMap<number, Doer>): readonly Credit[] {
  const { shapes, tracks, recordings } = view(doc);
  const root = roots(doc);
  const nobody: Doer = { userId: null, jobId: null };
  const putBy = (map: Y.Map<Y.Map<unknown>>, id: string) =>
    authors.get(map._map.get(id)?.id.client ?? -1) ?? nobody;
  return [
    ...shapes.map((shape: ShapeView): Credit => ({
      kind: shape.kind,
      id: shape.id,
      at: shape.at,
      userId: shape.by || putBy(root.shapes, shape.id).userId,
      jobId: null,
    })),
    ...linesOf(root.lyrics, authors),
    ...tracks.map((track: TrackView): Credit => ({
      kind: "track",
      id: track.id,
      name: track.name,
      userId: track.by || putBy(root.tracks, track.id).userId,
      jobId: track.job,
    })),
    ...recordings.map((recording: RecordingView): Credit => ({
      kind: recording.kind,
      id: recording.id,
      name: recording.kind === "take" ? recording.name : recording.label,
      at: recording.at,
      userId: recording.by || putBy(root.recordings, recording.id).userId,
      jobId: recording.kind === "take" ? null : recording.job,
    })),
  ];
}

function linesOf(text: Y.Text, authors: ReadonlyMap<number, Doer>): readonly Credit[] {
  const lines: { text: string; by: Map<string, { doer: Doer; letters: number }> }[] = [];
  let line = { text: "", by: new Map<string, { doer: Doer; letters: number }>() };
  for (let item = text._start; item; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    const doer = authors.get(item.id.client) ?? { userId: null, jobId: null };
    const key = `${doer.userId}/${doer.jobId}`;
    for (const [i, part] of item.content.str.split("\n").entries()) {
      if (i > 0) {
        lines.push(line);
        line = { text: "", by: new Map() };
      }
      const letters = part.replace(/\s/g, "").length;
      line.text += part;
      if (letters === 0) continue;
      const before = line.by.get(key)?.letters ?? 0;
      line.by.set(key, { doer, letters: before + letters });
    }
  }
  lines.push(line);
  return lines.flatMap(({ text, by }, i) => {
    const all = [...by.values()].toSorted((a, b) => b.letters - a.letters);
    const total = all.reduce((sum, { letters }) => sum + letters, 0);
    return all.map(({ doer, letters }): Credit => ({
      kind: "line",
      number: i + 1,
      text,
      share: Math.round(letters / total * 100) / 100,
      ...doer,
    }));
  });
}
