import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { insertAudit } from "../db/audit_log.ts";
import { endSession, listLiveSessions } from "../db/sessions.ts";
import { notFound } from "../services/api_error.ts";
import type { AppDeps } from "./deps.ts";
import { type AppEnv, requireSession } from "./env.ts";
import { BEARER, errors, Id, jsonAnswer, Time } from "./schemas.ts";

const Session = z.object({
  id: Id,
  user_agent: z.string(),
  created_at: Time,
  last_used_at: Time,
  expires_at: Time,
  current: z.boolean(),
}).openapi("Session");

/** `/auth/sessions`: where I am signed in. */
export function sessionRoutes(
  { sql, rooms }: Pick<AppDeps, "sql" | "rooms">,
): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(list, async (c) => {
    const actor = requireSession(c);
    const rows = await listLiveSessions(sql, actor.userId);
    const sessions = rows.map((row) => ({
      id: row.id,
      user_agent: row.user_agent,
      created_at: row.created_at.toISOString(),
      last_used_at: row.last_used_at.toISOString(),
      expires_at: row.expires_at.toISOString(),
      current: row.id === actor.sessionId,
    }));
    return c.json({ sessions }, 200);
  });

  app.openapi(end, async (c) => {
    const actor = requireSession(c);
    const { id } = c.req.valid("param");
    if (!await endSession(sql, id, actor.userId, "revoked")) throw notFound("session");
    rooms.closeSession(id, "signed out from elsewhere");
    await insertAudit(sql, {
      actor_id: actor.userId,
      action: "session.revoke",
      subject_id: id,
      request_id: c.get("requestId"),
    });
    return c.body(null, 204);
  });

  return app;
}

const tags = ["Accounts"];

const list = createRoute({
  method: "get",
  path: "/sessions",
  tags,
  summary: "Where I am signed in",
  security: BEARER,
  responses: {
    200: jsonAnswer(z.object({ sessions: z.array(Session) }), "Newest use first"),
    ...errors(403),
  },
});

const end = createRoute({
  method: "delete",
  path: "/sessions/{id}",
  tags,
  summary: "Sign out there, at once",
  security: BEARER,
  request: { params: z.object({ id: Id }) },
  responses: { 204: { description: "Ended" }, ...errors(403, 404) },
});
