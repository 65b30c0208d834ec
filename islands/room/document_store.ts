import { computed, type ReadonlySignal, signal } from "@preact/signals";
import * as Y from "yjs";
import { byOrder } from "../../collab/document/order.ts";
import {
  readRecording,
  resolveRecordings,
  resolveTracks,
} from "../../collab/document/recordings.ts";
import {
  type CanvasView,
  type JobView,
  type MetaView,
  type RecordingView,
  roots,
  type ShapeView,
  type TrackView,
} from "../../collab/document/schema.ts";
import { readCanvas, readJob, readMeta, readShape, readTrack } from "../../collab/document/view.ts";

/** The document as signals: an update re-reads only the entries it touched. */
export interface DocumentStore {
  readonly meta: ReadonlySignal<MetaView>;
  readonly canvases: ReadonlySignal<readonly CanvasView[]>;
  /** With what sounds on each. */
  readonly tracks: ReadonlySignal<readonly TrackView[]>;
  /** Takes and their versions, in the order they were made. */
  readonly recordings: ReadonlySignal<readonly RecordingView[]>;
  readonly jobs: ReadonlySignal<readonly JobView[]>;
  /** Every shape of every canvas, from the undermost up. Unchanged shapes keep their identity. */
  readonly shapes: ReadonlySignal<readonly ShapeView[]>;
  readonly lyrics: ReadonlySignal<string>;
  close(): void;
}

export function createDocumentStore(doc: Y.Doc): DocumentStore {
  const root = roots(doc);
  const meta = signal(readMeta(root.meta));
  const onMeta = () => meta.value = readMeta(root.meta);
  root.meta.observeDeep(onMeta);
  const lyrics = signal(root.lyrics.toString());
  const onLyrics = () => lyrics.value = root.lyrics.toString();
  root.lyrics.observe(onLyrics);
  const canvases = follow(root.canvases, readCanvas, byOrder);
  const entries = follow(root.tracks, readTrack, byOrder);
  const sung = follow(root.recordings, readRecording, (a, b) => a.id < b.id ? -1 : 1);
  const recordings = computed(() => resolveRecordings(sung.list.value, entries.list.value));
  const tracks = computed(() => resolveTracks(entries.list.value, recordings.value));
  const jobs = follow(root.jobs, readJob, (a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const shapes = follow(root.shapes, readShape, byOrder);
  return {
    meta,
    canvases: canvases.list,
    tracks,
    recordings,
    jobs: jobs.list,
    shapes: shapes.list,
    lyrics,
    close: () => {
      root.meta.unobserveDeep(onMeta);
      root.lyrics.unobserve(onLyrics);
      for (const followed of [canvases, entries, sung, jobs, shapes]) followed.close();
    },
  };
}

interface Followed<T> {
  readonly list: ReadonlySignal<readonly T[]>;
  close(): void;
}

function follow<T extends { readonly id: string }>(
  map: Y.Map<Y.Map<unknown>>,
  read: (id: string, value: unknown) => T | null,
  compare: (a: T, b: T) => number,
): Followed<T> {
  const entries = new Map<string, T>();
  const take = (id: string) => {
    const value = map.get(id);
    const entry = value === undefined ? null : read(id, value);
    if (entry) entries.set(id, entry);
    else entries.delete(id);
  };
  const sorted = () => [...entries.values()].sort(compare);
  for (const id of map.keys()) take(id);
  const list = signal<readonly T[]>(sorted());
  const onChange = (events: Y.YEvent<Y.AbstractType<unknown>>[]) => {
    for (const id of touched(events, map)) take(id);
    list.value = sorted();
  };
  map.observeDeep(onChange);
  return { list, close: () => map.unobserveDeep(onChange) };
}

/** The ids of the entries that the events are about. */
function touched(
  events: readonly Y.YEvent<Y.AbstractType<unknown>>[],
  map: Y.Map<Y.Map<unknown>>,
): Set<string> {
  const ids = new Set<string>();
  for (const event of events) {
    if (event.target === map as Y.AbstractType<unknown>) {
      for (const id of event.changes.keys.keys()) ids.add(id);
    } else if (typeof event.path[0] === "string") ids.add(event.path[0]);
  }
  return ids;
}
