import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { addStroke, removeShape } from "../collab/document/edits.ts";
import { POINT_MARGIN } from "../collab/document/points.ts";
import { CANVAS_HEIGHT, CANVAS_WIDTH, type StrokePoint } from "../collab/document/schema.ts";
import { view } from "../collab/document/view.ts";
import { notFound } from "../services/api_error.ts";
import { uuidv7 } from "../services/ids.ts";
import { projectOfCanvas } from "./canvases.ts";
import type { AppDeps } from "./deps.ts";
import { type AppEnv, requireActor } from "./env.ts";
import { BEARER, errors, Id, jsonAnswer, jsonBody } from "./schemas.ts";

const POINT_MS = 8;

const Point = z.array(z.number())
  .min(2, { abort: true, error: "needs x and y" })
  .max(4, { abort: true, error: "holds x, y, pressure and milliseconds at most" })
  .refine(
    ([x, y, pressure = 0, timeMs = 0]) =>
      within(x!, -POINT_MARGIN, CANVAS_WIDTH + POINT_MARGIN) &&
      within(y!, -POINT_MARGIN, CANVAS_HEIGHT + POINT_MARGIN) &&
      within(pressure, 0, 1) && within(timeMs, 0, 3_600_000),
    "lies outside the canvas or its range",
  )
  .openapi({
    description: `[x 0..${CANVAS_WIDTH}, y 0..${CANVAS_HEIGHT}, pressure 0..1 (0.5), milliseconds]`,
    example: [400, 300, 0.5],
  });

const Stroke = z.strictObject({
  points: z.array(Point).min(1).max(2000),
  color: z.string().max(32).regex(/^#?[a-zA-Z0-9_-]+$/, "is a pigment's name or #rrggbb"),
  width: z.number().min(0.25).max(400),
  tool: z.enum(["pen", "eraser"]).default("pen"),
});

const NewStrokes = z.strictObject({ strokes: z.array(Stroke).min(1).max(200) });

type Deps = Pick<AppDeps, "sql" | "access" | "rooms">;

/** `/canvases/{canvas_id}/strokes` and `…/shapes`: drawing without a browser, live in open tabs. */
export function strokeRoutes(deps: Deps): OpenAPIHono<AppEnv> {
  const { rooms } = deps;
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(draw, async (c) => {
    const { userId, ...actor } = requireActor(c);
    const { canvas_id } = c.req.valid("param");
    const { strokes } = c.req.valid("json");
    const project = await projectOfCanvas(deps, { userId, ...actor }, canvas_id, "project.edit");
    const at = Date.now();
    const drawn = strokes.map((stroke) => ({
      ...stroke,
      id: uuidv7(),
      canvas: canvas_id,
      points: stroke.points.map(toPoint),
      by: userId,
      at,
    }));
    await rooms.edit(project, { kind: "rest", userId }, (doc) => {
      if (!view(doc).canvases.some(({ id }) => id === canvas_id)) throw notFound("canvas");
      for (const stroke of drawn) addStroke(doc, stroke);
    });
    return c.json({ ids: drawn.map(({ id }) => id) }, 201);
  });

  app.openapi(erase, async (c) => {
    const actor = requireActor(c);
    const { canvas_id, shape_id } = c.req.valid("param");
    const project = await projectOfCanvas(deps, actor, canvas_id, "project.edit");
    await rooms.edit(project, { kind: "rest", userId: actor.userId }, (doc) => {
      const shape = view(doc).shapes.find(({ id }) => id === shape_id);
      if (shape?.canvas !== canvas_id) throw notFound("shape");
      removeShape(doc, shape_id);
    });
    return c.body(null, 204);
  });

  return app;
}

function toPoint([x, y, pressure, timeMs]: readonly number[], index: number): StrokePoint {
  return { x: x!, y: y!, pressure: pressure ?? 0.5, timeMs: timeMs ?? index * POINT_MS };
}

function within(value: number, min: number, max: number): boolean {
  return value >= min && value <= max;
}

const tags = ["Canvases"];

const draw = createRoute({
  method: "post",
  path: "/canvases/{canvas_id}/strokes",
  tags,
  summary: "Draw strokes",
  security: BEARER,
  request: { params: z.object({ canvas_id: Id }), body: jsonBody(NewStrokes) },
  responses: {
    201: jsonAnswer(z.object({ ids: z.array(Id) }), "Their ids, in the same order"),
    ...errors(400, 403, 404, 413, 415, 422),
  },
});

const erase = createRoute({
  method: "delete",
  path: "/canvases/{canvas_id}/shapes/{shape_id}",
  tags,
  summary: "Remove a stroke or a picture",
  security: BEARER,
  request: { params: z.object({ canvas_id: Id, shape_id: z.string().min(1).max(64) }) },
  responses: { 204: { description: "Removed" }, ...errors(403, 404) },
});
