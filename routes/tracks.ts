import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { patchTrack, removeTrack } from "../collab/document/edits.ts";
import type { TrackView } from "../collab/document/schema.ts";
import { view } from "../collab/document/view.ts";
import { notFound } from "../services/api_error.ts";
import { MOST_GAIN_DB, SILENT_DB } from "../services/mixer/desk.ts";
import type { AppDeps } from "./deps.ts";
import { type AppEnv, requireActor } from "./env.ts";
import { requireMatch } from "./middleware/etag.ts";
import {
  BEARER,
  errors,
  Id,
  jsonAnswer,
  jsonBody,
  linkPages,
  name,
  PageFields,
  PageQuery,
} from "./schemas.ts";

const Gain = z.number().min(SILENT_DB).max(MOST_GAIN_DB);
const Pan = z.number().min(-1).max(1);
const Offset = z.number().min(-600).max(600);

/** Ids are as the document has them: anybody who may edit can have written one. */
const Reference = z.string().openapi({ format: "uuid" });

const Track = z.object({
  id: Reference,
  project_id: Id,
  kind: z.enum(["stem", "take", "harmony", "mix"]),
  name: z.string(),
  gain_db: Gain.openapi({ description: `${SILENT_DB} is off` }),
  pan: Pan,
  muted: z.boolean(),
  soloed: z.boolean(),
  offset_seconds: Offset.openapi({ description: "How far the lane was moved" }),
  start_seconds: z.number().openapi({ description: "Where its first sample sounds in the song" }),
  duration_seconds: z.number().openapi({ description: "From there to the end of what sounds" }),
  order: z.string().openapi({ description: "Tracks sort by it, as text" }),
  asset_id: Reference,
  listen_asset_id: Reference,
  peaks_asset_id: Reference.nullable(),
  canvas_id: Reference.nullable(),
  recording_id: Reference.nullable().openapi({
    description: "The take that it is, or that a harmony was made from",
  }),
  source_id: Reference.nullable().openapi({
    description: "Of a take's track: the take or version that sounds",
  }),
  pieces: z.array(z.object({
    recording_id: Reference,
    from_seconds: z.number(),
    to_seconds: z.number(),
    start_seconds: z.number().openapi({
      description: "Where the recording's first sample would sound in the song",
    }),
    asset_id: Reference,
    listen_asset_id: Reference,
    peaks_asset_id: Reference.nullable(),
  })).openapi({
    description:
      "Of a take's track: phrases of other takes and versions, which sound in place of its source; from and to are seconds of the song less `offset_seconds`",
  }),
  job_id: Reference.nullable(),
  created_by: Reference.nullable(),
}).openapi("Track");

const TrackPatch = z.strictObject({
  name: name(255).optional(),
  gain_db: Gain.optional(),
  pan: Pan.optional(),
  muted: z.boolean().optional(),
  soloed: z.boolean().optional(),
  offset_seconds: Offset.optional(),
});

type Deps = Pick<AppDeps, "access" | "rooms">;

/** `/projects/{project_id}/tracks`: the mixer. The document is the truth. */
export function trackRoutes({ access, rooms }: Deps): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(list, async (c) => {
    const { project_id } = c.req.valid("param");
    const page = c.req.valid("query");
    await access.authorise(requireActor(c), project_id, "project.read");
    const all = await rooms.read(project_id, (doc) => view(doc).tracks);
    const from = (page.page - 1) * page.limit;
    linkPages(c, page, all.length);
    const tracks = all.slice(from, from + page.limit).map((track) => trackJson(project_id, track));
    return c.json({ tracks, total: all.length, ...page }, 200);
  });

  app.openapi(get, async (c) => {
    const { project_id, track_id } = c.req.valid("param");
    await access.authorise(requireActor(c), project_id, "project.read");
    const all = await rooms.read(project_id, (doc) => view(doc).tracks);
    return c.json(trackJson(project_id, trackOf(all, track_id)), 200);
  });

  app.openapi(patch, async (c) => {
    const actor = requireActor(c);
    const { project_id, track_id } = c.req.valid("param");
    const wish = c.req.valid("json");
    await access.authorise(actor, project_id, "project.edit");
    const after = await rooms.edit(project_id, { kind: "rest", userId: actor.userId }, (doc) => {
      requireMatch(c, trackJson(project_id, trackOf(view(doc).tracks, track_id)));
      patchTrack(doc, track_id, wish);
      return trackOf(view(doc).tracks, track_id);
    });
    return c.json(trackJson(project_id, after), 200);
  });

  app.openapi(remove, async (c) => {
    const actor = requireActor(c);
    const { project_id, track_id } = c.req.valid("param");
    await access.authorise(actor, project_id, "project.edit");
    await rooms.edit(project_id, { kind: "rest", userId: actor.userId }, (doc) => {
      requireMatch(c, trackJson(project_id, trackOf(view(doc).tracks, track_id)));
      removeTrack(doc, track_id);
    });
    return c.body(null, 204);
  });

  return app;
}

/** @throws ApiError 404. */
function trackOf(tracks: readonly TrackView[], id: string): TrackView {
  const found = tracks.find((track) => track.id === id);
  if (!found) throw notFound("track");
  return found;
}

function trackJson(projectId: string, track: TrackView): z.infer<typeof Track> {
  const { id, kind, name, gain_db, pan, muted, soloed, offset_seconds, start_seconds } = track;
  return {
    id,
    project_id: projectId,
    ...{ kind, name, gain_db, pan, muted, soloed, offset_seconds, start_seconds },
    duration_seconds: track.duration_seconds,
    order: track.order,
    asset_id: track.asset,
    listen_asset_id: track.listen,
    peaks_asset_id: track.peaks,
    canvas_id: track.canvas,
    recording_id: track.recording,
    source_id: track.source,
    pieces: track.pieces.map((piece) => ({
      recording_id: piece.recording,
      from_seconds: piece.from_seconds,
      to_seconds: piece.to_seconds,
      start_seconds: piece.start_seconds,
      asset_id: piece.asset,
      listen_asset_id: piece.listen,
      peaks_asset_id: piece.peaks,
    })),
    job_id: track.job,
    created_by: track.by || null,
  };
}

const tags = ["Mix and export"];
const ofProject = z.object({ project_id: Id });
const ofTrack = z.object({ project_id: Id, track_id: Id });

const list = createRoute({
  method: "get",
  path: "/projects/{project_id}/tracks",
  tags,
  summary: "Its tracks, from the uppermost down",
  security: BEARER,
  request: { params: ofProject, query: PageQuery },
  responses: {
    200: jsonAnswer(z.object({ tracks: z.array(Track), ...PageFields }), "A page"),
    ...errors(404, 422),
  },
});

const get = createRoute({
  method: "get",
  path: "/projects/{project_id}/tracks/{track_id}",
  tags,
  summary: "One track",
  security: BEARER,
  request: { params: ofTrack },
  responses: { 200: jsonAnswer(Track, "The track"), ...errors(404) },
});

const patch = createRoute({
  method: "patch",
  path: "/projects/{project_id}/tracks/{track_id}",
  tags,
  summary: "Name, gain, pan, mute, solo and offset; live in open tabs",
  security: BEARER,
  request: { params: ofTrack, body: jsonBody(TrackPatch) },
  responses: {
    200: jsonAnswer(Track, "As it is now"),
    ...errors(400, 403, 404, 412, 415, 422),
  },
});

const remove = createRoute({
  method: "delete",
  path: "/projects/{project_id}/tracks/{track_id}",
  tags,
  summary: "Remove a track; its takes stay among the recordings",
  security: BEARER,
  request: { params: ofTrack },
  responses: { 204: { description: "Removed" }, ...errors(403, 404, 412) },
});
