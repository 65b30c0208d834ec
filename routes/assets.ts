import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { Buffer } from "node:buffer";
import type { Actor } from "../collab/access.ts";
import { type AssetRow, findAsset } from "../db/assets.ts";
import { notFound } from "../services/api_error.ts";
import { absolute, assetLink } from "./asset_links.ts";
import type { AppDeps } from "./deps.ts";
import { type AppEnv, requireActor } from "./env.ts";
import { BEARER, errors, Id, jsonAnswer, Time } from "./schemas.ts";

const Asset = z.object({
  id: Id,
  project_id: Id,
  kind: z.enum([
    ...["image", "mix", "stem", "listen", "peaks", "midi", "score"] as const,
    ...["take", "version", "harmony", "contour", "export"] as const,
  ]),
  content_type: z.string(),
  byte_length: z.int().min(0),
  sha256: z.string().openapi({ description: "Lower-case hex" }),
  width: z.int().nullable(),
  height: z.int().nullable(),
  duration_seconds: z.number().nullable(),
  job_id: Id.nullable(),
  created_by: Id.nullable(),
  created_at: Time,
  url: z.string().openapi({ description: "GET it without a token until `url_expires_at`" }),
  url_expires_at: Time,
}).openapi("Asset");

type Deps = Pick<AppDeps, "sql" | "access" | "blobs" | "config">;

/** `/assets/{asset_id}`: what a file is, and a way to its bytes. */
export function assetRoutes(deps: Deps): OpenAPIHono<AppEnv> {
  const { blobs, config } = deps;
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(get, async (c) => {
    const asset = await readable(deps, requireActor(c), c.req.valid("param").asset_id);
    const { href, expiresAt } = await assetLink(blobs, asset);
    const url = absolute(href, c.req.url, config.publicUrl);
    return c.json({ ...assetJson(asset), url, url_expires_at: expiresAt.toISOString() }, 200);
  });

  app.openapi(content, async (c) => {
    const asset = await readable(deps, requireActor(c), c.req.valid("param").asset_id);
    const download = c.req.valid("query").download === "true";
    const { href } = await assetLink(blobs, asset, { download });
    c.header("Cache-Control", "private, max-age=300");
    return c.redirect(href, 302);
  });

  return app;
}

/** @throws ApiError 404 when there is no such asset, or it is a stranger's. */
async function readable(
  { sql, access }: Pick<AppDeps, "sql" | "access">,
  actor: Actor,
  id: string,
): Promise<AssetRow> {
  const asset = await findAsset(sql, id);
  if (!asset || await access.roleIn(actor.userId, asset.project_id) === undefined) {
    throw notFound("asset");
  }
  return asset;
}

function assetJson(asset: AssetRow) {
  const { id, project_id, kind, content_type, byte_length, width, height } = asset;
  const { duration_seconds, job_id, created_by } = asset;
  return {
    ...{ id, project_id, kind, content_type, byte_length },
    sha256: Buffer.from(asset.sha256).toString("hex"),
    ...{ width, height, duration_seconds, job_id, created_by },
    created_at: asset.created_at.toISOString(),
  };
}

const tags = ["Assets"];
const ofAsset = z.object({ asset_id: Id });

const get = createRoute({
  method: "get",
  path: "/assets/{asset_id}",
  tags,
  summary: "What a file is, with a link to it that expires",
  security: BEARER,
  request: { params: ofAsset },
  responses: { 200: jsonAnswer(Asset, "The file"), ...errors(404) },
});

const content = createRoute({
  method: "get",
  path: "/assets/{asset_id}/content",
  tags,
  summary: "Its bytes, by a redirect; ranges work",
  security: BEARER,
  request: {
    params: ofAsset,
    query: z.object({
      download: z.enum(["true", "false"]).default("false").openapi({
        description: "true: as a download, with a file name",
      }),
    }),
  },
  responses: { 302: { description: "`Location` leads to the bytes" }, ...errors(404, 422) },
});
