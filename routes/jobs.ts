import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import type { Actor } from "../collab/access.ts";
import type { JobRow } from "../db/jobs.ts";
import { listUndoneJobs } from "../db/job_effects.ts";
import { notFound } from "../services/api_error.ts";
import type { Action } from "../services/policy.ts";
import type { AppDeps } from "./deps.ts";
import { type AppEnv, requireActor } from "./env.ts";
import {
  BEARER,
  errors,
  Id,
  jsonAnswer,
  linkPages,
  PageFields,
  PageQuery,
  Time,
} from "./schemas.ts";

export const Job = z.object({
  id: Id,
  kind: z.string(),
  project_id: Id,
  canvas_id: Id.nullable(),
  after_job_id: Id.nullable().openapi({ description: "Waits until that job has succeeded" }),
  status: z.enum(["queued", "running", "succeeded", "failed", "cancelled"]),
  progress: z.number().min(0).max(1),
  stage: z.string(),
  attempts: z.int().min(0),
  error: z.object({
    code: z.string(),
    message: z.string(),
    transient: z.boolean().openapi({ description: "Trying again may help" }),
  }).nullable(),
  result: z.unknown().openapi({
    type: ["object", "null"],
    description: "Its shape follows `kind`; null until it has succeeded",
  }),
  undone: z.boolean().openapi({ description: "What it did has been undone, and can be redone" }),
  engine: z.string().nullable(),
  created_by: Id.nullable(),
  created_at: Time,
  started_at: Time.nullable(),
  finished_at: Time.nullable(),
}).openapi("Job");

type Deps = Pick<AppDeps, "sql" | "access" | "jobs">;

/** `/jobs/{job_id}` and `/projects/{project_id}/jobs`: what is being made, and what has been. */
export function jobRoutes(deps: Deps): OpenAPIHono<AppEnv> {
  const { sql, access, jobs } = deps;
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(get, async (c) => {
    const { job_id } = c.req.valid("param");
    const job = await allowedJob(deps, requireActor(c), job_id, "project.read");
    const undone = await listUndoneJobs(sql, [job_id]);
    return c.json(jobJson(job, undone), 200);
  });

  app.openapi(list, async (c) => {
    const { project_id } = c.req.valid("param");
    const page = c.req.valid("query");
    await access.authorise(requireActor(c), project_id, "project.read");
    const { rows, total } = await jobs.list(project_id, page);
    linkPages(c, page, total);
    const undone = await listUndoneJobs(sql, rows.map(({ id }) => id));
    return c.json({ jobs: rows.map((job) => jobJson(job, undone)), total, ...page }, 200);
  });

  app.openapi(cancel, async (c) => {
    const { job_id } = c.req.valid("param");
    await allowedJob(deps, requireActor(c), job_id, "project.edit");
    return c.json(jobJson(await jobs.cancel(job_id)), 200);
  });

  app.openapi(retry, async (c) => {
    const { job_id } = c.req.valid("param");
    await allowedJob(deps, requireActor(c), job_id, "project.edit");
    const job = await jobs.retry(job_id);
    c.header("Location", `/api/v1/jobs/${job.id}`);
    return c.json(jobJson(job), 202);
  });

  return app;
}

/**
 * A job on the wire. What a running job keeps for itself is nobody else's.
 *
 * @param undone the jobs that are known to be undone: one that has not succeeded is none of them.
 */
export function jobJson(
  job: JobRow,
  undone: ReadonlySet<string> = NONE,
): z.infer<typeof Job> {
  const { id, kind, project_id, canvas_id, after_job_id, status, stage, attempts } = job;
  const { error, engine, created_by } = job;
  return {
    ...{ id, kind, project_id, canvas_id, after_job_id, status },
    progress: Math.round(job.progress * 1000) / 1000,
    ...{ stage, attempts, error },
    result: status === "succeeded" ? job.result : null,
    undone: undone.has(id),
    ...{ engine, created_by },
    created_at: job.created_at.toISOString(),
    started_at: job.started_at?.toISOString() ?? null,
    finished_at: job.finished_at?.toISOString() ?? null,
  };
}

const NONE: ReadonlySet<string> = new Set();

/** @throws ApiError 404 when there is no such job, or it is a stranger's; 403 without the role. */
export async function allowedJob(
  { access, jobs }: Pick<Deps, "access" | "jobs">,
  actor: Actor,
  id: string,
  action: Action,
): Promise<JobRow> {
  const job = await jobs.get(id);
  if (!job || await access.roleIn(actor.userId, job.project_id) === undefined) {
    throw notFound("job");
  }
  await access.authorise(actor, job.project_id, action);
  return job;
}

const tags = ["Jobs"];
const ofJob = z.object({ job_id: Id });

/** 202 with the job, for every route that starts one. */
export const started = {
  202: {
    ...jsonAnswer(Job, "Started"),
    headers: z.object({ Location: z.string().openapi({ example: "/api/v1/jobs/{id}" }) }),
  },
};

const get = createRoute({
  method: "get",
  path: "/jobs/{job_id}",
  tags,
  summary: "How far a job is, and what came of it",
  security: BEARER,
  request: { params: ofJob },
  responses: { 200: jsonAnswer(Job, "The job"), ...errors(404) },
});

const list = createRoute({
  method: "get",
  path: "/projects/{project_id}/jobs",
  tags,
  summary: "A project's jobs, newest first",
  security: BEARER,
  request: { params: z.object({ project_id: Id }), query: PageQuery },
  responses: {
    200: jsonAnswer(z.object({ jobs: z.array(Job), ...PageFields }), "A page"),
    ...errors(404, 422),
  },
});

const cancel = createRoute({
  method: "post",
  path: "/jobs/{job_id}/cancel",
  tags,
  summary: "Stop a job; one that runs stops within a second",
  security: BEARER,
  request: { params: ofJob },
  responses: { 200: jsonAnswer(Job, "As it is now"), ...errors(403, 404, 409) },
});

const retry = createRoute({
  method: "post",
  path: "/jobs/{job_id}/retry",
  tags,
  summary: "Run a failed or cancelled job again, with the one it waited for",
  security: BEARER,
  request: { params: ofJob },
  responses: { ...started, ...errors(403, 404, 409) },
});
