import type { Context } from "hono";
import { type Actor, forbidden } from "../collab/access.ts";
import type { Log } from "../services/log.ts";
import { unauthenticated } from "../services/tokens/tokens.ts";

/** What main.ts passes beside each request. */
export interface Bindings {
  readonly remoteAddress?: string;
}

export interface AppEnv {
  Bindings: Bindings;
  Variables: {
    requestId: string;
    log: Log;
    /** Set when the request came with a valid token. */
    actor?: Actor;
    /** Why the token that came is not valid; thrown where an actor is required. */
    authError?: unknown;
  };
}

/** @throws ApiError UNAUTHENTICATED 401 without a valid token. */
export function requireActor(c: Context<AppEnv>): Actor {
  const actor = c.get("actor");
  if (!actor) throw c.get("authError") ?? unauthenticated();
  return actor;
}

/**
 * For what belongs to the person, not to their integrations: passwords, sessions, tokens.
 * @throws ApiError 401 without a valid token, 403 with an API token.
 */
export function requireSession(c: Context<AppEnv>): Actor & { readonly sessionId: string } {
  const actor = requireActor(c);
  if (actor.via !== "session" || actor.sessionId === null) {
    throw forbidden("This needs a signed-in session, not an API token.");
  }
  return { ...actor, sessionId: actor.sessionId };
}
