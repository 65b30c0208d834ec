import { z } from "zod";
import { setAnalysis } from "../collab/document/edits.ts";
import { roots } from "../collab/document/schema.ts";
import { readCanvas } from "../collab/document/view.ts";
import { asSeen, type VisionMood } from "../services/gemini/gemini.ts";
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
import { pictureCopy } from "./picture_copy.ts";
import { A_DAY, type Asked, askGemini } from "./second_engine.ts";
import { think, type Thoughts } from "./thinking.ts";

export const AnalyseInput = z.strictObject({
  /** The whole canvas, its strokes alone, or one image by the id of its shape. */
  source: z.union([z.enum(["composite", "drawing"]), z.uuid()]).default("composite"),
  /** For an analysis that nobody asked for: a mood that people have set already stays. */
  keep_mood: z.boolean().default(false),
});
export type AnalyseInput = z.infer<typeof AnalyseInput>;

const GEMINI = "gemini";

/**
 * Reads the mood of a canvas and sets it. Identical content comes from the cache. Gemini looks at it, too,
 * where there is a key: colours are measured here either way.
 *
 * Stages: `picture`, `mood`, `looking`, `save`.
 */
export const analyse = anyKind<AnalyseInput, Analysis>({
  kind: "analyse",
  input: AnalyseInput,
  timeoutSeconds: 30,
  engineOf: ({ engine }) => engine === GEMINI ? GEMINI : "local",
  async run(context, input) {
    const { job, deps, stage, signal, applyOnce } = context;
    const canvasId = job.canvas_id!;
    await stage("picture", 0.05);
    const picture = await lookAtCanvas(deps, job.project_id, canvasId);
    const shapes = choose(picture.shapes, input.source);
    const hash = await pictureHash(shapes, howToRead(input.source));
    const key: CacheKey = ["mood", "analysis", hash];
    const known = await deps.cache.get(key) as Analysis | undefined;
    const local = known ?? await read(context, shapes, input.source, seedOf(hash));
    if (!known) await deps.cache.set(key, local, { ttlSeconds: A_DAY });
    const seen = await look(context, shapes, howToRead(input.source), hash);
    const analysis: Analysis = seen.ok
      ? { ...asSeen(local, seen.value, GEMINI), cached: seen.cached }
      : {
        ...local,
        cached: known !== undefined,
        ...(seen.reason ? { engine_reason: seen.reason } : {}),
      };
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

/** The mood as Gemini sees it. */
async function look(
  context: JobContext,
  shapes: readonly PlacedShape[],
  source: "composite" | "drawing" | "image",
  hash: string,
): Promise<Asked<VisionMood>> {
  if (!context.deps.gemini) return { ok: false };
  await context.stage("looking", 0.6);
  const kept = { resource: "emotion", about: hash, ttlSeconds: A_DAY };
  return await askGemini(context, kept, async (gemini, asker) => {
    const jpeg = await pictureCopy(context, shapes, source);
    return await gemini.vision(jpeg, { source }, asker);
  });
}

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
