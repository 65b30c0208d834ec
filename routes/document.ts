import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import * as Y from "yjs";
import { unpackPoints } from "../collab/document/points.ts";
import type { DocumentView, ShapeView } from "../collab/document/schema.ts";
import { view } from "../collab/document/view.ts";
import type { AppDeps } from "./deps.ts";
import { type AppEnv, requireActor } from "./env.ts";
import { etagOf } from "./middleware/etag.ts";
import { BEARER, errors, Id, jsonAnswer } from "./schemas.ts";

export const Document = z.object({
  meta: z.looseObject({ title: z.string() }),
  canvases: z.array(z.looseObject({ id: z.string() })),
  shapes: z.array(z.looseObject({ id: z.string(), kind: z.enum(["stroke", "image"]) })).openapi({
    description: "A stroke's points are [x, y, pressure, milliseconds].",
  }),
  lyrics: z.string(),
  tracks: z.array(z.looseObject({ id: z.string() })),
  recordings: z.array(z.looseObject({ id: z.string(), kind: z.enum(["take", "version"]) })),
  comments: z.array(z.looseObject({ id: z.string() })),
  jobs: z.array(z.looseObject({ id: z.string() })),
}).openapi("Document");

/** `/projects/{project_id}/document`: what the room shares, for those who are not in it. */
export function documentRoutes(
  { access, rooms }: Pick<AppDeps, "access" | "rooms">,
): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(getDocument, async (c) => {
    const { project_id } = c.req.valid("param");
    await access.authorise(requireActor(c), project_id, "project.read");
    const { tag, content } = await rooms.read(project_id, (doc) => ({
      tag: stateTag(doc),
      content: documentJson(view(doc)),
    }));
    c.header("ETag", tag);
    return c.json(content, 200);
  });

  app.openapi(getUpdate, async (c) => {
    const { project_id } = c.req.valid("param");
    await access.authorise(requireActor(c), project_id, "project.read");
    const { tag, update } = await rooms.read(project_id, (doc) => ({
      tag: stateTag(doc),
      update: new Uint8Array(Y.encodeStateAsUpdate(doc)),
    }));
    c.header("ETag", tag);
    c.header("Content-Type", "application/octet-stream");
    return c.body(update, 200);
  });

  return app;
}

/** The state vector and the delete set say which state this is, without its content. */
function stateTag(doc: Y.Doc): string {
  return etagOf(Y.encodeSnapshot(Y.snapshot(doc)));
}

/** A document on the wire. */
export function documentJson(document: DocumentView): z.infer<typeof Document> {
  const { meta, canvases, shapes, lyrics, tracks, recordings, comments, jobs } = document;
  return {
    meta: { ...meta },
    canvases: canvases.map((canvas) => ({ ...canvas })),
    shapes: shapes.map(shapeJson),
    lyrics,
    tracks: tracks.map((track) => ({ ...track })),
    recordings: recordings.map((recording) => ({ ...recording })),
    comments: comments.map((comment) => ({ ...comment })),
    jobs: jobs.map((job) => ({ ...job })),
  };
}

function shapeJson(shape: ShapeView) {
  if (shape.kind === "image") return { ...shape };
  const points = unpackPoints(shape.points);
  return { ...shape, points: points.map(({ x, y, pressure, timeMs }) => [x, y, pressure, timeMs]) };
}

const tags = ["Document"];
const params = z.object({ project_id: Id });

const getDocument = createRoute({
  method: "get",
  path: "/{project_id}/document",
  tags,
  summary: "The shared document as JSON",
  security: BEARER,
  request: { params },
  responses: { 200: jsonAnswer(Document, "As everyone sees it"), ...errors(404) },
});

const getUpdate = createRoute({
  method: "get",
  path: "/{project_id}/document/update",
  tags,
  summary: "The shared document as a Yjs update (format V1)",
  security: BEARER,
  request: { params },
  responses: {
    200: {
      description: "The whole state",
      content: { "application/octet-stream": { schema: z.string().openapi({ format: "binary" }) } },
    },
    ...errors(404),
  },
});
