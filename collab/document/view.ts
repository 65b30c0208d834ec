import * as Y from "yjs";
import { Fields, MAX_TIME_MS } from "./fields.ts";
import { byOrder, FIRST_ORDER, isOrderKey } from "./order.ts";
import { readPieces } from "./pieces.ts";
import { isRecord, plainRecord } from "./plain.ts";
import { MAX_POINTS_BYTES } from "./points.ts";
import { readRecording, resolveRecordings, resolveTracks, type TrackEntry } from "./recordings.ts";
import {
  type AnalysisView,
  type CanvasView,
  type CommentView,
  type DocumentView,
  type JobStatus,
  type JobView,
  type MetaView,
  type Mood,
  roots,
  type Settled,
  type ShapeView,
  type TrackKind,
  type TrackView,
} from "./schema.ts";

/**
 * The document as everyone sees it. Pure; never throws, whatever was merged into the document: entries
 * that are not what their root holds are left out, numbers are moved into range, lists are ordered by
 * key and then id, and references resolved (a shape without its canvas is left out until the canvas
 * comes back by undo; a track without its canvas has `canvas: null`; which recording sounds on a
 * track says `recordings.ts`).
 *
 * `canvases` can be empty when two people removed the last two at the same time.
 */
export function view(doc: Y.Doc): DocumentView {
  const root = roots(doc);
  const canvases = readAll(root.canvases, readCanvas).sort(byOrder);
  const known = new Set(canvases.map(({ id }) => id));
  const shapes = readAll(root.shapes, readShape).filter(({ canvas }) => known.has(canvas))
    .sort(byOrder);
  const strokes = new Set(shapes.map(({ id }) => id));
  const entries = readAll(root.tracks, readTrack).sort(byOrder);
  const recordings = resolveRecordings(
    readAll(root.recordings, readRecording).sort(byId),
    entries,
  );
  const tracks = resolveTracks(entries, recordings)
    .map((track) => track.canvas === null || known.has(track.canvas) ? track : dangling(track));
  return {
    meta: readMeta(root.meta),
    canvases,
    shapes,
    lyrics: root.lyrics.toString(),
    tracks,
    recordings,
    comments: readAll(root.comments, readComment).sort(byTime)
      .map((comment) => resolveAnchor(comment, strokes)),
    jobs: readAll(root.jobs, readJob).sort(byTime),
  };
}

export function readMeta(map: Y.Map<unknown>): MetaView {
  const fields = Fields.of("meta", map)!;
  const key = fields.text("key", 3);
  const beats = fields.number("beats_per_bar", 1, 16);
  return {
    title: fields.text("title", 255)?.trim() || "Untitled",
    tempo_bpm: fields.number("tempo_bpm", 20, 400) ?? null,
    key: key !== undefined && /^[A-G][#b]?$/.test(key) ? key : null,
    scale: fields.text("scale", 32) || null,
    beats_per_bar: Number.isInteger(beats) ? beats! : 4,
  };
}

export function readCanvas(id: string, value: unknown): CanvasView | null {
  const fields = Fields.of(id, value);
  if (!fields) return null;
  return {
    id,
    name: fields.text("name", 255)?.trim() || "Canvas",
    order: readOrder(fields),
    mood: readMood(fields.raw("mood")),
    analysis: readAnalysis(fields.raw("analysis")),
  };
}

export function readShape(id: string, value: unknown): ShapeView | null {
  const fields = Fields.of(id, value);
  const kind = fields?.oneOf("kind", ["stroke", "image"]);
  const canvas = fields?.id("canvas");
  if (!fields || !kind || !canvas) return null;
  const shared = {
    id,
    canvas,
    order: readOrder(fields),
    by: fields.id("by") ?? "",
    at: fields.number("at", 0, MAX_TIME_MS) ?? 0,
  };
  if (kind === "stroke") {
    const points = fields.bytes("points", MAX_POINTS_BYTES);
    if (!points) return null;
    const color = fields.text("color", 32);
    return {
      kind,
      ...shared,
      color: color !== undefined && /^#?[a-zA-Z0-9_-]+$/.test(color) ? color : "indigo",
      width: fields.clamped("width", 0.25, 400) ?? 4,
      tool: fields.oneOf("tool", ["pen", "eraser"]) ?? "pen",
      points,
    };
  }
  const asset = fields.id("asset");
  const width = fields.number("width", 1, 100_000);
  const height = fields.number("height", 1, 100_000);
  if (!asset || width === undefined || height === undefined) return null;
  return {
    kind,
    ...shared,
    asset,
    x: fields.clamped("x", -100_000, 100_000) ?? 0,
    y: fields.clamped("y", -100_000, 100_000) ?? 0,
    width,
    height,
  };
}

/** A track by itself; `resolveTracks` finds what sounds on it. */
export function readTrack(id: string, value: unknown): TrackEntry | null {
  const fields = Fields.of(id, value);
  const asset = fields?.id("asset") ?? null;
  const kind = fields?.oneOf<TrackKind>("kind", ["stem", "take", "harmony", "mix"]);
  if (!fields || !kind || (asset === null && kind !== "take")) return null;
  const pigment = fields.text("pigment", 16);
  return {
    id,
    kind,
    name: fields.text("name", 255)?.trim() || "Track",
    asset,
    listen: fields.id("listen") ?? null,
    peaks: fields.id("peaks") ?? null,
    order: readOrder(fields),
    gain_db: fields.clamped("gain_db", -60, 30) ?? 0,
    pan: fields.clamped("pan", -1, 1) ?? 0,
    muted: fields.flag("muted"),
    soloed: fields.flag("soloed"),
    offset_seconds: fields.clamped("offset_seconds", -600, 600) ?? 0,
    duration_seconds: fields.clamped("duration_seconds", 0, 3600) ?? 0,
    pigment: pigment !== undefined && /^[a-z]+$/.test(pigment) ? pigment : "orpiment",
    by: fields.id("by") ?? "",
    job: fields.id("job") ?? null,
    canvas: fields.id("canvas") ?? null,
    source: kind === "take" ? fields.id("source") ?? null : null,
    recording: kind === "harmony" ? fields.id("recording") ?? null : null,
    pieces: kind === "take" ? readPieces(value) : [],
  };
}

export function readJob(id: string, value: unknown): JobView | null {
  const fields = Fields.of(id, value);
  const kind = fields?.text("kind", 64);
  const status = fields?.oneOf<JobStatus>("status", JOB_STATUSES);
  if (!fields || !kind || !status) return null;
  const recording = fields.id("recording");
  return {
    id,
    kind,
    canvas: fields.id("canvas") ?? null,
    ...(recording ? { recording } : {}),
    status,
    stage: fields.text("stage", 64) ?? "",
    by: fields.id("by") ?? "",
    at: fields.number("at", 0, MAX_TIME_MS) ?? 0,
    finished_at: fields.number("finished_at", 0, MAX_TIME_MS) ?? null,
    error: fields.text("error", 2000) ?? null,
    ...(fields.flag("undone") ? { undone: true } : {}),
    ...(fields.raw("settled") === undefined ? {} : { settled: readSettled(fields.raw("settled")) }),
  };
}

/** Anything that says nothing of how an offer ended leaves it open. */
function readSettled(value: unknown): Settled | null {
  if (!isRecord(value) || typeof value.by !== "string") return null;
  const { by, at, kept } = value;
  const isOne = typeof kept === "number" && Number.isInteger(kept) && kept >= 0;
  return { by: by.slice(0, 64), at: within(at, 0, MAX_TIME_MS), kept: isOne ? kept : null };
}

const JOB_STATUSES = ["queued", "running", "succeeded", "failed", "cancelled"] as const;

function readAll<T>(
  map: Y.Map<Y.Map<unknown>>,
  read: (id: string, value: unknown) => T | null,
): T[] {
  const found: T[] = [];
  for (const [id, value] of map.entries()) {
    const entry = read(id, value);
    if (entry !== null) found.push(entry);
  }
  return found;
}

function readOrder(fields: Fields): string {
  const order = fields.raw("order");
  return isOrderKey(order) ? order : FIRST_ORDER;
}

function readMood(value: unknown): Mood {
  const fields = Fields.of("mood", value);
  return {
    valence: fields?.clamped("valence", -1, 1) ?? 0,
    arousal: fields?.clamped("arousal", -1, 1) ?? 0,
  };
}

function readAnalysis(value: unknown): AnalysisView | null {
  if (!isRecord(value) || typeof value.primary_emotion !== "string") return null;
  const secondary = value.secondary_emotions;
  return {
    ...plainRecord(value),
    primary_emotion: value.primary_emotion.slice(0, 64),
    secondary_emotions: Array.isArray(secondary)
      ? secondary.filter((name) => typeof name === "string").slice(0, 16)
      : [],
    confidence: within(value.confidence, 0, 1),
    valence: within(value.valence, -1, 1),
    arousal: within(value.arousal, -1, 1),
    mood_description: typeof value.mood_description === "string" ? value.mood_description : "",
  };
}

function within(value: unknown, min: number, max: number): number {
  return typeof value === "number" && Number.isFinite(value)
    ? Math.min(max, Math.max(min, value))
    : 0;
}

function readComment(id: string, value: unknown): CommentView | null {
  const fields = Fields.of(id, value);
  const text = fields?.text("text", 5000);
  if (!fields || !text) return null;
  const anchor = fields.raw("anchor");
  const kinds = ["time", "line", "stroke"] as const;
  const kind = isRecord(anchor) ? kinds.find((name) => name === anchor.kind) : undefined;
  const at = isRecord(anchor) && typeof anchor.at === "string" ? anchor.at.slice(0, 64) : "";
  return {
    id,
    text,
    by: fields.id("by") ?? "",
    at: fields.number("at", 0, MAX_TIME_MS) ?? 0,
    anchor: kind ? { kind, at } : PROJECT_ANCHOR,
    resolved: fields.flag("resolved"),
  };
}

const PROJECT_ANCHOR = { kind: "project", at: "" } as const;

function resolveAnchor(comment: CommentView, shapes: ReadonlySet<string>): CommentView {
  const dangles = comment.anchor.kind === "stroke" && !shapes.has(comment.anchor.at);
  return dangles ? { ...comment, anchor: PROJECT_ANCHOR } : comment;
}

function dangling(track: TrackView): TrackView {
  return { ...track, canvas: null };
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1; // version 7 ids: by creation
}

function byTime(
  a: { readonly at: number; readonly id: string },
  b: { readonly at: number; readonly id: string },
): number {
  return a.at - b.at || byId(a, b);
}
