import type { OpenAPIHono } from "@hono/zod-openapi";
import type { AppEnv } from "./env.ts";

const INFO = {
  title: "Sonic Alchemy",
  version: "1.0.0",
  license: { name: "MIT", identifier: "MIT" },
  description: "Pictures, voices and words become songs, together. Times are ISO 8601 UTC, " +
    "ids are opaque, gains are dB, lengths are seconds. Every answer carries X-Request-Id.",
};

/** `/openapi.json`: the API as its own schemas say it (OpenAPI 3.1). */
export function describeApi(api: OpenAPIHono<AppEnv>): void {
  api.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
    description: "An access token (15 minutes) or an API token.",
  });
  let body: string | undefined; // the routes do not change once they are served
  api.get("/openapi.json", (c) => {
    body ??= JSON.stringify(withWhatAllShare(api.getOpenAPI31Document({
      openapi: "3.1.0",
      info: INFO,
      servers: [{ url: "/api/v1" }],
    })));
    c.header("Content-Type", "application/json");
    return c.body(body);
  });
}

type Description = ReturnType<OpenAPIHono["getOpenAPI31Document"]>;

const IDEMPOTENCY_KEY = {
  name: "Idempotency-Key",
  in: "header" as const,
  description: "The same key and body give the first answer again, for 24 hours.",
  schema: { type: "string" as const, minLength: 1, maxLength: 255 },
};

const IF_MATCH = {
  name: "If-Match",
  in: "header" as const,
  description: "The ETag of what you read; 412 when it has changed since.",
  schema: { type: "string" as const },
};

const ERROR = { "application/json": { schema: { $ref: "#/components/schemas/Error" } } };

/** `get /projects/{project_id}/document` → `get_projects_document`; the same for every version. */
function nameOf(method: string, path: string): string {
  const words = path.split("/").filter((word) => word !== "" && !word.startsWith("{"));
  const one = path.endsWith("}") ? ["one"] : [];
  return [method, ...words, ...one].join("_").replace(/\W/g, "_");
}

/** Headers and errors that come from the middleware, said for each operation. */
function withWhatAllShare(description: Description): Description {
  for (const [path, item] of Object.entries(description.paths ?? {})) {
    for (const method of ["get", "post", "put", "patch", "delete"] as const) {
      const operation = item[method];
      if (!operation) continue;
      operation.operationId ??= nameOf(method, path);
      operation.security ??= []; // signing in needs no token
      const header = method === "post" ? IDEMPOTENCY_KEY : IF_MATCH;
      const takesHeader = method === "post" || (method !== "get" && item.get);
      if (takesHeader) operation.parameters = [...operation.parameters ?? [], header];
      operation.responses = {
        ...(method === "get" ? { 304: { description: "As If-None-Match says" } } : {}),
        ...(method === "post"
          ? {
            409: { description: "In conflict, or the first request still runs", content: ERROR },
            422: { description: "Invalid, or the key came with another body", content: ERROR },
          }
          : {}),
        ...operation.responses,
        default: { description: "Any other error", content: ERROR },
      };
    }
  }
  return description;
}
