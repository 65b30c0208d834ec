import { createMiddleware } from "hono/factory";
import { type Access, forbidden } from "../../collab/access.ts";
import { ApiError } from "../../services/api_error.ts";
import { unauthenticated } from "../../services/tokens/tokens.ts";
import { type AppEnv, requireActor } from "../env.ts";

/**
 * Finds out who is calling from `Authorization: Bearer`. Public routes stay public: a token that
 * is not valid is refused where an actor is required (`requireActor`), not here. A token that may
 * only read is kept from everything that writes.
 */
export function authenticate(access: Access) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const header = c.req.header("authorization");
    if (header !== undefined) {
      const token = /^Bearer +(\S+) *$/i.exec(header)?.[1];
      try {
        if (!token) throw unauthenticated();
        c.set("actor", await access.identify(token));
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        c.set("authError", error);
      }
    }
    if (c.get("actor")?.scope === "read" && !["GET", "HEAD", "OPTIONS"].includes(c.req.method)) {
      throw forbidden("This token may only read.");
    }
    await next();
  });
}

/** Turns away who is not signed in, before anything looks at what they sent. */
export const signedIn = createMiddleware<AppEnv>(async (c, next) => {
  requireActor(c);
  await next();
});
