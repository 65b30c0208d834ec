import { z } from "zod";
import { setAnalysis } from "../collab/document/edits.ts";
import { roots } from "../collab/document/schema.ts";
import { readCanvas } from "../collab/document/view.ts";
import type { Analysis } from "../services/mood/analysis.ts";
import {
  CANVAS_SIZE,
  canvasGone,
  decodeAsset,
  drawnStroke,
  layersOf,
  lookAtCanvas,
  pictureHash,
  type PlacedShape,
  seedOf,
} from "./canvas_picture.ts";
import type { CacheKey } from "./cache.ts";
import { anyKind, type JobContext, JobError } from "./job_kind.ts";
import { think, type Thoughts } from "./thinking.ts";

export const AnalyseInput = z.strictObject({
  /** The whole canvas, its strokes alone, or one image by the id of its shape. */
  source: z.union([z.enum(["composite", "drawing"]), z.uuid()]).default("composite"),
  /** For an analysis that nobody asked for: a mood that people have set already stays. */
  keep_mood: z.boolean().default(false),
});
export type AnalyseInput = z.infer<typeof AnalyseInput>;

const CACHE_SECONDS = 24 * 60 * 60;

/**
 * Reads the mood of a canvas and sets it. Identical content comes from the cache.
 *
 * Stages: `picture`, `mood`, `save`.
 */
export const analyse = anyKind<AnalyseInput, Analysis>({
  kind: "analyse",
  input: AnalyseInput,
  timeoutSeconds: 30,
  async run(context, input) {
    const { job, deps, stage, signal, applyOnce } = context;
    const canvasId = job.canvas_id!;
    await stage("picture", 0.05);
    const picture = await lookAtCanvas(deps, job.project_id, canvasId);
    const shapes = choose(picture.shapes, input.source);
    const hash = await pictureHash(shapes, howToRead(input.source));
    const key: CacheKey = ["mood", "analysis", hash];
    const known = await deps.cache.get(key) as Analysis | undefined;
    const analysis = known
      ? { ...known, cached: true }
      : await read(context, shapes, input.source, seedOf(hash));
    if (!known) await deps.cache.set(key, analysis, { ttlSeconds: CACHE_SECONDS });
    signal.throwIfAborted();
    await stage("save", 0.95);
    await applyOnce((doc) => {
      const canvas = readCanvas(canvasId, roots(doc).canvases.get(canvasId));
      if (!canvas) throw canvasGone();
      const { valence, arousal } = canvas.mood;
      // Who moves the mood while it is being read has the last word.
      const untouched = valence === picture.mood.valence && arousal === picture.mood.arousal;
      const moveMood = untouched && (!input.keep_mood || (valence === 0 && arousal === 0));
      setAnalysis(doc, canvasId, { ...analysis }, { moveMood });
    });
    return analysis;
  },
});

/** @throws {JobError} when there is nothing of that kind to look at. */
function choose(
  shapes: readonly PlacedShape[],
  source: AnalyseInput["source"],
): readonly PlacedShape[] {
  const chosen = shapes.filter((shape) => {
    if (source === "composite") return true;
    if (source === "drawing") return shape.kind === "stroke";
    return shape.kind === "image" && (shape.image.id === source || shape.image.asset === source);
  });
  if (chosen.length > 0) return chosen;
  throw source === "composite" || source === "drawing"
    ? new JobError("CANVAS_EMPTY", "There is nothing on this canvas yet: draw, or drop a picture.")
    : new JobError("IMAGE_GONE", "This image is not on the canvas any more.");
}

function howToRead(source: AnalyseInput["source"]): "composite" | "drawing" | "image" {
  return source === "composite" || source === "drawing" ? source : "image";
}

async function read(
  { deps, signal, stage }: JobContext,
  shapes: readonly PlacedShape[],
  source: AnalyseInput["source"],
  seed: number,
): Promise<Analysis> {
  const task = await seen();
  await stage("mood", 0.5);
  return await think("read", task, signal);

  async function seen(): Promise<Thoughts["read"]["task"]> {
    switch (howToRead(source)) {
      case "composite": {
        const layers = await layersOf(deps, shapes, signal);
        return { seed, source: "composite", layers, size: CANVAS_SIZE };
      }
      case "drawing": {
        const strokes = shapes.flatMap((shape) =>
          shape.kind === "stroke" ? [drawnStroke(shape.stroke)] : []
        );
        return { seed, source: "drawing", strokes, size: CANVAS_SIZE };
      }
      case "image": {
        const [shape] = shapes;
        if (shape?.kind !== "image") throw new Error("an image was chosen and is none");
        const pixels = await decodeAsset(deps, shape.asset, signal);
        return { seed, source: "image", pixels };
      }
    }
  }
}
