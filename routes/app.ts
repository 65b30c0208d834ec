import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { cors } from "hono/cors";
import { methodNotAllowed } from "hono/method-not-allowed";
import { ApiError } from "../services/api_error.ts";
import { analyzeRoutes } from "./analyze.ts";
import { apiTokenRoutes } from "./api_tokens.ts";
import { assetRoutes } from "./assets.ts";
import { authRoutes } from "./auth.ts";
import { blobRoutes } from "./blobs.ts";
import { canvasRoutes } from "./canvases.ts";
import { changeRoutes } from "./changes.ts";
import type { AppDeps } from "./deps.ts";
import { describeApi } from "./describe.ts";
import { docsRoutes } from "./docs.ts";
import { creditRoutes } from "./credits.ts";
import { documentRoutes } from "./document.ts";
import type { AppEnv } from "./env.ts";
import { exportRoutes } from "./exports.ts";
import { healthRoutes } from "./health.ts";
import { imageRoutes } from "./images.ts";
import { jobUndoRoutes } from "./job_undo.ts";
import { jobRoutes } from "./jobs.ts";
import { lyricRoutes } from "./lyrics.ts";
import { meRoutes } from "./me.ts";
import { memberRoutes } from "./members.ts";
import { accessLog } from "./middleware/access_log.ts";
import { authenticate, signedIn } from "./middleware/authenticate.ts";
import { bodyLimit } from "./middleware/body_limit.ts";
import { refuseInvalid, renderError, renderNotFound } from "./middleware/errors.ts";
import { etag } from "./middleware/etag.ts";
import { idempotency } from "./middleware/idempotency.ts";
import { createMetrics } from "./middleware/metrics.ts";
import {
  createRateLimiter,
  limitAddress,
  limitUser,
  type RateLimiter,
} from "./middleware/rate_limit.ts";
import { requestId } from "./middleware/request_id.ts";
import { securityHeaders } from "./middleware/security_headers.ts";
import { musicRoutes } from "./music.ts";
import { notFoundPage, pageRoutes, staticRoutes } from "./pages/mod.ts";
import { pitchRoutes } from "./pitch.ts";
import { projectRoutes } from "./projects.ts";
import { recordingRoutes } from "./recordings.ts";
import { recordingUploadRoutes } from "./recording_upload.ts";
import { rhymeRoutes } from "./rhymes.ts";
import { sessionRoutes } from "./sessions.ts";
import { strokeRoutes } from "./strokes.ts";
import { trackRoutes } from "./tracks.ts";
import { versionRoutes } from "./versions.ts";
import { voiceJobRoutes } from "./voice_jobs.ts";

export type { AppDeps, StaticAssets } from "./deps.ts";
export type { AppEnv } from "./env.ts";

/** Everything over HTTP but the socket's address `/collab`. A worker tells how it is, and nothing else. */
export function createApp(deps: AppDeps): OpenAPIHono<AppEnv> {
  const { config, log } = deps;
  const metrics = createMetrics();
  const app = new OpenAPIHono<AppEnv>();
  app.onError(renderError);
  const lost = deps.assets && notFoundPage(deps.assets.manifest);
  app.notFound((c) => lost && wantsPage(c) ? c.html(lost, 404) : renderNotFound(c));
  app.use(requestId(log), accessLog(metrics), securityHeaders(config));
  app.use(
    methodNotAllowed({ app, onMethodNotAllowed: (c, methods) => renderWrongMethod(c, methods) }),
  );
  app.route("/", healthRoutes(deps, metrics));
  if (config.role === "worker") return app;
  app.route("/", blobRoutes(deps));
  app.route("/", docsRoutes());
  if (deps.assets) {
    const { manifest: assets } = deps.assets;
    const gemini = config.gemini !== undefined;
    app.route("/", pageRoutes({ assets, publicUrl: config.publicUrl, gemini }));
    app.route("/", staticRoutes(deps.assets.root));
  }
  app.route("/api/v1", apiRoutes(deps, config.rateLimit ? createRateLimiter() : undefined));
  return app;
}

function apiRoutes(deps: AppDeps, limiter: RateLimiter | undefined): OpenAPIHono<AppEnv> {
  const { config, access, sql } = deps;
  const api = new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid });
  if (config.allowedOrigins.length > 0) api.use(cors(crossOrigin(config.allowedOrigins)));
  api.use(
    limitAddress(limiter),
    bodyLimit(),
    authenticate(access),
    limitUser(limiter),
    etag(),
    idempotency(sql),
  );
  for (const path of PRIVATE) api.use(`${path}/*`, signedIn);
  const withLimits = { ...deps, ...(limiter ? { limiter } : {}) };
  api.route("/auth", authRoutes(withLimits));
  api.route("/auth", meRoutes(withLimits));
  api.route("/auth", sessionRoutes(deps));
  api.route("/auth", apiTokenRoutes(deps));
  api.route("/projects", projectRoutes(deps));
  api.route("/projects", memberRoutes(deps));
  api.route("/projects", documentRoutes(deps));
  api.route("/projects", versionRoutes(deps));
  api.route("/projects", changeRoutes(deps));
  api.route("/projects", creditRoutes(deps));
  const others = [
    canvasRoutes,
    strokeRoutes,
    imageRoutes,
    analyzeRoutes,
    musicRoutes,
    recordingRoutes,
    recordingUploadRoutes,
    pitchRoutes,
    voiceJobRoutes,
    lyricRoutes,
    rhymeRoutes,
    trackRoutes,
    exportRoutes,
    jobRoutes,
    jobUndoRoutes,
    assetRoutes,
  ];
  for (const routes of others) api.route("/", routes(deps));
  describeApi(api);
  return api;
}

/** Everything but signing in, and what describes the API. */
const PRIVATE = [
  "/assets",
  "/auth/me",
  "/auth/sessions",
  "/auth/tokens",
  "/canvases",
  "/ideas",
  "/jobs",
  "/projects",
  "/recordings",
  "/rhymes",
];

function crossOrigin(origins: readonly string[]) {
  return {
    origin: origins.map((origin) => new URL(origin).origin),
    allowHeaders: ["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match"],
    allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
    exposeHeaders: [
      "ETag",
      "Idempotency-Replayed",
      "Link",
      "Location",
      "RateLimit",
      "RateLimit-Policy",
      "Retry-After",
      "X-Request-Id",
    ],
    maxAge: 600,
  };
}

/** A browser that follows a link, not a program that calls the API. */
function wantsPage(c: Context<AppEnv>): boolean {
  return !c.req.path.startsWith("/api/") && (c.req.header("accept") ?? "").includes("text/html");
}

function renderWrongMethod(c: Context<AppEnv>, methods: readonly string[]) {
  const allow = methods.join(", ");
  c.header("Allow", allow);
  const message = `This address takes ${allow}.`;
  return renderError(new ApiError("METHOD_NOT_ALLOWED", 405, message), c);
}
