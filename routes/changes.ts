import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { type Change, counted, type CountedChange } from "../collab/history/activity.ts";
import type { Kind } from "../collab/history/tally.ts";
import type { Db } from "../db/client.ts";
import { findJobs } from "../db/jobs.ts";
import { listPeople } from "../db/users.ts";
import { findVersion } from "../db/versions.ts";
import { notFound } from "../services/api_error.ts";
import type { AppDeps } from "./deps.ts";
import { type AppEnv, requireActor } from "./env.ts";
import { BEARER, errors, Id, jsonAnswer, Time } from "./schemas.ts";

const Counts = z.object({ added: z.int(), changed: z.int(), removed: z.int() }).openapi("Counts");

/** What one person, or a job that a person asked for, did. Kinds of which nothing changed are left out. */
export const ChangeSummary = z.object({
  user_id: Id.nullable(),
  username: z.string().nullable(),
  color: z.int().min(0).max(7).nullable(),
  job_id: Id.nullable(),
  job_kind: z.string().nullable(),
  from: Time,
  until: Time,
  strokes: Counts.optional(),
  images: Counts.optional(),
  canvases: Counts.optional(),
  lines: Counts.optional(),
  tracks: Counts.optional(),
  recordings: Counts.optional(),
  take_versions: Counts.optional(),
  comments: Counts.optional(),
  settings: Counts.optional(),
}).openapi("ChangeSummary");

const ChangedItem = z.object({
  kind: z.enum([
    "stroke",
    "image",
    "canvas",
    "track",
    "recording",
    "version",
    "comment",
    "setting",
  ]),
  id: z.string(),
  verb: z.enum(["added", "changed", "removed"]),
}).openapi("ChangedItem");

const Changes = z.object({
  since: Time,
  changes: z.array(ChangeSummary.extend({
    items: z.array(ChangedItem).openapi({
      description: "At most 500 of them; lines are only counted",
    }),
  })),
}).openapi("Changes");

const MAX_ITEMS = 500;

/** `/projects/{project_id}/changes`: what happened while somebody was away. */
export function changeRoutes(
  { sql, access, rooms }: Pick<AppDeps, "sql" | "access" | "rooms">,
): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(get, async (c) => {
    const { project_id } = c.req.valid("param");
    const { since } = c.req.valid("query");
    await access.authorise(requireActor(c), project_id, "project.read");
    const version = since.includes(":") ? undefined : await findVersion(sql, project_id, since);
    if (!version && !since.includes(":")) throw notFound("version");
    const moment = version?.created_at ?? new Date(since);
    const changes = await rooms.history.changesSince(project_id, moment);
    const summaries = await summariesOf(sql, project_id, changes.map(counted));
    return c.json({
      since: moment.toISOString(),
      changes: summaries.map((summary, i) => ({ ...summary, items: itemsOf(changes[i]!) })),
    }, 200);
  });

  return app;
}

/** Changes with the names of who made them. */
export async function summariesOf(
  db: Db,
  projectId: string,
  changes: readonly CountedChange[],
): Promise<z.infer<typeof ChangeSummary>[]> {
  const ids = (
    of: "userId" | "jobId",
  ) => [...new Set(changes.map((change) => change[of]).filter((id) => id !== null))];
  const people = new Map((await listPeople(db, ids("userId"))).map((row) => [row.id, row]));
  const jobs = new Map((await findJobs(db, projectId, ids("jobId"))).map((row) => [row.id, row]));
  return changes.map(({ userId, jobId, from, until, counts }) => {
    const person = people.get(userId ?? "");
    const named = Object.entries(counts).map(([kind, count]) => [PLURAL[kind as Kind], count]);
    return {
      user_id: userId,
      username: person?.username ?? null,
      color: person?.color ?? null,
      job_id: jobId,
      job_kind: jobs.get(jobId ?? "")?.kind ?? null,
      from,
      until,
      ...Object.fromEntries(named),
    };
  });
}

const PLURAL = {
  stroke: "strokes",
  image: "images",
  canvas: "canvases",
  line: "lines",
  track: "tracks",
  recording: "recordings",
  version: "take_versions",
  comment: "comments",
  setting: "settings",
} as const satisfies Record<Kind, string>;

function itemsOf({ deeds }: Change): z.infer<typeof ChangedItem>[] {
  const { line: _, ...kinds } = deeds;
  return Object.entries(kinds).flatMap(([kind, verbs]) => {
    return Object.entries(verbs).map(([id, verb]) => {
      return { kind: kind as Exclude<Kind, "line">, id, verb };
    });
  }).slice(0, MAX_ITEMS);
}

const get = createRoute({
  method: "get",
  path: "/{project_id}/changes",
  tags: ["History"],
  summary: "Who changed what since a moment or a version",
  security: BEARER,
  request: {
    params: z.object({ project_id: Id }),
    query: z.object({
      since: z.union([z.iso.datetime({ offset: true }), z.uuid()]).openapi({
        type: "string",
        description: "A time (ISO 8601), or the id of a version",
      }),
    }),
  },
  responses: { 200: jsonAnswer(Changes, "Whoever began first stands first"), ...errors(404, 422) },
});
