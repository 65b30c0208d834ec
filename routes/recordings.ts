import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { nudgeTake, removeTake, renameTake } from "../collab/document/recording_edits.ts";
import type { TakeView } from "../collab/document/schema.ts";
import { view } from "../collab/document/view.ts";
import { type AssetRow, findAssets } from "../db/assets.ts";
import { notFound } from "../services/api_error.ts";
import { isUuid } from "../services/ids.ts";
import type { AppDeps } from "./deps.ts";
import { type AppEnv, requireActor } from "./env.ts";
import { requireMatch } from "./middleware/etag.ts";
import { projectOfRecording, Recording, recordingJson, takeOf } from "./recording_json.ts";
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

const RecordingPatch = z.strictObject({
  name: name(255).optional(),
  offset_seconds: z.number().min(-600).max(600).optional(),
});

type Deps = Pick<AppDeps, "sql" | "access" | "rooms">;

/** `/projects/{project_id}/recordings` (but for the upload) and `/recordings/{recording_id}`. */
export function recordingRoutes(deps: Deps): OpenAPIHono<AppEnv> {
  const { access, rooms } = deps;
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(list, async (c) => {
    const { project_id } = c.req.valid("param");
    const page = c.req.valid("query");
    await access.authorise(requireActor(c), project_id, "project.read");
    const all = await rooms.read(project_id, (doc) => view(doc).recordings);
    const takes = all.filter((recording) => recording.kind === "take");
    const files = await filesOf(deps, project_id, takes);
    const known = takes.filter(({ id }) => files.has(id)); // anybody can write a take into a document
    const from = (page.page - 1) * page.limit;
    linkPages(c, page, known.length);
    const recordings = known.slice(from, from + page.limit)
      .map((take) => recordingJson(take, all, files.get(take.id)!));
    return c.json({ recordings, total: known.length, ...page }, 200);
  });

  app.openapi(get, async (c) => {
    const { recording_id } = c.req.valid("param");
    const project = await projectOfRecording(deps, requireActor(c), recording_id, "project.read");
    const all = await rooms.read(project, (doc) => view(doc).recordings);
    const take = takeOf(all, recording_id);
    return c.json(recordingJson(take, all, await fileOf(deps, project, take)), 200);
  });

  app.openapi(patch, async (c) => {
    const actor = requireActor(c);
    const { recording_id: id } = c.req.valid("param");
    const wish = c.req.valid("json");
    const project = await projectOfRecording(deps, actor, id, "project.edit");
    const take = await rooms.read(project, (doc) => takeOf(view(doc).recordings, id));
    const file = await fileOf(deps, project, take);
    const after = await rooms.edit(project, { kind: "rest", userId: actor.userId }, (doc) => {
      const { recordings } = view(doc);
      requireMatch(c, recordingJson(takeOf(recordings, id), recordings, file));
      if (wish.name !== undefined) renameTake(doc, id, wish.name);
      if (wish.offset_seconds !== undefined) nudgeTake(doc, id, wish.offset_seconds);
      return view(doc).recordings;
    });
    return c.json(recordingJson(takeOf(after, id), after, file), 200);
  });

  app.openapi(remove, async (c) => {
    const actor = requireActor(c);
    const { recording_id: id } = c.req.valid("param");
    const project = await projectOfRecording(deps, actor, id, "project.edit");
    const take = await rooms.read(project, (doc) => takeOf(view(doc).recordings, id));
    const file = await fileOf(deps, project, take);
    await rooms.edit(project, { kind: "rest", userId: actor.userId }, (doc) => {
      const { recordings } = view(doc);
      requireMatch(c, recordingJson(takeOf(recordings, id), recordings, file));
      removeTake(doc, id);
    });
    return c.body(null, 204);
  });

  return app;
}

/** What came in as the take. @throws ApiError 404. */
async function fileOf(
  deps: Pick<AppDeps, "sql">,
  projectId: string,
  take: TakeView,
): Promise<AssetRow> {
  const file = (await filesOf(deps, projectId, [take])).get(take.id);
  if (!file) throw notFound("recording");
  return file;
}

/** What came in, by the take's id; of those takes whose file is the project's own. */
async function filesOf(
  { sql }: Pick<AppDeps, "sql">,
  projectId: string,
  takes: readonly TakeView[],
): Promise<ReadonlyMap<string, AssetRow>> {
  const rows = await findAssets(sql, projectId, takes.map(({ asset }) => asset).filter(isUuid));
  const files = new Map(rows.map((row) => [row.id, row]));
  return new Map(takes.flatMap(({ id, asset }) => {
    const file = files.get(asset);
    return file && isUuid(id) ? [[id, file] as const] : [];
  }));
}

const tags = ["Voice"];
const ofProject = z.object({ project_id: Id });
const ofRecording = z.object({ recording_id: Id });

const list = createRoute({
  method: "get",
  path: "/projects/{project_id}/recordings",
  tags,
  summary: "Its takes, the oldest first, with their versions",
  security: BEARER,
  request: { params: ofProject, query: PageQuery },
  responses: {
    200: jsonAnswer(z.object({ recordings: z.array(Recording), ...PageFields }), "A page"),
    ...errors(404, 422),
  },
});

const get = createRoute({
  method: "get",
  path: "/recordings/{recording_id}",
  tags,
  summary: "One take, with its versions",
  security: BEARER,
  request: { params: ofRecording },
  responses: { 200: jsonAnswer(Recording, "The take"), ...errors(404) },
});

const patch = createRoute({
  method: "patch",
  path: "/recordings/{recording_id}",
  tags,
  summary: "Rename or nudge a take; live in open tabs",
  description: "Harmonies made from the take move with it.",
  security: BEARER,
  request: { params: ofRecording, body: jsonBody(RecordingPatch) },
  responses: {
    200: jsonAnswer(Recording, "As it is now"),
    ...errors(400, 403, 404, 412, 415, 422),
  },
});

const remove = createRoute({
  method: "delete",
  path: "/recordings/{recording_id}",
  tags,
  summary: "Remove a take with its versions; a version of the project brings it back",
  security: BEARER,
  request: { params: ofRecording },
  responses: { 204: { description: "Removed" }, ...errors(403, 404, 412) },
});
