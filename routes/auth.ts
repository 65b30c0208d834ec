import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { endSession } from "../db/sessions.ts";
import { findUser, findUserByEmail, insertUser, nextColor, type UserRow } from "../db/users.ts";
import { ApiError } from "../services/api_error.ts";
import { uuidv7 } from "../services/ids.ts";
import { hashPassword, verifyPassword } from "../services/tokens/passwords.ts";
import { unauthenticated } from "../services/tokens/tokens.ts";
import { audit, Email, Password, refuseWeak, unlessTaken, User, userJson } from "./account.ts";
import type { AppDeps } from "./deps.ts";
import { type AppEnv, requireSession } from "./env.ts";
import {
  clientAddress,
  CREDENTIALS,
  ONE_ACCOUNT,
  type RateLimiter,
  takeOne,
} from "./middleware/rate_limit.ts";
import { clearRefreshCookie, refreshTokenOf, setRefreshCookie } from "./refresh_cookie.ts";
import { BEARER, errors, jsonAnswer, jsonBody, name, text } from "./schemas.ts";
import { endSessionOf, openSession, rotate, type TokenPair } from "./sign_in.ts";

const SignedIn = z.object({
  user: User,
  access_token: z.string(),
  refresh_token: z.string(),
  token_type: z.literal("Bearer"),
  expires_in: z.int(),
}).openapi("SignedIn");

const Registration = z.strictObject({ email: Email, username: name(100), password: Password });
const Credentials = z.strictObject({ email: text(1, 1000), password: Password });
const RefreshBody = z.strictObject({ refresh_token: text(1, 5000).optional() });

type Deps = Pick<AppDeps, "sql" | "tokens" | "rooms" | "config"> & {
  readonly limiter?: RateLimiter;
};

/** `/auth`: signing up, in and out. */
export function authRoutes(deps: Deps): OpenAPIHono<AppEnv> {
  const { sql, config, rooms, limiter } = deps;
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(register, async (c) => {
    takeOne(c, limiter, CREDENTIALS, clientAddress(c));
    const { email, username, password } = c.req.valid("json");
    refuseWeak(password, [email, username]);
    const id = uuidv7();
    const color = await nextColor(sql, 8);
    const password_hash = await hashPassword(password);
    const user = await unlessTaken(() =>
      insertUser(sql, { id, email, username, password_hash, color })
    );
    await audit(c, sql, id, "user.register");
    c.header("Location", "/api/v1/auth/me");
    return c.json(await signIn(c, deps, user), 201);
  });

  app.openapi(login, async (c) => {
    takeOne(c, limiter, CREDENTIALS, clientAddress(c));
    const { email, password } = c.req.valid("json");
    const guess = `${email.toLowerCase()} ${clientAddress(c)}`;
    takeOne(c, limiter, ONE_ACCOUNT, guess);
    const user = await findUserByEmail(sql, email);
    if (!await verifyPassword(user?.password_hash, password) || !user) {
      throw new ApiError("WRONG_CREDENTIALS", 401, "The e-mail address or the password is wrong.");
    }
    limiter?.forget(ONE_ACCOUNT, guess);
    await audit(c, sql, user.id, "user.login");
    return c.json(await signIn(c, deps, user), 200);
  });

  app.openapi(refresh, async (c) => {
    const token = refreshTokenOf(c, config, c.req.valid("json").refresh_token);
    if (token === undefined) throw unauthenticated();
    const outcome = await rotate(deps, token);
    if (outcome.kind === "reused") {
      rooms.closeSession(outcome.sessionId, "session ended");
      await audit(c, sql, outcome.userId, "session.reuse", outcome.sessionId);
    }
    if (outcome.kind !== "rotated") {
      clearRefreshCookie(c, config);
      throw new ApiError(
        "REFRESH_REFUSED",
        401,
        "This refresh token is unknown, spent or over. Sign in again.",
      );
    }
    const user = await findUser(sql, outcome.userId);
    if (!user) throw unauthenticated();
    return c.json(answer(c, deps, user, outcome.pair), 200);
  });

  app.openapi(logout, async (c) => {
    const token = refreshTokenOf(c, config, c.req.valid("json").refresh_token);
    const actor = token === undefined ? requireSession(c) : c.get("actor");
    const ended = token === undefined ? undefined : await endSessionOf(deps, token);
    if (ended) await announceLogout(c, deps, ended);
    if (actor?.sessionId && await endSession(sql, actor.sessionId, actor.userId, "logout")) {
      await announceLogout(c, deps, { userId: actor.userId, sessionId: actor.sessionId });
    }
    clearRefreshCookie(c, config);
    return c.body(null, 204);
  });

  return app;
}

async function announceLogout(
  c: Context<AppEnv>,
  { sql, rooms }: Deps,
  { userId, sessionId }: { readonly userId: string; readonly sessionId: string },
): Promise<void> {
  rooms.closeSession(sessionId, "signed out");
  await audit(c, sql, userId, "session.logout", sessionId);
}

async function signIn(c: Context<AppEnv>, deps: Deps, user: UserRow) {
  const pair = await openSession(deps, user.id, c.req.header("user-agent") ?? "");
  return answer(c, deps, user, pair);
}

function answer(c: Context<AppEnv>, { config }: Deps, user: UserRow, pair: TokenPair) {
  setRefreshCookie(c, config, pair.refresh_token);
  c.header("Cache-Control", "no-store");
  return { user: userJson(user), ...pair };
}

const tags = ["Accounts"];

const register = createRoute({
  method: "post",
  path: "/register",
  tags,
  summary: "Make an account and sign in",
  request: { body: jsonBody(Registration) },
  responses: { 201: jsonAnswer(SignedIn, "Signed in"), ...errors(400, 409, 413, 415, 422) },
});

const login = createRoute({
  method: "post",
  path: "/login",
  tags,
  summary: "Sign in",
  request: { body: jsonBody(Credentials) },
  responses: { 200: jsonAnswer(SignedIn, "Signed in"), ...errors(400, 413, 415, 422) },
});

const optionalToken = {
  body: { required: false, content: { "application/json": { schema: RefreshBody } } },
};

const refresh = createRoute({
  method: "post",
  path: "/refresh",
  tags,
  summary: "Spend a refresh token for a new pair",
  description: "From the body or the cookie. A spent token that comes again ends the session.",
  request: optionalToken,
  responses: { 200: jsonAnswer(SignedIn, "A new pair"), ...errors(400, 403, 415, 422) },
});

const logout = createRoute({
  method: "post",
  path: "/logout",
  tags,
  summary: "End the session at once",
  security: BEARER,
  request: optionalToken,
  responses: { 204: { description: "Ended" }, ...errors(400, 403, 415, 422) },
});
