import { Hono } from "hono";
import { serveStatic } from "hono/deno";
import { doorPage } from "./door.tsx";
import { homePage } from "./home.tsx";
import { lostPage } from "./lost.tsx";
import type { Manifest } from "./manifest.ts";
import { songsPage } from "./songs.tsx";
import { studioPage } from "./studio.tsx";

export { loadManifest, type Manifest } from "./manifest.ts";

export interface PageDeps {
  readonly assets: Manifest;
  /** Where browsers reach us; for canonical addresses. */
  readonly publicUrl?: string | undefined;
  /** Whether there is a second engine. */
  readonly gemini?: boolean;
}

/**
 * The pages. They are public shells that hold no one's data: the islands fetch it with the caller's own
 * token, so every page is rendered once and served from memory.
 */
export function pageRoutes({ assets, gemini = false }: PageDeps): Hono {
  const app = new Hono();
  const pages: readonly (readonly [path: string, html: string])[] = [
    ["/", homePage(assets)],
    ["/signin", doorPage(assets, "signin")],
    ["/signup", doorPage(assets, "signup")],
    ["/projects", songsPage(assets)],
    ["/projects/:id", studioPage(assets, gemini)],
  ];
  for (const [path, html] of pages) {
    app.get(path, (c) => {
      c.header("Cache-Control", "no-cache");
      return c.html(html);
    });
  }
  return app;
}

/** What to answer a browser that asked for a page that is not there. */
export function notFoundPage(assets: Manifest): string {
  return lostPage(assets);
}

/**
 * `static/` under `/static/`. Built files carry their content in their names and never change; the rest is
 * asked for again.
 *
 * @param root folder of the static files, as a path.
 */
export function staticRoutes(root: string): Hono {
  const app = new Hono();
  app.use("/static/*", async (c, next) => {
    await next();
    if (!c.res.ok) return;
    const built = c.req.path.startsWith("/static/built/") && !c.req.path.endsWith(".json");
    c.res.headers.set(
      "Cache-Control",
      built ? "public, max-age=31536000, immutable" : "public, max-age=300",
    );
  });
  app.use(
    "/static/*",
    serveStatic({
      root,
      precompressed: true,
      rewriteRequestPath: (path) => path.slice("/static".length),
    }),
  );
  return app;
}
