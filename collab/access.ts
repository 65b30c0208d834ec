import { findLiveApiToken } from "../db/api_tokens.ts";
import type { Sql } from "../db/client.ts";
import { findRole } from "../db/projects.ts";
import { findLiveSessions, type LiveSessionRow } from "../db/sessions.ts";
import { ApiError, notFound } from "../services/api_error.ts";
import { isUuid } from "../services/ids.ts";
import { type Action, can, type Role } from "../services/policy.ts";
import { API, hashToken } from "../services/tokens/opaque.ts";
import { type Tokens, unauthenticated } from "../services/tokens/tokens.ts";
import { gathered } from "./gathered.ts";

/** Who is calling, over REST or a socket. */
export interface Actor {
  readonly userId: string;
  readonly username: string;
  /** Index of the presence colour, 0..7. */
  readonly color: number;
  readonly scope: "write" | "read";
  /** Id of the session or API token that speaks: what `rooms.closeSession` closes when it ends. */
  readonly sessionId: string | null;
  /** When this proof of identity ends; null for API tokens without an end. */
  readonly expiresAtMs: number | null;
  readonly via: "session" | "api_token";
}

export interface Access {
  /**
   * Bearer string (JWT access token or API token) → actor. Ended sessions and revoked tokens are
   * refused at once.
   * @throws ApiError UNAUTHENTICATED 401.
   */
  identify(token: string): Promise<Actor>;
  /** Role of the user in a live project; a public project makes a stranger its viewer. */
  roleIn(userId: string, projectId: string): Promise<Role | undefined>;
  /**
   * @throws ApiError NOT_FOUND 404 for strangers, FORBIDDEN 403 for those who may look but not do
   *   it, and for read-only tokens.
   */
  authorise(actor: Actor, projectId: string, action: Action): Promise<Role>;
}

export function createAccess({ sql, tokens }: { sql: Sql; tokens: Tokens }): Access {
  const roleIn = async (userId: string, projectId: string): Promise<Role | undefined> => {
    if (!isUuid(projectId)) return undefined;
    const found = await findRole(sql, projectId, userId);
    return found?.role ?? (found?.is_public ? "viewer" : undefined);
  };
  const findSession = gathered(async (ids) => {
    return new Map((await findLiveSessions(sql, ids)).map((row) => [row.id, row]));
  });
  return {
    identify: (token) =>
      token.startsWith(API) ? byApiToken(sql, token) : bySession(findSession, tokens, token),
    roleIn,
    async authorise(actor, projectId, action) {
      const role = await roleIn(actor.userId, projectId);
      if (role === undefined) throw notFound("project");
      if (!can(role, action)) throw forbidden(`Your role here is ${role}, and this needs more.`);
      if (action !== "project.read" && actor.scope === "read") {
        throw forbidden("This token may only read.");
      }
      return role;
    },
  };
}

export function forbidden(message: string): ApiError {
  return new ApiError("FORBIDDEN", 403, message);
}

async function bySession(
  find: (sessionId: string) => Promise<LiveSessionRow | undefined>,
  tokens: Tokens,
  token: string,
): Promise<Actor> {
  const { userId, sessionId, expiresAtMs } = await tokens.verifyAccess(token);
  const session = await find(sessionId);
  if (session?.user_id !== userId) throw unauthenticated();
  const { username, color } = session;
  return { userId, username, color, scope: "write", sessionId, expiresAtMs, via: "session" };
}

async function byApiToken(sql: Sql, token: string): Promise<Actor> {
  const found = await findLiveApiToken(sql, hashToken(token));
  if (!found) throw unauthenticated();
  return {
    userId: found.user_id,
    username: found.username,
    color: found.color,
    scope: found.scope,
    sessionId: found.token_id,
    expiresAtMs: found.expires_at?.getTime() ?? null,
    via: "api_token",
  };
}
