import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { view } from "../collab/document/view.ts";
import { findUnfinishedJob, type JobRow } from "../db/jobs.ts";
import { ComposeInput } from "../jobs/compose.ts";
import { notFound } from "../services/api_error.ts";
import { projectOfCanvas } from "./canvases.ts";
import type { AppDeps } from "./deps.ts";
import { type AppEnv, requireActor } from "./env.ts";
import { jobJson, started } from "./jobs.ts";
import { BEARER, errors, Id, jsonBody } from "./schemas.ts";

type Deps = Pick<AppDeps, "sql" | "access" | "rooms" | "jobs">;

interface Wanted {
  readonly projectId: string;
  readonly canvasId: string;
  readonly createdBy: string;
}

/** `POST /canvases/{canvas_id}/music`: a piece of music from the canvas's mood, as tracks of the project. */
export function musicRoutes(deps: Deps): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(compose, async (c) => {
    const actor = requireActor(c);
    const { canvas_id } = c.req.valid("param");
    const input = c.req.valid("json");
    const projectId = await projectOfCanvas(deps, actor, canvas_id, "project.edit");
    const wanted = {
      projectId,
      canvasId: canvas_id,
      createdBy: actor.userId,
      requestId: c.get("requestId"),
    };
    const analysis = await analysisFirst(deps, wanted);
    const job = await deps.jobs.start({
      ...wanted,
      kind: "compose",
      input,
      ...(analysis ? { afterJobId: analysis.id } : {}),
    });
    c.header("Location", `/api/v1/jobs/${job.id}`);
    return c.json(jobJson(job), 202);
  });

  return app;
}

/**
 * The job that the piece must wait for: the analysis under way, or a new one where there has been none
 * and there is something to look at. It leaves a mood that people have set as it is.
 */
async function analysisFirst(
  { sql, rooms, jobs }: Deps,
  wanted: Wanted,
): Promise<JobRow | undefined> {
  const running = await findUnfinishedJob(sql, wanted.canvasId, "analyse");
  if (running) return running;
  const { canvases, shapes } = await rooms.read(wanted.projectId, view);
  const canvas = canvases.find(({ id }) => id === wanted.canvasId);
  if (!canvas) throw notFound("canvas");
  if (canvas.analysis || !shapes.some((shape) => shape.canvas === wanted.canvasId)) {
    return undefined;
  }
  return await jobs.start({ ...wanted, kind: "analyse", input: { keep_mood: true } });
}

const compose = createRoute({
  method: "post",
  path: "/canvases/{canvas_id}/music",
  tags: ["Canvases"],
  summary: "Compose, play and master a piece from the mood",
  security: BEARER,
  request: {
    params: z.object({ canvas_id: Id }),
    body: jsonBody(ComposeInput),
  },
  responses: { ...started, ...errors(400, 403, 404, 415, 422) },
});
