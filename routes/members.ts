import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { insertAudit } from "../db/audit_log.ts";
import { deleteMember, findMember, listMembers, type MemberRow, putMember } from "../db/members.ts";
import { findUser } from "../db/users.ts";
import { ApiError, notFound } from "../services/api_error.ts";
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
  offsetOf,
  PageFields,
  PageQuery,
  Role,
  Time,
} from "./schemas.ts";

const Member = z.object({
  user_id: Id,
  username: z.string(),
  color: z.int().min(0).max(7),
  role: Role,
  created_at: Time,
  updated_at: Time,
}).openapi("Member");

const MemberWish = z.strictObject({ role: z.enum(["editor", "commenter", "viewer"]) });

/** `/projects/{project_id}/members`. What changes here reaches open sockets at once. */
export function memberRoutes(
  { sql, access, rooms }: Pick<AppDeps, "sql" | "access" | "rooms">,
): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(list, async (c) => {
    const { project_id } = c.req.valid("param");
    const page = c.req.valid("query");
    await access.authorise(requireActor(c), project_id, "project.read");
    const { rows, total } = await listMembers(sql, project_id, offsetOf(page));
    linkPages(c, page, total);
    return c.json({ members: rows.map(memberJson), total, ...page }, 200);
  });

  app.openapi(put, async (c) => {
    const actor = requireActor(c);
    const { project_id, user_id } = c.req.valid("param");
    const { role } = c.req.valid("json");
    await access.authorise(actor, project_id, "project.manage");
    const before = await findMember(sql, project_id, user_id);
    if (before) requireMatch(c, memberJson(before));
    if (before?.role === "owner") throw ownerStays();
    if (!before && !await findUser(sql, user_id)) throw notFound("user");
    await putMember(sql, { project_id, user_id, role, added_by: actor.userId });
    await rooms.refreshRoles(project_id);
    await insertAudit(sql, {
      actor_id: actor.userId,
      action: "member.put",
      project_id,
      subject_id: user_id,
      request_id: c.get("requestId"),
      details: { role, before: before?.role ?? null },
    });
    const member = await findMember(sql, project_id, user_id);
    if (!member) throw notFound("member");
    return before ? c.json(memberJson(member), 200) : c.json(memberJson(member), 201);
  });

  app.openapi(remove, async (c) => {
    const actor = requireActor(c);
    const { project_id, user_id } = c.req.valid("param");
    const leaving = user_id === actor.userId;
    await access.authorise(actor, project_id, leaving ? "project.read" : "project.manage");
    const before = await findMember(sql, project_id, user_id);
    if (!before) throw notFound("member");
    requireMatch(c, memberJson(before));
    if (before.role === "owner") throw ownerStays();
    await deleteMember(sql, project_id, user_id);
    await rooms.refreshRoles(project_id);
    await insertAudit(sql, {
      actor_id: actor.userId,
      action: leaving ? "member.leave" : "member.remove",
      project_id,
      subject_id: user_id,
      request_id: c.get("requestId"),
      details: { before: before.role },
    });
    return c.body(null, 204);
  });

  return app;
}

function ownerStays(): ApiError {
  return new ApiError("OWNER_STAYS", 409, "The owner's place in a project cannot be changed.");
}

function memberJson(row: MemberRow) {
  return {
    user_id: row.user_id,
    username: row.username,
    color: row.color,
    role: row.role,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}

const tags = ["Members"];
const params = z.object({ project_id: Id, user_id: Id });

const list = createRoute({
  method: "get",
  path: "/{project_id}/members",
  tags,
  summary: "Who is in it, the owner first",
  security: BEARER,
  request: { params: z.object({ project_id: Id }), query: PageQuery },
  responses: {
    200: jsonAnswer(z.object({ members: z.array(Member), ...PageFields }), "A page"),
    ...errors(404, 422),
  },
});

const put = createRoute({
  method: "put",
  path: "/{project_id}/members/{user_id}",
  tags,
  summary: "Add somebody, or change their role",
  security: BEARER,
  request: { params, body: jsonBody(MemberWish) },
  responses: {
    200: jsonAnswer(Member, "Changed"),
    201: jsonAnswer(Member, "Added"),
    ...errors(400, 403, 404, 409, 412, 415, 422),
  },
});

const remove = createRoute({
  method: "delete",
  path: "/{project_id}/members/{user_id}",
  tags,
  summary: "Remove somebody, or leave",
  security: BEARER,
  request: { params },
  responses: { 204: { description: "Gone" }, ...errors(403, 404, 409, 412) },
});
