import {
  type AnalysisView,
  CANVAS_HEIGHT,
  CANVAS_WIDTH,
  type ImageView,
  type Mood,
  type ShapeView,
  type StrokeView,
} from "../collab/document/schema.ts";
import { unpackPoints } from "../collab/document/points.ts";
import { view } from "../collab/document/view.ts";
import { type AssetRow, findAssets } from "../db/assets.ts";
import { contentHash } from "../services/mood/content_hash.ts";
import type { DrawnStroke } from "../services/mood/gesture.ts";
import { PIGMENTS } from "../services/mood/pigments.ts";
import type { Layer } from "../services/mood/raster.ts";
import { decodeImage, type Pixels } from "../services/media/image.ts";
import { type JobDeps, JobError } from "./job_kind.ts";

/** A canvas as a job found it: what lies on it, and the mood that people gave it. */
export interface CanvasPicture {
  readonly mood: Mood;
  readonly analysis: AnalysisView | null;
  /** Lowest first; an image whose file is gone is left out. */
  readonly shapes: readonly PlacedShape[];
}

export type PlacedShape =
  | { readonly kind: "stroke"; readonly stroke: StrokeView }
  | { readonly kind: "image"; readonly image: ImageView; readonly asset: AssetRow };

export const CANVAS_SIZE = { width: CANVAS_WIDTH, height: CANVAS_HEIGHT } as const;

/** @throws {JobError} CANVAS_GONE when there is no such canvas any more. */
export async function lookAtCanvas(
  { sql, rooms }: Pick<JobDeps, "sql" | "rooms">,
  projectId: string,
  canvasId: string,
): Promise<CanvasPicture> {
  const found = await rooms.read(projectId, (doc) => {
    const { canvases, shapes } = view(doc);
    const canvas = canvases.find(({ id }) => id === canvasId);
    return canvas && { canvas, shapes: shapes.filter((shape) => shape.canvas === canvasId) };
  });
  if (!found) throw canvasGone();
  const ids = found.shapes.flatMap((shape) => shape.kind === "image" ? [shape.asset] : []);
  const assets = new Map((await findAssets(sql, projectId, ids)).map((row) => [row.id, row]));
  const { mood, analysis } = found.canvas;
  return { mood, analysis, shapes: found.shapes.flatMap((shape) => placed(shape, assets)) };
}

export function canvasGone(): JobError {
  return new JobError("CANVAS_GONE", "This canvas was removed in the meantime.");
}

/**
 * The same things in the same places give the same hash, whoever put them there and when.
 * @param how an image by itself is the same wherever it lies.
 */
export async function pictureHash(
  shapes: readonly PlacedShape[],
  how: "composite" | "drawing" | "image",
): Promise<string> {
  const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  const parts = shapes.flatMap((shape) => {
    if (shape.kind === "stroke") {
      const { color, width, tool, points } = shape.stroke;
      return [text({ color, width, tool }), points];
    }
    const { x, y, width, height } = shape.image;
    const place = how === "image" ? [] : [text({ x, y, width, height })];
    return [...place, shape.asset.sha256];
  });
  return await contentHash(text(how), ...parts);
}

/** The seed of a picture: the same picture gives the same piece. */
export function seedOf(pictureHash: string): number {
  return parseInt(pictureHash.slice(0, 8), 16);
}

export async function decodeAsset(
  { blobs, ffmpeg }: Pick<JobDeps, "blobs" | "ffmpeg">,
  asset: AssetRow,
  signal: AbortSignal,
  maxSide?: number,
): Promise<Pixels> {
  const blob = await blobs.get(asset.bucket, asset.storage_key);
  if (blob === null) {
    throw new JobError(
      "IMAGE_GONE",
      "The file of an image on this canvas is gone. Remove the image.",
    );
  }
  const bytes = new Uint8Array(await new Response(blob.body).arrayBuffer());
  return await decodeImage(bytes, { ffmpeg, signal, ...(maxSide ? { maxSide } : {}) });
}

export async function layersOf(
  deps: Pick<JobDeps, "blobs" | "ffmpeg">,
  shapes: readonly PlacedShape[],
  signal: AbortSignal,
  maxSide?: number,
): Promise<readonly Layer[]> {
  const layers: Layer[] = [];
  for (const shape of shapes) {
    if (shape.kind === "stroke") {
      layers.push({ kind: "stroke", stroke: drawnStroke(shape.stroke) });
      continue;
    }
    const { x, y, width, height } = shape.image;
    const pixels = await decodeAsset(deps, shape.asset, signal, maxSide);
    layers.push({ kind: "image", image: { pixels, x, y, width, height } });
  }
  return layers;
}

export function drawnStroke({ points, color, width, tool }: StrokeView): DrawnStroke {
  return {
    points: unpackPoints(points).map(({ x, y, pressure, timeMs }) => [x, y, pressure, timeMs]),
    color: PIGMENTS.find(({ name }) => name === color)?.hex ?? color,
    width,
    tool,
  };
}

function placed(shape: ShapeView, assets: ReadonlyMap<string, AssetRow>): PlacedShape[] {
  if (shape.kind === "stroke") return canBeOpened(shape) ? [{ kind: "stroke", stroke: shape }] : [];
  const asset = assets.get(shape.asset);
  return asset?.kind === "image" ? [{ kind: "image", image: shape, asset }] : [];
}

/** Anybody may write bytes into a document; a stroke that is not one is not on the canvas. */
function canBeOpened(stroke: StrokeView): boolean {
  try {
    unpackPoints(stroke.points);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
