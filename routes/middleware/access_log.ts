import { createMiddleware } from "hono/factory";
import { routePath } from "hono/route";
import type { AppEnv } from "../env.ts";
import type { Metrics } from "./metrics.ts";

/** One line and one count for each request, when it is answered. */
export function accessLog(metrics: Metrics) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const started = performance.now();
    await next();
    const ms = performance.now() - started;
    const route = routePath(c, -1);
    metrics.request(c.req.method, route, c.res.status, ms);
    const actor = c.get("actor");
    c.get("log").info("request", {
      method: c.req.method,
      route,
      // Never the query: signed links carry their permission there.
      path: c.req.path,
      status: c.res.status,
      ms: Math.round(ms * 10) / 10,
      actor: actor?.userId ?? null,
      ...(actor?.via === "api_token" ? { via: "api_token" } : {}),
    });
  });
}
