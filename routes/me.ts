import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { forbidden } from "../collab/access.ts";
import { endOtherSessions } from "../db/sessions.ts";
import { findUser, updateUser, type UserPatch } from "../db/users.ts";
import { invalidField } from "../services/api_error.ts";
import { hashPassword, verifyPassword } from "../services/tokens/passwords.ts";
import { unauthenticated } from "../services/tokens/tokens.ts";
import { audit, Email, Password, refuseWeak, unlessTaken, User, userJson } from "./account.ts";
import type { AppDeps } from "./deps.ts";
import { type AppEnv, requireActor, requireSession } from "./env.ts";
import { requireMatch } from "./middleware/etag.ts";
import { clientAddress, ONE_ACCOUNT, type RateLimiter, takeOne } from "./middleware/rate_limit.ts";
import { BEARER, errors, jsonAnswer, jsonBody, name } from "./schemas.ts";

const MePatch = z.strictObject({
  email: Email.optional(),
  username: name(100).optional(),
  color: z.int().min(0).max(7).optional(),
  password: Password.optional(),
  current_password: Password.optional(),
});

type Deps = Pick<AppDeps, "sql" | "rooms"> & { readonly limiter?: RateLimiter };

/** `/auth/me`: my own account. */
export function meRoutes({ sql, rooms, limiter }: Deps): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(me, async (c) => {
    const user = await findUser(sql, requireActor(c).userId);
    if (!user) throw unauthenticated();
    return c.json(userJson(user), 200);
  });

  app.openapi(patchMe, async (c) => {
    const actor = requireSession(c);
    const { current_password, password, ...rest } = c.req.valid("json");
    const user = await findUser(sql, actor.userId);
    if (!user) throw unauthenticated();
    requireMatch(c, userJson(user));
    if (password !== undefined || rest.email !== undefined) {
      if (current_password === undefined) {
        throw invalidField("current_password", "is needed to change the password or the address");
      }
      const guess = `${user.id} ${clientAddress(c)}`;
      takeOne(c, limiter, ONE_ACCOUNT, guess);
      if (!await verifyPassword(user.password_hash, current_password)) {
        throw forbidden("The current password is wrong.");
      }
      limiter?.forget(ONE_ACCOUNT, guess);
    }
    const patch: UserPatch = { ...rest };
    if (password !== undefined) {
      refuseWeak(password, [rest.email ?? user.email, rest.username ?? user.username]);
      Object.assign(patch, { password_hash: await hashPassword(password) });
    }
    if (Object.keys(patch).length === 0) return c.json(userJson(user), 200);
    const changed = await unlessTaken(() => updateUser(sql, user.id, patch));
    if (password !== undefined) {
      for (const id of await endOtherSessions(sql, user.id, actor.sessionId, "password")) {
        rooms.closeSession(id, "password changed");
      }
    }
    await audit(c, sql, user.id, "user.change", user.id, { fields: Object.keys(patch).join(" ") });
    return c.json(userJson(changed), 200);
  });

  return app;
}

const tags = ["Accounts"];

const me = createRoute({
  method: "get",
  path: "/me",
  tags,
  summary: "Who am I",
  security: BEARER,
  responses: { 200: jsonAnswer(User, "You"), ...errors() },
});

const patchMe = createRoute({
  method: "patch",
  path: "/me",
  tags,
  summary: "Change my name, colour, address or password",
  description: "A new password needs the current one and ends the other sessions.",
  security: BEARER,
  request: { body: jsonBody(MePatch) },
  responses: { 200: jsonAnswer(User, "You"), ...errors(400, 403, 409, 412, 415, 422) },
});
