import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { type ExportRow, listExports } from "../db/exports.ts";
import type { ExportResult } from "../jobs/export.ts";
import { ExportInput } from "../jobs/export_input.ts";
import { absolute, assetLink } from "./asset_links.ts";
import type { AppDeps } from "./deps.ts";
import { type AppEnv, requireActor } from "./env.ts";
import { jobJson, started } from "./jobs.ts";
import {
  BEARER,
  errors,
  Id,
  jsonAnswer,
  jsonBody,
  linkPages,
  offsetOf,
  PageFields,
  PageQuery,
  Time,
} from "./schemas.ts";

const Export = z.object({
  id: Id.openapi({ description: "Of its job" }),
  project_id: Id,
  kind: z.string(),
  format: z.string(),
  target_lufs: z.number().nullable(),
  status: z.enum(["queued", "running", "succeeded", "failed", "cancelled"]),
  stage: z.string(),
  progress: z.number().min(0).max(1),
  error: z.object({ code: z.string(), message: z.string(), transient: z.boolean() }).nullable(),
  file: z.object({
    asset_id: Id,
    filename: z.string(),
    content_type: z.string(),
    byte_length: z.int().min(0),
    sha256: z.string().openapi({ description: "Lower-case hex" }),
    duration_seconds: z.number().nullable(),
    sample_rate: z.int().nullable(),
    loudness_lufs: z.number().nullable().openapi({ description: "Measured on the finished file" }),
    true_peak_dbtp: z.number().nullable(),
    tracks: z.array(z.string()).openapi({ description: "What sounds in it" }),
    lines_without_time: z.int().optional(),
    url: z.string().openapi({
      description: "GET it without a token until `url_expires_at`; each list has a new one",
    }),
    url_expires_at: Time,
  }).nullable().openapi({ description: "Null until it has succeeded" }),
  created_by: Id.nullable(),
  created_at: Time,
  finished_at: Time.nullable(),
}).openapi("Export");

type Deps = Pick<AppDeps, "sql" | "access" | "jobs" | "blobs" | "config">;

/** `/projects/{project_id}/exports`: what is taken home, and what was. */
export function exportRoutes(deps: Deps): OpenAPIHono<AppEnv> {
  const { sql, access, jobs } = deps;
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(list, async (c) => {
    const { project_id } = c.req.valid("param");
    const page = c.req.valid("query");
    await access.authorise(requireActor(c), project_id, "project.read");
    const { rows, total } = await listExports(sql, project_id, offsetOf(page));
    linkPages(c, page, total);
    const exports = await Promise.all(rows.map((row) => exportJson(deps, row, c.req.url)));
    return c.json({ exports, total, ...page }, 200);
  });

  app.openapi(create, async (c) => {
    const actor = requireActor(c);
    const { project_id } = c.req.valid("param");
    await access.authorise(actor, project_id, "project.edit");
    const job = await jobs.start({
      kind: "export",
      projectId: project_id,
      createdBy: actor.userId,
      input: c.req.valid("json"),
      requestId: c.get("requestId"),
    });
    c.header("Location", `/api/v1/jobs/${job.id}`);
    return c.json(jobJson(job), 202);
  });

  return app;
}

async function exportJson(
  { blobs, config }: Pick<Deps, "blobs" | "config">,
  { job, asset }: ExportRow,
  requestUrl: string,
): Promise<z.infer<typeof Export>> {
  const { kind, format, target_lufs = null } = job.input as ExportInput;
  const { id, project_id, status, stage, error, created_by } = job;
  const made = status === "succeeded" ? job.result as ExportResult : null;
  const link = asset && made && await assetLink(blobs, asset, { filename: made.filename });
  return {
    ...{ id, project_id, kind, format, target_lufs, status, stage, error, created_by },
    progress: Math.round(job.progress * 1000) / 1000,
    file: link
      ? {
        asset_id: asset.id,
        filename: made.filename,
        content_type: asset.content_type,
        byte_length: Number(asset.byte_length),
        sha256: new Uint8Array(asset.sha256).toHex(),
        duration_seconds: made.duration_seconds,
        sample_rate: made.sample_rate,
        loudness_lufs: made.loudness_lufs,
        true_peak_dbtp: made.true_peak_dbtp,
        tracks: [...made.tracks],
        ...(made.lines_without_time === undefined
          ? {}
          : { lines_without_time: made.lines_without_time }),
        url: absolute(link.href, requestUrl, config.publicUrl),
        url_expires_at: link.expiresAt.toISOString(),
      }
      : null,
    created_at: job.created_at.toISOString(),
    finished_at: job.finished_at?.toISOString() ?? null,
  };
}

const tags = ["Mix and export"];
const params = z.object({ project_id: Id });

const list = createRoute({
  method: "get",
  path: "/projects/{project_id}/exports",
  tags,
  summary: "What was exported, newest first, with links to the files",
  description: "A link expires; the file stays, and the next list has a new link to it.",
  security: BEARER,
  request: { params, query: PageQuery },
  responses: {
    200: jsonAnswer(z.object({ exports: z.array(Export), ...PageFields }), "A page"),
    ...errors(404, 422),
  },
});

const create = createRoute({
  method: "post",
  path: "/projects/{project_id}/exports",
  tags,
  summary: "Make a file of the mix, the stems, the score or the words",
  description:
    "`mix` as wav, mp3 or flac: everything that is heard, at `target_lufs` (−14) under " +
    "−1 dBTP. `stems` as zip: each track that is heard, all of one length, not mastered. `midi` as " +
    "mid. `lyrics` as txt, or as lrc once they were matched.",
  security: BEARER,
  request: { params, body: jsonBody(ExportInput) },
  responses: { ...started, ...errors(400, 403, 404, 415, 422) },
});
