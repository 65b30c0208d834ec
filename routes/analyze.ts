import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import type { ShapeView } from "../collab/document/schema.ts";
import { view } from "../collab/document/view.ts";
import { ApiError, invalidField, notFound } from "../services/api_error.ts";
import { projectOfCanvas } from "./canvases.ts";
import type { AppDeps } from "./deps.ts";
import { type AppEnv, requireActor } from "./env.ts";
import { jobJson, started } from "./jobs.ts";
import { BEARER, errors, Id } from "./schemas.ts";

const Wish = z.strictObject({
  source: z.union([z.enum(["composite", "drawing"]), Id]).optional().openapi({
    description: "The whole canvas (default), its strokes alone, or one image by its id",
  }),
}).openapi("AnalyzeRequest");

type Deps = Pick<AppDeps, "sql" | "access" | "rooms" | "jobs">;

/** `POST /canvases/{canvas_id}/analyze`: reads the picture's mood, says why, and sets the canvas's mood. */
export function analyzeRoutes(deps: Deps): OpenAPIHono<AppEnv> {
  const { rooms, jobs } = deps;
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(analyze, async (c) => {
    const actor = requireActor(c);
    const { canvas_id } = c.req.valid("param");
    const { source = "composite" } = c.req.valid("json");
    const projectId = await projectOfCanvas(deps, actor, canvas_id, "project.edit");
    const document = await rooms.read(projectId, view);
    if (!document.canvases.some(({ id }) => id === canvas_id)) throw notFound("canvas");
    const shapes = document.shapes.filter((shape) => shape.canvas === canvas_id);
    refuseNothing(shapes, source);
    const job = await jobs.start({
      kind: "analyse",
      projectId,
      canvasId: canvas_id,
      createdBy: actor.userId,
      requestId: c.get("requestId"),
      input: { source },
    });
    c.header("Location", `/api/v1/jobs/${job.id}`);
    return c.json(jobJson(job), 202);
  });

  return app;
}

function refuseNothing(shapes: readonly ShapeView[], source: string): void {
  if (source === "composite" || source === "drawing") {
    const found = shapes.some(({ kind }) => source === "composite" || kind === "stroke");
    if (found) return;
    throw new ApiError(
      "CANVAS_EMPTY",
      422,
      source === "drawing"
        ? "Nothing is drawn on this canvas yet."
        : "There is nothing on this canvas yet: draw, or drop a picture.",
    );
  }
  const image = shapes.find((shape) =>
    shape.kind === "image" && (shape.id === source || shape.asset === source)
  );
  if (!image) throw invalidField("source", "is not the id of an image on this canvas");
}

const analyze = createRoute({
  method: "post",
  path: "/canvases/{canvas_id}/analyze",
  tags: ["Canvases"],
  summary: "Read the mood of the picture",
  security: BEARER,
  request: {
    params: z.object({ canvas_id: Id }),
    body: { required: false, content: { "application/json": { schema: Wish } } },
  },
  responses: { ...started, ...errors(400, 403, 404, 415, 422) },
});
