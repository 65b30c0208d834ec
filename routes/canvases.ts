import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { addCanvas, patchCanvas, removeCanvas } from "../collab/document/edits.ts";
import type { CanvasView } from "../collab/document/schema.ts";
import { view } from "../collab/document/view.ts";
import { findCanvas, putCanvases, softDeleteCanvas } from "../db/canvases.ts";
import { ApiError, notFound } from "../services/api_error.ts";
import { uuidv7 } from "../services/ids.ts";
import type { Action } from "../services/policy.ts";
import type { Actor } from "../collab/access.ts";
import type { AppDeps } from "./deps.ts";
import { type AppEnv, requireActor } from "./env.ts";
import { requireMatch } from "./middleware/etag.ts";
import {
  BEARER,
  errors,
  Id,
  jsonAnswer,
  jsonBody,
  linkPages,
  name,
  PageFields,
  PageQuery,
} from "./schemas.ts";

const Amount = z.number().min(-1).max(1);
const Mood = z.strictObject({ valence: Amount, arousal: Amount }).openapi("Mood");

const Canvas = z.object({
  id: Id,
  project_id: Id,
  name: z.string(),
  order: z.string().openapi({ description: "Canvases sort by it, as text" }),
  mood: Mood,
  analysis: z.looseObject({ primary_emotion: z.string() }).nullable(),
}).openapi("Canvas");

const Order = z.string().regex(/^[A-Za-z][0-9A-Za-z]{1,63}$/, "is not an order key");

const NewCanvas = z.strictObject({
  name: name(255).optional(),
  order: Order.optional(),
  mood: Mood.optional(),
});

const CanvasPatch = z.strictObject({
  name: name(255).optional(),
  order: Order.optional(),
  mood: Mood.partial().optional(),
});

type Deps = Pick<AppDeps, "sql" | "access" | "rooms">;

/** `/projects/{project_id}/canvases` and `/canvases/{canvas_id}`. The document is the truth. */
export function canvasRoutes(deps: Deps): OpenAPIHono<AppEnv> {
  const { sql, access, rooms } = deps;
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(list, async (c) => {
    const { project_id } = c.req.valid("param");
    const page = c.req.valid("query");
    await access.authorise(requireActor(c), project_id, "project.read");
    const all = await rooms.read(project_id, (doc) => view(doc).canvases);
    const from = (page.page - 1) * page.limit;
    linkPages(c, page, all.length);
    const canvases = all.slice(from, from + page.limit).map((one) => canvasJson(project_id, one));
    return c.json({ canvases, total: all.length, ...page }, 200);
  });

  app.openapi(create, async (c) => {
    const actor = requireActor(c);
    const { project_id } = c.req.valid("param");
    const wish = c.req.valid("json");
    await access.authorise(actor, project_id, "project.edit");
    const id = uuidv7();
    const made = await rooms.edit(project_id, { kind: "rest", userId: actor.userId }, (doc) => {
      const { canvases } = view(doc);
      if (canvases.length >= MAX_CANVASES) throw tooMany();
      addCanvas(doc, { ...wish, id, name: wish.name ?? `Canvas ${canvases.length + 1}` });
      return canvasIn(view(doc).canvases, id);
    });
    await putCanvases(sql, [{
      id,
      project_id,
      name: made.name,
      order_key: made.order,
      valence: made.mood.valence,
      arousal: made.mood.arousal,
      primary_emotion: null,
    }]);
    c.header("Location", `/api/v1/canvases/${id}`);
    return c.json(canvasJson(project_id, made), 201);
  });

  app.openapi(get, async (c) => {
    const { canvas_id } = c.req.valid("param");
    const project = await projectOfCanvas(deps, requireActor(c), canvas_id, "project.read");
    return c.json(await present(deps, project, canvas_id), 200);
  });

  app.openapi(patch, async (c) => {
    const actor = requireActor(c);
    const { canvas_id } = c.req.valid("param");
    const wish = c.req.valid("json");
    const project = await projectOfCanvas(deps, actor, canvas_id, "project.edit");
    const after = await rooms.edit(project, { kind: "rest", userId: actor.userId }, (doc) => {
      requireMatch(c, canvasJson(project, canvasIn(view(doc).canvases, canvas_id)));
      patchCanvas(doc, canvas_id, wish);
      return canvasIn(view(doc).canvases, canvas_id);
    });
    return c.json(canvasJson(project, after), 200);
  });

  app.openapi(remove, async (c) => {
    const actor = requireActor(c);
    const { canvas_id } = c.req.valid("param");
    const project = await projectOfCanvas(deps, actor, canvas_id, "project.edit");
    await rooms.edit(project, { kind: "rest", userId: actor.userId }, (doc) => {
      requireMatch(c, canvasJson(project, canvasIn(view(doc).canvases, canvas_id)));
      if (removeCanvas(doc, canvas_id)) return;
      throw new ApiError("LAST_CANVAS", 409, "A project keeps at least one canvas.");
    });
    await softDeleteCanvas(sql, canvas_id);
    return c.body(null, 204);
  });

  return app;
}

/**
 * The project of a canvas, once the caller may do `action` in it.
 * @throws ApiError 404 when there is no such canvas, or it is a stranger's; 403 without the role.
 */
export async function projectOfCanvas(
  { sql, access }: Pick<AppDeps, "sql" | "access">,
  actor: Actor,
  canvasId: string,
  action: Action,
): Promise<string> {
  const row = await findCanvas(sql, canvasId);
  if (!row) throw notFound("canvas");
  try {
    await access.authorise(actor, row.project_id, action);
  } catch (error) {
    throw error instanceof ApiError && error.status === 404 ? notFound("canvas") : error;
  }
  return row.project_id;
}

const MAX_CANVASES = 100;

async function present({ rooms }: Pick<AppDeps, "rooms">, projectId: string, id: string) {
  const canvases = await rooms.read(projectId, (doc) => view(doc).canvases);
  return canvasJson(projectId, canvasIn(canvases, id));
}

function canvasIn(canvases: readonly CanvasView[], id: string): CanvasView {
  const found = canvases.find((canvas) => canvas.id === id);
  if (!found) throw notFound("canvas");
  return found;
}

function canvasJson(projectId: string, canvas: CanvasView): z.infer<typeof Canvas> {
  const { id, name, order, mood, analysis } = canvas;
  return { id, project_id: projectId, name, order, mood, analysis };
}

function tooMany(): ApiError {
  return new ApiError(
    "TOO_MANY_CANVASES",
    409,
    `A project holds at most ${MAX_CANVASES} canvases.`,
  );
}

const tags = ["Canvases"];
const ofProject = z.object({ project_id: Id });
const ofCanvas = z.object({ canvas_id: Id });

const list = createRoute({
  method: "get",
  path: "/projects/{project_id}/canvases",
  tags,
  summary: "Its canvases, in order",
  security: BEARER,
  request: { params: ofProject, query: PageQuery },
  responses: {
    200: jsonAnswer(z.object({ canvases: z.array(Canvas), ...PageFields }), "A page"),
    ...errors(404, 422),
  },
});

const create = createRoute({
  method: "post",
  path: "/projects/{project_id}/canvases",
  tags,
  summary: "Add a canvas",
  security: BEARER,
  request: { params: ofProject, body: jsonBody(NewCanvas) },
  responses: { 201: jsonAnswer(Canvas, "Added"), ...errors(400, 403, 404, 409, 415, 422) },
});

const get = createRoute({
  method: "get",
  path: "/canvases/{canvas_id}",
  tags,
  summary: "One canvas, with its mood and what the analysis found",
  security: BEARER,
  request: { params: ofCanvas },
  responses: { 200: jsonAnswer(Canvas, "The canvas"), ...errors(404) },
});

const patch = createRoute({
  method: "patch",
  path: "/canvases/{canvas_id}",
  tags,
  summary: "Rename, move, or change the mood; live in open tabs",
  security: BEARER,
  request: { params: ofCanvas, body: jsonBody(CanvasPatch) },
  responses: { 200: jsonAnswer(Canvas, "As it is now"), ...errors(400, 403, 404, 412, 415, 422) },
});

const remove = createRoute({
  method: "delete",
  path: "/canvases/{canvas_id}",
  tags,
  summary: "Remove a canvas with its strokes and pictures",
  security: BEARER,
  request: { params: ofCanvas },
  responses: { 204: { description: "Removed" }, ...errors(403, 404, 409, 412) },
});
