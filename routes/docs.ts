import { Hono } from "hono";
import { notFound } from "../services/api_error.ts";

const FILES: Readonly<Record<string, string>> = {
  "favicon-32x32.png": "image/png",
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
};

const START = `window.ui = SwaggerUIBundle({
  url: "/api/v1/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  validatorUrl: null,
});
`;

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sonic Alchemy: REST v1</title>
<link rel="icon" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<script src="/docs/swagger-ui-bundle.js" defer></script>
<script src="/docs/start.js" defer></script>
</head>
<body><main id="docs"></main></body>
</html>
`;

/** The reference writes style attributes as it draws; nothing else is looser than on our pages. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** `/docs`: the REST reference, from our own origin alone. */
export function docsRoutes(): Hono {
  const app = new Hono();
  app.get("/docs", (c) => {
    c.header("Content-Security-Policy", POLICY);
    return c.html(PAGE);
  });
  app.get("/docs/start.js", (c) => {
    c.header("Content-Type", "text/javascript; charset=utf-8");
    return c.body(START);
  });
  app.get("/docs/:file", async (c) => {
    const file = c.req.param("file");
    const type = FILES[file];
    if (!type) throw notFound("file");
    const bytes = await Deno.readFile(new URL(import.meta.resolve(`swagger-ui-dist/${file}`)));
    c.header("Content-Type", type);
    c.header("Cache-Control", "public, max-age=86400");
    return c.body(bytes);
  });
  return app;
}

/** Never called: what Deno can see being imported, it downloads; only the files are served. */
export const packageInModuleGraph = () => import("swagger-ui-dist");
