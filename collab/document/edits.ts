import * as Y from "yjs";
import { assign, entryOf, lastOrder } from "./entries.ts";
import { orderBetween } from "./order.ts";
import { packPoints } from "./points.ts";
import {
  type AnalysisView,
  type CanvasView,
  type ImageView,
  type JobView,
  type MetaView,
  type Mood,
  roots,
  type StrokePoint,
  type StrokeView,
  type TrackView,
} from "./schema.ts";

export { type Seed, seedProject, seedUpdate } from "./seed.ts";

/*
 * The writers of the shared document. Each runs inside the caller's transaction (the room's edit on
 * the server, `doc.transact(…, LOCAL_ORIGIN)` in the browser), so that a gesture is one update and one
 * step of undo. Those that name an entry answer false when there is none, and change nothing.
 */

export function setMeta(doc: Y.Doc, patch: Partial<MetaView>): void {
  assign(roots(doc).meta, patch);
}

export interface NewCanvas {
  readonly id: string;
  readonly name: string;
  /** Left out: after the last canvas. */
  readonly order?: string;
  readonly mood?: Mood;
}

export function addCanvas(doc: Y.Doc, canvas: NewCanvas): void {
  const { canvases } = roots(doc);
  if (canvases.has(canvas.id)) return;
  const mood = canvas.mood ?? { valence: 0, arousal: 0 };
  canvases.set(
    canvas.id,
    new Y.Map<unknown>([
      ["name", canvas.name],
      ["order", canvas.order ?? orderBetween(lastOrder(canvases), null)],
      ["mood", moodMap(mood)],
    ]),
  );
}

export type CanvasPatch = Partial<Pick<CanvasView, "name" | "order">> & {
  readonly mood?: Partial<Mood>;
};

export function patchCanvas(doc: Y.Doc, id: string, patch: CanvasPatch): boolean {
  const canvas = entryOf(roots(doc).canvases, id);
  if (!canvas) return false;
  const { mood, ...rest } = patch;
  assign(canvas, rest);
  if (mood) moveMood(canvas, mood);
  return true;
}

/** Removes a canvas with its shapes; the last canvas stays. Its tracks stay too: they are music by now. */
export function removeCanvas(doc: Y.Doc, id: string): boolean {
  const { canvases, shapes } = roots(doc);
  if (!canvases.has(id) || canvases.size === 1) return false;
  canvases.delete(id);
  for (const [shapeId, shape] of shapes.entries()) {
    if (shape instanceof Y.Map && shape.get("canvas") === id) shapes.delete(shapeId);
  }
  return true;
}

/** Writes what an analysis found; with `moveMood` the canvas's mood follows it. */
export function setAnalysis(
  doc: Y.Doc,
  canvasId: string,
  analysis: AnalysisView,
  options: { readonly moveMood: boolean },
): boolean {
  const canvas = entryOf(roots(doc).canvases, canvasId);
  if (!canvas) return false;
  canvas.set("analysis", analysis);
  if (options.moveMood) {
    moveMood(canvas, { valence: analysis.valence, arousal: analysis.arousal });
  }
  return true;
}

export type NewStroke =
  & Pick<StrokeView, "id" | "canvas" | "color" | "width" | "tool" | "by" | "at">
  & { readonly points: readonly StrokePoint[]; readonly order?: string };

/** @throws RangeError when the points cannot be packed. */
export function addStroke(doc: Y.Doc, stroke: NewStroke): void {
  const points = packPoints(stroke.points);
  addShape(doc, { ...stroke, kind: "stroke", points });
}

export type NewImage = Omit<ImageView, "kind" | "order"> & { readonly order?: string };

export function addImage(doc: Y.Doc, image: NewImage): void {
  addShape(doc, { ...image, kind: "image" });
}

export function removeShape(doc: Y.Doc, id: string): boolean {
  const { shapes } = roots(doc);
  if (!shapes.has(id)) return false;
  shapes.delete(id);
  return true;
}

type OptionalTrackField =
  | "order"
  | "gain_db"
  | "pan"
  | "muted"
  | "soloed"
  | "offset_seconds"
  | "source"
  | "recording";

/** Where its sound starts is computed, not written; phrases of other takes come later. */
export type NewTrack =
  & Omit<TrackView, OptionalTrackField | "start_seconds" | "pieces">
  & Partial<Pick<TrackView, OptionalTrackField>>;

/**
 * Adds tracks after the last one, in the order given; a track whose id is there already stays as it is,
 * so that a job that runs twice adds once.
 *
 * @param options.replaceJobTracksOf a canvas whose earlier composed tracks (stems and mix of another
 *   job) go in the same transaction.
 */
export function putTracks(
  doc: Y.Doc,
  tracks: readonly NewTrack[],
  options: { readonly replaceJobTracksOf?: string } = {},
): void {
  const all = roots(doc).tracks;
  const jobs = new Set(tracks.map(({ job }) => job));
  for (const [id, track] of all.entries()) {
    if (options.replaceJobTracksOf === undefined || !(track instanceof Y.Map)) continue;
    const job = track.get("job");
    const composed = typeof job === "string" && !jobs.has(job) &&
      (track.get("kind") === "stem" || track.get("kind") === "mix");
    if (composed && track.get("canvas") === options.replaceJobTracksOf) all.delete(id);
  }
  let last = lastOrder(all);
  for (const { id, ...fields } of tracks) {
    if (all.has(id)) continue;
    last = fields.order ?? orderBetween(last, null);
    const defaults = {
      gain_db: 0,
      pan: 0,
      muted: false,
      soloed: false,
      offset_seconds: 0,
    };
    all.set(id, new Y.Map<unknown>(Object.entries({ ...defaults, ...fields, order: last })));
  }
}

export type TrackPatch = Partial<
  Pick<TrackView, "name" | Exclude<OptionalTrackField, "source" | "recording">>
>;

export function patchTrack(doc: Y.Doc, id: string, patch: TrackPatch): boolean {
  const track = entryOf(roots(doc).tracks, id);
  if (!track) return false;
  assign(track, patch);
  return true;
}

export function removeTrack(doc: Y.Doc, id: string): boolean {
  const { tracks } = roots(doc);
  if (!tracks.has(id)) return false;
  tracks.delete(id);
  return true;
}

/** Writes a job's entry, or brings the one that is there up to date. */
export function putJob(doc: Y.Doc, job: JobView): void {
  const { jobs } = roots(doc);
  const { id, ...fields } = job;
  const existing = entryOf(jobs, id);
  if (existing) assign(existing, fields);
  else jobs.set(id, new Y.Map<unknown>(Object.entries(fields)));
}

export function patchJob(doc: Y.Doc, id: string, patch: Partial<Omit<JobView, "id">>): boolean {
  const job = entryOf(roots(doc).jobs, id);
  if (!job) return false;
  assign(job, patch);
  return true;
}

/**
 * Finished jobs leave the document after a day; their rows and their results stay. The newest offers
 * that nobody has settled stay too, until somebody does.
 */
export function pruneJobs(doc: Y.Doc, nowMs: number): number {
  const { jobs } = roots(doc);
  const finishedAt = (job: unknown) => job instanceof Y.Map ? job.get("finished_at") : undefined;
  const old = [...jobs.entries()].filter(([, job]) => {
    const at = finishedAt(job);
    return typeof at === "number" && at < nowMs - DAY_MS;
  });
  const open = old.filter(([, job]) => isOpenOffer(job))
    .sort(([, a], [, b]) => Number(finishedAt(b)) - Number(finishedAt(a)))
    .slice(0, MOST_OFFERS);
  const stays = new Set(open.map(([id]) => id));
  const gone = old.filter(([id]) => !stays.has(id));
  for (const [id] of gone) jobs.delete(id);
  return gone.length;
}

function isOpenOffer(job: Y.Map<unknown>): boolean {
  return job.get("status") === "succeeded" && job.get("settled") === null;
}

const MOST_OFFERS = 20;

interface Ordered {
  readonly order?: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;

function addShape(
  doc: Y.Doc,
  { id, ...fields }: Omit<StrokeView, "order"> & Ordered | Omit<ImageView, "order"> & Ordered,
): void {
  const { shapes } = roots(doc);
  if (shapes.has(id)) return;
  const order = fields.order ?? orderBetween(lastOrder(shapes, fields.canvas), null);
  shapes.set(id, new Y.Map<unknown>(Object.entries({ ...fields, order })));
}

function moodMap(mood: Mood): Y.Map<number> {
  return new Y.Map<number>([["valence", mood.valence], ["arousal", mood.arousal]]);
}

function moveMood(canvas: Y.Map<unknown>, mood: Partial<Mood>): void {
  const existing = canvas.get("mood");
  if (existing instanceof Y.Map) assign(existing, mood);
  else canvas.set("mood", moodMap({ valence: 0, arousal: 0, ...mood }));
}
