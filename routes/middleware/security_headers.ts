import { createMiddleware } from "hono/factory";
import type { Config } from "../../config.ts";
import type { AppEnv } from "../env.ts";

/**
 * The headers of every answer. A route that sets a `Content-Security-Policy` of its own keeps it.
 * With S3, pictures and sound come from its origin by signed links.
 */
export function securityHeaders(config: Pick<Config, "s3" | "publicUrl">) {
  const files = config.s3 ? ` ${new URL(config.s3.endpoint).origin}` : "";
  const policy = [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' blob: data:${files}`,
    `media-src 'self' blob:${files}`,
    `connect-src 'self' ws: wss:${files}`,
    "worker-src 'self' blob:",
    "font-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
  const https = config.publicUrl?.startsWith("https://");
  return createMiddleware<AppEnv>(async (c, next) => {
    await next();
    const headers = c.res.headers;
    if (!headers.has("content-security-policy")) headers.set("content-security-policy", policy);
    headers.set("x-content-type-options", "nosniff");
    headers.set("x-frame-options", "DENY");
    headers.set("referrer-policy", "no-referrer");
    headers.set("cross-origin-opener-policy", "same-origin");
    if (!headers.has("cross-origin-resource-policy")) {
      headers.set("cross-origin-resource-policy", "same-origin");
    }
    headers.set("permissions-policy", "camera=(), geolocation=(), microphone=(self)");
    if (https) headers.set("strict-transport-security", "max-age=31536000; includeSubDomains");
    if (c.req.path.startsWith("/api/") && !headers.has("cache-control")) {
      headers.set("cache-control", "private, no-cache");
    }
  });
}
