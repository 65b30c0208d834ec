import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { addImage } from "../collab/document/edits.ts";
import { CANVAS_HEIGHT, CANVAS_WIDTH } from "../collab/document/schema.ts";
import { view } from "../collab/document/view.ts";
import { deleteAssets, findAsset, insertAssets } from "../db/assets.ts";
import { ApiError, invalidField, notFound } from "../services/api_error.ts";
import { uuidv7 } from "../services/ids.ts";
import { type CleanImage, MAX_IMAGE_BYTES, sanitiseImage } from "../services/media/image.ts";
import { blobKey } from "../services/storage/blob_store.ts";
import { semaphore } from "../services/tokens/semaphore.ts";
import { absolute, assetLink } from "./asset_links.ts";
import { projectOfCanvas } from "./canvases.ts";
import type { AppDeps } from "./deps.ts";
import { type AppEnv, requireActor } from "./env.ts";
import { BEARER, errors, Id, jsonAnswer } from "./schemas.ts";
import { readUpload } from "./upload.ts";

const Image = z.object({
  id: Id.openapi({ description: "Of the shape on the canvas" }),
  asset_id: Id,
  width: z.int().openapi({ description: "Pixels, as people see it" }),
  height: z.int(),
  url: z.string(),
}).openapi("Image");

type Deps = Pick<AppDeps, "sql" | "access" | "rooms" | "blobs" | "ffmpeg" | "config">;

/** A decoded 40-megapixel image takes 160 MB for a moment; more at once would be felt. */
const DECODED_AT_ONCE = 2;

/** `POST /canvases/{canvas_id}/images`: takes a picture in and lays it on the canvas. */
export function imageRoutes(deps: Deps): OpenAPIHono<AppEnv> {
  const { ffmpeg, blobs, sql, config } = deps;
  const decoding = semaphore(DECODED_AT_ONCE);
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(upload, async (c) => {
    const actor = requireActor(c);
    const { canvas_id } = c.req.valid("param");
    const projectId = await projectOfCanvas(deps, actor, canvas_id, "project.edit");
    const { file, fields } = await readUpload(c.req.raw, {
      maxFileBytes: MAX_IMAGE_BYTES,
      fields: ["x", "y"],
    });
    const centre = {
      x: coordinate("x", fields.x, CANVAS_WIDTH),
      y: coordinate("y", fields.y, CANVAS_HEIGHT),
    };
    const bytes = new Uint8Array(await file.arrayBuffer());
    const image = await decoding(() => sanitiseImage(bytes, { ffmpeg, signal: c.req.raw.signal }));
    const placed = await placeImage(deps, {
      ...{ projectId, canvasId: canvas_id, userId: actor.userId },
      ...{ image, filename: file.name, centre },
    });
    const asset = await findAsset(sql, placed.assetId);
    const { href } = await assetLink(blobs, asset!);
    c.header("Location", `/api/v1/assets/${placed.assetId}`);
    return c.json({
      id: placed.shapeId,
      asset_id: placed.assetId,
      width: image.width,
      height: image.height,
      url: absolute(href, c.req.url, config.publicUrl),
    }, 201);
  });

  return app;
}

export interface NewPicture {
  readonly projectId: string;
  readonly canvasId: string;
  readonly userId: string;
  readonly image: CleanImage;
  readonly filename: string;
  /** Canvas units. */
  readonly centre: { readonly x: number; readonly y: number };
}

/**
 * Stores a picture and lays it on its canvas: file, row, document, in this order, and what was stored
 * is taken back when a later step fails.
 */
export async function placeImage(
  { sql, rooms, blobs }: Pick<AppDeps, "sql" | "rooms" | "blobs">,
  picture: NewPicture,
): Promise<{ readonly shapeId: string; readonly assetId: string }> {
  const { projectId, canvasId, userId, image } = picture;
  const [assetId, shapeId] = [uuidv7(), uuidv7()];
  const nowMs = Date.now();
  const filename = `${assetId.slice(-12)}-${bareName(picture.filename)}.${image.type}`;
  const key = blobKey({ userId, projectId, type: "image", filename, nowMs });
  const stored = await blobs.put("images", key, image.bytes, { contentType: image.contentType });
  try {
    await insertAssets(sql, [{
      id: assetId,
      project_id: projectId,
      created_by: userId,
      job_id: null,
      bucket: "images",
      storage_key: key,
      kind: "image",
      content_type: image.contentType,
      byte_length: stored.byteLength,
      sha256: stored.sha256,
      width: image.width,
      height: image.height,
    }]);
    await rooms.edit(projectId, { kind: "rest", userId }, (doc) => {
      if (!view(doc).canvases.some(({ id }) => id === canvasId)) throw notFound("canvas");
      const place = fitted(image, picture.centre);
      addImage(doc, {
        id: shapeId,
        canvas: canvasId,
        asset: assetId,
        ...place,
        by: userId,
        at: nowMs,
      });
    });
    return { shapeId, assetId };
  } catch (error) {
    // An edit that was not known to be saved may be in the log all the same, and needs its file.
    if (error instanceof ApiError && error.code === "NOT_SAVED") throw error;
    await deleteAssets(sql, [assetId]);
    await blobs.delete("images", key);
    throw error;
  }
}

const LARGEST_ENLARGEMENT = 2;

/** As large as the canvas allows (and not more than twice its pixels), around a centre, inside the canvas. */
export function fitted(
  image: { readonly width: number; readonly height: number },
  centre: { readonly x: number; readonly y: number },
): { x: number; y: number; width: number; height: number } {
  const scale = Math.min(
    CANVAS_WIDTH / image.width,
    CANVAS_HEIGHT / image.height,
    LARGEST_ENLARGEMENT,
  );
  const width = Math.max(1, image.width * scale);
  const height = Math.max(1, image.height * scale);
  const inside = (at: number, length: number, room: number) =>
    Math.min(Math.max(0, at - length / 2), Math.max(0, room - length));
  return {
    x: inside(centre.x, width, CANVAS_WIDTH),
    y: inside(centre.y, height, CANVAS_HEIGHT),
    width,
    height,
  };
}

/** @returns the middle when nothing is given. */
function coordinate(name: string, text: string | undefined, length: number): number {
  if (text === undefined) return length / 2;
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && value <= length)) {
    throw invalidField(name, `is a number from 0 to ${length}`);
  }
  return value;
}

/** The last part of what may be a path, without its extension: the content has its own. */
function bareName(filename: string): string {
  return filename.replace(/^.*[\\/]/, "").replace(/\.[^.]*$/, "") || "image";
}

const upload = createRoute({
  method: "post",
  path: "/canvases/{canvas_id}/images",
  tags: ["Canvases"],
  summary: "Lay a picture on the canvas",
  description:
    "JPEG, PNG or WebP by content, at most 10 MB and 40 megapixels. Metadata (EXIF, GPS) " +
    "is removed. The picture is centred and fitted, or put around `x`, `y` (canvas units).",
  security: BEARER,
  request: { params: z.object({ canvas_id: Id }) },
  // Not `request.body`: that would read the whole body before anybody has counted it.
  requestBody: {
    required: true,
    content: {
      "multipart/form-data": {
        schema: {
          type: "object",
          required: ["file"],
          properties: {
            file: { type: "string", format: "binary" },
            x: { type: "number" },
            y: { type: "number" },
          },
        },
      },
    },
  },
  responses: { 201: jsonAnswer(Image, "On the canvas"), ...errors(400, 403, 404, 413, 415, 422) },
});
