import { Hono } from "hono";
import type { AppDeps } from "./deps.ts";
import type { AppEnv } from "./env.ts";
import type { Metrics } from "./middleware/metrics.ts";

const READY_WITHIN_MS = 5000;

/** `/healthz` says that the process answers, `/readyz` that it can do its work, `/metrics` how much. */
export function healthRoutes(
  { ready, rooms, gemini }: Pick<AppDeps, "ready" | "rooms" | "gemini">,
  metrics: Metrics,
): Hono<AppEnv> {
  metrics.gauge("rooms_open", "Rooms in memory.", () => rooms.stats().rooms);
  metrics.gauge("rooms_connections", "Sockets in rooms.", () => rooms.stats().connections);
  metrics.gauge("process_resident_memory_bytes", "Memory.", () => Deno.memoryUsage().rss);
  if (gemini) metrics.also(gemini.metrics);
  const app = new Hono<AppEnv>();
  for (const path of ["/healthz", "/readyz", "/metrics"]) {
    app.use(path, async (c, next) => {
      await next();
      c.res.headers.set("cache-control", "no-store");
    });
  }
  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.get("/readyz", async (c) => {
    const failing: string[] = [];
    await Promise.all(
      Object.entries(ready).map(async ([name, check]) => {
        try {
          await within(READY_WITHIN_MS, check());
        } catch (error) {
          failing.push(name);
          c.get("log").warn("not ready", { failing: name, error });
        }
      }),
    );
    if (failing.length === 0) {
      // A second engine that is ill keeps nobody from work: it is told, and no more.
      const details = gemini && { details: { gemini: gemini.state() } };
      return c.json({ status: "ready", checked: Object.keys(ready), ...details });
    }
    c.header("Retry-After", "5");
    const details = { request_id: c.get("requestId"), failing: failing.sort() };
    const message = "Something this server needs is away; its log says why.";
    return c.json({ error: { code: "NOT_READY", message, details } }, 503);
  });
  app.get("/metrics", (c) => {
    c.header("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    return c.body(metrics.render());
  });
  return app;
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
