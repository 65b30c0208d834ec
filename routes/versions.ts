import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import type { CountedChange } from "../collab/history/activity.ts";
import { openVersion } from "../collab/history/stored_version.ts";
import { view } from "../collab/document/view.ts";
import { insertAudit } from "../db/audit_log.ts";
import {
  countNamedVersions,
  findVersion,
  listVersions,
  renameVersion,
  type VersionRow,
} from "../db/versions.ts";
import { ApiError, notFound } from "../services/api_error.ts";
import { ChangeSummary, summariesOf } from "./changes.ts";
import type { AppDeps } from "./deps.ts";
import { Document, documentJson } from "./document.ts";
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
  offsetOf,
  PageFields,
  PageQuery,
  Time,
} from "./schemas.ts";

const Version = z.object({
  id: Id,
  project_id: Id,
  name: z.string().nullable().openapi({ description: "One with a name is kept for ever" }),
  reason: z.enum(["named", "idle", "ongoing", "empty", "before_restore", "before_job"]).openapi({
    description: "Why it was taken: by somebody; after a while without a change; while changes " +
      "went on and on; as the last person left; before a restore; before the edit of a job",
  }),
  job_id: Id.nullable(),
  created_by: Id.nullable(),
  created_at: Time,
  changes: z.array(ChangeSummary).openapi({
    description: "Who changed what since the version before",
  }),
}).openapi("Version");

const Restored = z.object({
  version: Version,
  before: Version.openapi({ description: "As it was: restore this one to undo" }),
  document: Document,
}).openapi("Restored");

const MAX_NAMED = 200;

/** `/projects/{project_id}/versions`: what the document was, and how to have it again. */
export function versionRoutes(
  { sql, access, rooms }: Pick<AppDeps, "sql" | "access" | "rooms">,
): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();

  const present = async (rows: readonly VersionRow[]): Promise<z.infer<typeof Version>[]> => {
    const changes = rows.map((row) => row.changes as readonly CountedChange[]);
    const summaries = rows[0] ? await summariesOf(sql, rows[0].project_id, changes.flat()) : [];
    let at = 0;
    return rows.map((row, i) => ({
      id: row.id,
      project_id: row.project_id,
      name: row.name,
      reason: row.reason,
      job_id: row.job_id,
      created_by: row.created_by,
      created_at: row.created_at.toISOString(),
      changes: summaries.slice(at, at += changes[i]!.length),
    }));
  };
  const one = async (row: VersionRow) => (await present([row]))[0]!;
  const find = async (projectId: string, id: string) => {
    const row = await findVersion(sql, projectId, id);
    if (!row) throw notFound("version");
    return row;
  };
  const mayName = async (projectId: string) => {
    if (await countNamedVersions(sql, projectId) >= MAX_NAMED) throw tooMany();
  };

  app.openapi(list, async (c) => {
    const { project_id } = c.req.valid("param");
    const page = c.req.valid("query");
    await access.authorise(requireActor(c), project_id, "project.read");
    const { rows, total } = await listVersions(sql, project_id, offsetOf(page));
    linkPages(c, page, total);
    return c.json({ versions: await present(rows), total, ...page }, 200);
  });

  app.openapi(create, async (c) => {
    const actor = requireActor(c);
    const { project_id } = c.req.valid("param");
    const { name } = c.req.valid("json");
    await access.authorise(actor, project_id, "project.edit");
    await mayName(project_id);
    const wish = { reason: "named", name, userId: actor.userId } as const;
    const row = (await rooms.history.take(project_id, wish))!;
    c.header("Location", `/api/v1/projects/${project_id}/versions/${row.id}`);
    return c.json(await one(row), 201);
  });

  app.openapi(get, async (c) => {
    const { project_id, version_id } = c.req.valid("param");
    await access.authorise(requireActor(c), project_id, "project.read");
    return c.json(await one(await find(project_id, version_id)), 200);
  });

  app.openapi(getDocument, async (c) => {
    const { project_id, version_id } = c.req.valid("param");
    await access.authorise(requireActor(c), project_id, "project.read");
    const { id } = await find(project_id, version_id);
    const doc = await openVersion(sql, id);
    if (!doc) throw notFound("version");
    const content = documentJson(view(doc));
    doc.destroy();
    return c.json(content, 200);
  });

  app.openapi(patch, async (c) => {
    const { project_id, version_id } = c.req.valid("param");
    const { name } = c.req.valid("json");
    await access.authorise(requireActor(c), project_id, "project.edit");
    const before = await find(project_id, version_id);
    requireMatch(c, await one(before));
    if (name !== null && before.name === null) await mayName(project_id);
    await renameVersion(sql, version_id, name);
    return c.json(await one(await find(project_id, version_id)), 200);
  });

  app.openapi(restore, async (c) => {
    const actor = requireActor(c);
    const { project_id, version_id } = c.req.valid("param");
    await access.authorise(actor, project_id, "project.edit");
    const wish = { projectId: project_id, versionId: version_id, userId: actor.userId };
    const { version, before } = await rooms.restore(wish);
    await insertAudit(sql, {
      actor_id: actor.userId,
      action: "version.restore",
      project_id,
      subject_id: version_id,
      request_id: c.get("requestId"),
      details: { before: before.id },
    });
    const document = await rooms.read(project_id, (doc) => documentJson(view(doc)));
    const [restored, aside] = await present([version, before]);
    return c.json({ version: restored!, before: aside!, document }, 200);
  });

  return app;
}

function tooMany(): ApiError {
  const message = `A project keeps at most ${MAX_NAMED} versions with a name.`;
  return new ApiError("TOO_MANY_VERSIONS", 409, message);
}

const tags = ["History"];
const ofProject = z.object({ project_id: Id });
const ofVersion = z.object({ project_id: Id, version_id: Id });

const list = createRoute({
  method: "get",
  path: "/{project_id}/versions",
  tags,
  summary: "What the document was, newest first",
  security: BEARER,
  request: { params: ofProject, query: PageQuery },
  responses: {
    200: jsonAnswer(z.object({ versions: z.array(Version), ...PageFields }), "A page"),
    ...errors(404, 422),
  },
});

const create = createRoute({
  method: "post",
  path: "/{project_id}/versions",
  tags,
  summary: "Put the document aside under a name",
  security: BEARER,
  request: { params: ofProject, body: jsonBody(z.strictObject({ name: name(255) })) },
  responses: {
    201: {
      ...jsonAnswer(Version, "Put aside"),
      headers: z.object({ Location: z.string() }),
    },
    ...errors(400, 403, 404, 409, 415, 422),
  },
});

const get = createRoute({
  method: "get",
  path: "/{project_id}/versions/{version_id}",
  tags,
  summary: "One version, without its document",
  security: BEARER,
  request: { params: ofVersion },
  responses: { 200: jsonAnswer(Version, "The version"), ...errors(404) },
});

const getDocument = createRoute({
  method: "get",
  path: "/{project_id}/versions/{version_id}/document",
  tags,
  summary: "The document as it was",
  security: BEARER,
  request: { params: ofVersion },
  responses: { 200: jsonAnswer(Document, "As everyone saw it"), ...errors(404) },
});

const patch = createRoute({
  method: "patch",
  path: "/{project_id}/versions/{version_id}",
  tags,
  summary: "Give a version a name, so that it is kept, or take it away",
  security: BEARER,
  request: {
    params: ofVersion,
    body: jsonBody(z.strictObject({ name: name(255).nullable() })),
  },
  responses: {
    200: jsonAnswer(Version, "As it is now"),
    ...errors(400, 403, 404, 409, 412, 415, 422),
  },
});

const restore = createRoute({
  method: "post",
  path: "/{project_id}/versions/{version_id}/restore",
  tags,
  summary: "Make the document what it was; one edit, live in open tabs",
  description: "What it is now is put aside first, as `before`: restoring that undoes this.",
  security: BEARER,
  request: { params: ofVersion },
  responses: { 200: jsonAnswer(Restored, "Restored"), ...errors(403, 404, 413) },
});
