import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { turnJob, type Way } from "../jobs/undo.ts";
import type { AppDeps } from "./deps.ts";
import { type AppEnv, requireActor } from "./env.ts";
import { allowedJob, Job, jobJson } from "./jobs.ts";
import { BEARER, errors, Id, jsonAnswer } from "./schemas.ts";

const Turned = z.object({
  job: Job,
  undone: z.boolean().openapi({ description: "As it is now" }),
  kept: z.array(z.object({
    root: z.string().openapi({ example: "tracks" }),
    path: z.array(z.string()).openapi({ description: "An entry's id, then a field" }),
  })).openapi({ description: "Stays as it is, because somebody changed it since" }),
}).openapi("TurnedJob");

/** `/jobs/{job_id}/undo` and `/redo`: what a job did, as one step. */
export function jobUndoRoutes(
  deps: Pick<AppDeps, "sql" | "access" | "rooms" | "jobs">,
): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();
  for (const [route, way] of [[undo, "undo"], [redo, "redo"]] as const) {
    app.openapi(route, async (c) => {
      const actor = requireActor(c);
      const { job_id } = c.req.valid("param");
      const job = await allowedJob(deps, actor, job_id, "project.edit");
      const kept = await turnJob(deps, job, actor.userId, way);
      const undone = new Set(way === "undo" ? [job_id] : []);
      return c.json({
        job: jobJson(job, undone),
        undone: way === "undo",
        kept: kept.map(({ root, path }) => ({ root, path: [...path] })),
      }, 200);
    });
  }
  return app;
}

const turn = (way: Way, summary: string) =>
  createRoute({
    method: "post",
    path: `/jobs/{job_id}/${way}`,
    tags: ["Jobs"],
    summary,
    security: BEARER,
    request: { params: z.object({ job_id: Id }) },
    responses: {
      200: jsonAnswer(Turned, "Done, live in open tabs"),
      ...errors(403, 404, 409, 413),
    },
  });

const undo = turn("undo", "Undo what a job did, but for what somebody changed since");
const redo = turn("redo", "Do again what was undone");
