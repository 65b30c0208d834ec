import { createHash } from "node:crypto";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { ApiError } from "../../services/api_error.ts";
import type { AppEnv } from "../env.ts";

/** Strong ETag of an answer's bytes. */
export function etagOf(body: string | Uint8Array): string {
  return `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`;
}

/** Gives JSON answers to GET an ETag, unless the route knows a cheaper one; `If-None-Match` → 304. */
export function etag() {
  return createMiddleware<AppEnv>(async (c, next) => {
    await next();
    if (c.req.method !== "GET" && c.req.method !== "HEAD") return;
    if (c.res.status !== 200) return;
    let tag = c.res.headers.get("etag");
    if (!tag) {
      if (!c.res.headers.get("content-type")?.startsWith("application/json")) return;
      const body = await c.res.text();
      tag = etagOf(body);
      replace(c, new Response(body, { headers: c.res.headers }));
      c.res.headers.set("etag", tag);
    }
    if (!matches(c.req.header("if-none-match"), tag)) return;
    const headers = new Headers(c.res.headers);
    await c.res.body?.cancel();
    headers.delete("content-length");
    headers.delete("content-type");
    replace(c, new Response(null, { status: 304, headers }));
  });
}

/**
 * For PATCH, PUT and DELETE: goes on when there is no `If-Match`, or it names the present state.
 * @param representation what GET would answer now.
 * @throws ApiError PRECONDITION_FAILED 412.
 */
export function requireMatch(c: Context<AppEnv>, representation: unknown): void {
  const wanted = c.req.header("if-match");
  if (wanted === undefined) return;
  const tag = etagOf(JSON.stringify(representation));
  if (matches(wanted, tag)) return;
  throw new ApiError(
    "PRECONDITION_FAILED",
    412,
    "It has changed since you read it. Read it again, then repeat your change.",
    { etag: tag },
  );
}

/** Assigning to `c.res` alone would merge the two answers, through a stream. */
function replace(c: Context<AppEnv>, response: Response): void {
  c.res = undefined;
  c.res = response;
}

/** Weak comparison (RFC 9110 §8.8.3.2); a proxy that compresses makes our tags weak. */
function matches(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === "*") return true;
  return header.split(",").some((item) => item.trim().replace(/^W\//, "") === tag);
}
