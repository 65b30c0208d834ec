import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import {
  type ApiTokenRow,
  insertApiToken,
  listApiTokens,
  revokeApiToken,
} from "../db/api_tokens.ts";
import { insertAudit } from "../db/audit_log.ts";
import { invalidField, notFound } from "../services/api_error.ts";
import { uuidv7 } from "../services/ids.ts";
import { API, newToken } from "../services/tokens/opaque.ts";
import type { AppDeps } from "./deps.ts";
import { type AppEnv, requireSession } from "./env.ts";
import { BEARER, errors, Id, jsonAnswer, jsonBody, name, Time } from "./schemas.ts";

const ApiToken = z.object({
  id: Id,
  name: z.string(),
  scope: z.enum(["read", "write"]),
  created_at: Time,
  expires_at: Time.nullable(),
  last_used_at: Time.nullable(),
}).openapi("ApiToken");

const NewApiToken = ApiToken.extend({
  token: z.string().openapi({ description: "Shown this once" }),
}).openapi("NewApiToken");

const Wish = z.strictObject({
  name: name(100),
  scope: z.enum(["read", "write"]).default("write"),
  expires_at: Time.nullable().default(null).openapi({ description: "null: never" }),
});

/** `/auth/tokens`: keys for integrations, named, scoped and revocable. */
export function apiTokenRoutes(
  { sql, rooms }: Pick<AppDeps, "sql" | "rooms">,
): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(list, async (c) => {
    const rows = await listApiTokens(sql, requireSession(c).userId);
    return c.json({ tokens: rows.map(tokenJson) }, 200);
  });

  app.openapi(create, async (c) => {
    const { userId } = requireSession(c);
    const { name, scope, expires_at } = c.req.valid("json");
    const expiresAt = expires_at === null ? null : new Date(expires_at);
    if (expiresAt && expiresAt.getTime() <= Date.now()) {
      throw invalidField("expires_at", "lies in the past");
    }
    const { token, hash } = newToken(API);
    const row = await insertApiToken(sql, {
      id: uuidv7(),
      user_id: userId,
      name,
      scope,
      expires_at: expiresAt,
      token_hash: hash,
    });
    await insertAudit(sql, {
      actor_id: userId,
      action: "api_token.create",
      subject_id: row.id,
      request_id: c.get("requestId"),
      details: { scope },
    });
    c.header("Location", `/api/v1/auth/tokens/${row.id}`);
    c.header("Cache-Control", "no-store");
    return c.json({ ...tokenJson(row), token }, 201);
  });

  app.openapi(revoke, async (c) => {
    const { userId } = requireSession(c);
    const { id } = c.req.valid("param");
    if (!await revokeApiToken(sql, id, userId)) throw notFound("token");
    rooms.closeSession(id, "token revoked");
    await insertAudit(sql, {
      actor_id: userId,
      action: "api_token.revoke",
      subject_id: id,
      request_id: c.get("requestId"),
    });
    return c.body(null, 204);
  });

  return app;
}

function tokenJson(row: ApiTokenRow): z.infer<typeof ApiToken> {
  return {
    id: row.id,
    name: row.name,
    scope: row.scope,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at?.toISOString() ?? null,
    last_used_at: row.last_used_at?.toISOString() ?? null,
  };
}

const tags = ["Accounts"];

const list = createRoute({
  method: "get",
  path: "/tokens",
  tags,
  summary: "My API tokens",
  security: BEARER,
  responses: {
    200: jsonAnswer(z.object({ tokens: z.array(ApiToken) }), "Newest first"),
    ...errors(403),
  },
});

const create = createRoute({
  method: "post",
  path: "/tokens",
  tags,
  summary: "Make an API token",
  security: BEARER,
  request: { body: jsonBody(Wish) },
  responses: {
    201: jsonAnswer(NewApiToken, "The token, shown this once"),
    ...errors(400, 403, 415, 422),
  },
});

const revoke = createRoute({
  method: "delete",
  path: "/tokens/{id}",
  tags,
  summary: "Revoke an API token at once",
  security: BEARER,
  request: { params: z.object({ id: Id }) },
  responses: { 204: { description: "Revoked" }, ...errors(403, 404) },
});
