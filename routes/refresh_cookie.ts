import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Config } from "../config.ts";
import { ApiError } from "../services/api_error.ts";
import type { AppEnv } from "./env.ts";
import { REFRESH_DAYS } from "./sign_in.ts";

/** The browser's copy of the refresh token: no script can read it, no other site can send it. */
export const COOKIE = "sonic_refresh";
const PATH = "/api/v1/auth";

type Where = Pick<Config, "publicUrl" | "allowedOrigins">;

export function setRefreshCookie(c: Context<AppEnv>, config: Where, token: string): void {
  setCookie(c, COOKIE, token, { ...attributes(c, config), maxAge: REFRESH_DAYS * 86_400 });
}

export function clearRefreshCookie(c: Context<AppEnv>, config: Where): void {
  deleteCookie(c, COOKIE, attributes(c, config));
}

/**
 * The refresh token of a request: from the body, else from the cookie. A cookie counts only when
 * the request comes from our own pages (browsers say so in `Origin` and `Sec-Fetch-Site`).
 * @throws ApiError FORBIDDEN_ORIGIN 403.
 */
export function refreshTokenOf(
  c: Context<AppEnv>,
  config: Where,
  fromBody: string | undefined,
): string | undefined {
  if (fromBody !== undefined) return fromBody;
  const fromCookie = getCookie(c, COOKIE);
  if (fromCookie !== undefined && !isOurOwn(c, config)) {
    throw new ApiError("FORBIDDEN_ORIGIN", 403, "The cookie is taken from our own pages only.");
  }
  return fromCookie;
}

function isOurOwn(c: Context<AppEnv>, config: Where): boolean {
  const origin = c.req.header("origin");
  if (origin !== undefined) {
    const own = [originOf(c.req.url), config.publicUrl && originOf(config.publicUrl)];
    return own.includes(origin) || config.allowedOrigins.some((item) => originOf(item) === origin);
  }
  const site = c.req.header("sec-fetch-site");
  return site === undefined || site === "same-origin" || site === "none";
}

function attributes(c: Context<AppEnv>, config: Where) {
  const secure = config.publicUrl?.startsWith("https:") || c.req.url.startsWith("https:");
  return { path: PATH, httpOnly: true, sameSite: "Strict", secure } as const;
}

function originOf(url: string): string {
  return new URL(url).origin;
}
