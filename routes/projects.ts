import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { forbidden } from "../collab/access.ts";
import { seedUpdate, setMeta } from "../collab/document/edits.ts";
import { insertAudit } from "../db/audit_log.ts";
import { putCanvases } from "../db/canvases.ts";
import { insertUpdates } from "../db/doc_updates.ts";
import {
  findProject,
  insertProject,
  listProjects,
  type ProjectForUserRow,
  restoreProject,
  softDeleteProject,
  updateProject,
} from "../db/projects.ts";
import { transaction } from "../db/transaction.ts";
import { ApiError, notFound } from "../services/api_error.ts";
import { uuidv7 } from "../services/ids.ts";
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
  offsetOf,
  PageFields,
  PageQuery,
  Role,
  text,
  Time,
} from "./schemas.ts";

const Project = z.object({
  id: Id,
  title: z.string(),
  description: z.string().nullable(),
  is_public: z.boolean(),
  owner: z.object({ id: Id, username: z.string() }),
  role: Role.openapi({ description: "Mine" }),
  copied_from: Id.nullable(),
  created_at: Time,
  updated_at: Time,
  deleted_at: Time.nullable(),
}).openapi("Project");

const NewProject = z.strictObject({
  title: name(255),
  description: text(0, 5000).nullable().default(null),
  is_public: z.boolean().default(false),
});

const ProjectPatch = z.strictObject({
  title: name(255).optional(),
  description: text(0, 5000).nullable().optional(),
  is_public: z.boolean().optional(),
});

const ListQuery = PageQuery.extend({
  search: text(0, 200).default(""),
  sort: z.enum(["-updated_at", "updated_at", "-created_at", "created_at", "title", "-title"])
    .default("-updated_at"),
  deleted: z.enum(["true", "false"]).default("false").openapi({
    description: "true: my deleted ones that can still be restored",
  }),
});

type Deps = Pick<AppDeps, "sql" | "access" | "rooms">;

/** `/projects`. */
export function projectRoutes({ sql, access, rooms }: Deps): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();

  const read = async (id: string, userId: string): Promise<ProjectForUserRow> => {
    const row = await findProject(sql, id, userId);
    if (!row || row.deleted_at) throw notFound("project");
    return row;
  };

  app.openapi(list, async (c) => {
    const { userId } = requireActor(c);
    const { search, sort, deleted, ...page } = c.req.valid("query");
    const query = { userId, search, sort, deleted: deleted === "true", ...offsetOf(page) };
    const { rows, total } = await listProjects(sql, query);
    linkPages(c, page, total);
    return c.json({ projects: rows.map(projectJson), total, ...page }, 200);
  });

  app.openapi(create, async (c) => {
    const { userId } = requireActor(c);
    const wish = c.req.valid("json");
    const id = uuidv7();
    const canvasId = uuidv7();
    await transaction(sql, async (tx) => {
      await insertProject(tx, { id, owner_id: userId, ...wish });
      await putCanvases(tx, [{
        id: canvasId,
        project_id: id,
        name: "Canvas 1",
        order_key: "a0",
        valence: 0,
        arousal: 0,
        primary_emotion: null,
      }]);
      const payload = seedUpdate({ title: wish.title, canvasId });
      await insertUpdates(tx, [{ project_id: id, payload, actor_id: userId, origin: "server" }]);
    });
    c.header("Location", `/api/v1/projects/${id}`);
    return c.json(projectJson(await read(id, userId)), 201);
  });

  app.openapi(get, async (c) => {
    const actor = requireActor(c);
    const { project_id } = c.req.valid("param");
    return c.json(projectJson(visible(await findProject(sql, project_id, actor.userId))), 200);
  });

  app.openapi(patch, async (c) => {
    const actor = requireActor(c);
    const { project_id } = c.req.valid("param");
    const wish = c.req.valid("json");
    await access.authorise(actor, project_id, "project.edit");
    const before = await read(project_id, actor.userId);
    requireMatch(c, projectJson(before));
    if (wish.is_public !== undefined && wish.is_public !== before.is_public) {
      await access.authorise(actor, project_id, "project.manage");
    }
    if (wish.title !== undefined && wish.title !== before.title) {
      const { title } = wish;
      await rooms.edit(project_id, { kind: "rest", userId: actor.userId }, (doc) => {
        setMeta(doc, { title });
      });
    }
    if (Object.keys(wish).length > 0) await updateProject(sql, project_id, wish);
    if (wish.is_public === false && before.is_public) await rooms.refreshRoles(project_id);
    return c.json(projectJson(await read(project_id, actor.userId)), 200);
  });

  app.openapi(remove, async (c) => {
    const actor = requireActor(c);
    const { project_id } = c.req.valid("param");
    await access.authorise(actor, project_id, "project.manage");
    requireMatch(c, projectJson(await read(project_id, actor.userId)));
    await softDeleteProject(sql, project_id);
    await rooms.refreshRoles(project_id);
    await insertAudit(sql, {
      actor_id: actor.userId,
      action: "project.delete",
      project_id,
      request_id: c.get("requestId"),
    });
    return c.body(null, 204);
  });

  app.openapi(restore, async (c) => {
    const actor = requireActor(c);
    const { project_id } = c.req.valid("param");
    const row = await findProject(sql, project_id, actor.userId);
    if (row?.role !== "owner") {
      visible(row);
      throw forbidden("Only the owner restores a project.");
    }
    if (!row.deleted_at) throw new ApiError("NOT_DELETED", 409, "This project is not deleted.");
    if (!await restoreProject(sql, project_id)) throw notFound("project");
    await insertAudit(sql, {
      actor_id: actor.userId,
      action: "project.restore",
      project_id,
      request_id: c.get("requestId"),
    });
    return c.json(projectJson(await read(project_id, actor.userId)), 200);
  });

  return app;
}

/** @throws ApiError 404 for a stranger. */
function visible(row: ProjectForUserRow | undefined): ProjectForUserRow {
  if (!row || row.deleted_at || (row.role === null && !row.is_public)) throw notFound("project");
  return row;
}

function projectJson(row: ProjectForUserRow) {
  return {
    id: row.id,
    title: row.title,
    description: row.description,
    is_public: row.is_public,
    owner: { id: row.owner_id, username: row.owner_username },
    role: row.role ?? "viewer",
    copied_from: row.copied_from,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    deleted_at: row.deleted_at?.toISOString() ?? null,
  };
}

const tags = ["Projects"];
const params = z.object({ project_id: Id });

const list = createRoute({
  method: "get",
  path: "/",
  tags,
  summary: "Mine and shared with me",
  security: BEARER,
  request: { query: ListQuery },
  responses: {
    200: jsonAnswer(z.object({ projects: z.array(Project), ...PageFields }), "A page"),
    ...errors(422),
  },
});

const create = createRoute({
  method: "post",
  path: "/",
  tags,
  summary: "Begin a project; it has one canvas",
  security: BEARER,
  request: { body: jsonBody(NewProject) },
  responses: { 201: jsonAnswer(Project, "Made"), ...errors(400, 403, 409, 413, 415, 422) },
});

const get = createRoute({
  method: "get",
  path: "/{project_id}",
  tags,
  summary: "One project",
  security: BEARER,
  request: { params },
  responses: { 200: jsonAnswer(Project, "The project"), ...errors(404) },
});

const patch = createRoute({
  method: "patch",
  path: "/{project_id}",
  tags,
  summary: "Change title, description or who may look (JSON merge patch)",
  security: BEARER,
  request: {
    params,
    body: {
      required: true,
      content: {
        "application/json": { schema: ProjectPatch },
        "application/merge-patch+json": { schema: ProjectPatch },
      },
    },
  },
  responses: { 200: jsonAnswer(Project, "As it is now"), ...errors(400, 403, 404, 412, 415, 422) },
});

const remove = createRoute({
  method: "delete",
  path: "/{project_id}",
  tags,
  summary: "Delete; it can be restored for 30 days",
  security: BEARER,
  request: { params },
  responses: { 204: { description: "Deleted" }, ...errors(403, 404, 412) },
});

const restore = createRoute({
  method: "post",
  path: "/{project_id}/restore",
  tags,
  summary: "Undo a delete within 30 days",
  security: BEARER,
  request: { params },
  responses: { 200: jsonAnswer(Project, "It is back"), ...errors(403, 404, 409) },
});
