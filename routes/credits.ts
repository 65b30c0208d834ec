import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { authorsOf } from "../collab/history/authors.ts";
import { type Credit, creditsOf } from "../collab/history/credits.ts";
import { view } from "../collab/document/view.ts";
import { findJobs, type JobRow } from "../db/jobs.ts";
import { listPeople } from "../db/users.ts";
import { isUuid } from "../services/ids.ts";
import type { AppDeps } from "./deps.ts";
import { type AppEnv, requireActor } from "./env.ts";
import { BEARER, errors, Id, Time } from "./schemas.ts";

const Person = z.object({
  user_id: Id,
  username: z.string(),
  strokes: z.int(),
  images: z.int(),
  lines: z.int().openapi({ description: "In which they wrote a letter themselves" }),
  tracks: z.int().openapi({ description: "Of their own; what they had made is under machines" }),
  takes: z.int(),
});

const Machine = z.object({
  engine: z.string(),
  job: Id,
  kind: z.string(),
  asked_by: Id.nullable(),
  tracks: z.int(),
  lines: z.int(),
  versions: z.int().openapi({ description: "Of takes" }),
  at: Time,
});

const Item = z.object({
  kind: z.enum(["stroke", "image", "line", "track", "take", "version"]),
  id: z.string().optional().openapi({ description: "Of a stroke, image, track, take or version" }),
  number: z.int().optional().openapi({ description: "Of a line, from 1" }),
  text: z.string().optional().openapi({
    description: "A line, or the name of a track, take or version",
  }),
  share: z.number().optional().openapi({ description: "Of the line's letters, 0 to 1" }),
  user_id: Id.nullable(),
  job_id: Id.nullable(),
  at: Time.optional(),
});

const Credits = z.object({
  title: z.string(),
  people: z.array(Person),
  machines: z.array(Machine),
  items: z.array(Item),
}).openapi("Credits");

/** `/projects/{project_id}/credits`: who and what made what is there now. */
export function creditRoutes(
  { sql, access, rooms }: Pick<AppDeps, "sql" | "access" | "rooms">,
): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(get, async (c) => {
    const { project_id } = c.req.valid("param");
    const { format } = c.req.valid("query");
    await access.authorise(requireActor(c), project_id, "project.read");
    const authors = await authorsOf(sql, project_id);
    const { title, credits } = await rooms.read(project_id, (doc) => ({
      title: view(doc).meta.title,
      credits: creditsOf(doc, authors).map(known),
    }));
    const ids = (
      of: "userId" | "jobId",
    ) => [...new Set(credits.map((credit) => credit[of]).filter((id) => id !== null))];
    const jobs = await findJobs(sql, project_id, ids("jobId"));
    const askers = jobs.map(({ created_by }) => created_by).filter((id) => id !== null);
    const people = await listPeople(sql, [...new Set([...ids("userId"), ...askers])]);
    const names = new Map(people.map(({ id, username }) => [id, username]));
    const sheet = { title, ...summarise(credits, names, jobs), items: credits.map(itemJson) };
    return format === "text" ? c.text(inWords(sheet, names), 200) : c.json(sheet, 200);
  });

  return app;
}

/** Anybody can write any text as an author; only ids lead anywhere. */
function known(credit: Credit): Credit {
  const id = (text: string | null) => text !== null && isUuid(text) ? text : null;
  return { ...credit, userId: id(credit.userId), jobId: id(credit.jobId) };
}

function summarise(
  credits: readonly Credit[],
  names: ReadonlyMap<string, string>,
  jobs: readonly JobRow[],
): Pick<z.infer<typeof Credits>, "people" | "machines"> {
  const count = (of: readonly Credit[], kind: Credit["kind"]) =>
    of.filter((credit) => credit.kind === kind).length;
  const byHand = Map.groupBy(credits.filter(({ jobId }) => jobId === null), (one) => one.userId);
  const people = [...byHand].flatMap(([userId, own]) => {
    const username = names.get(userId ?? "");
    if (userId === null || username === undefined) return [];
    return [{
      user_id: userId,
      username,
      strokes: count(own, "stroke"),
      images: count(own, "image"),
      lines: count(own, "line"),
      tracks: count(own, "track"),
      takes: count(own, "take"),
    }];
  });
  const machines = jobs.map((job) => {
    const own = credits.filter(({ jobId }) => jobId === job.id);
    return {
      engine: job.engine ?? "local",
      job: job.id,
      kind: job.kind,
      asked_by: job.created_by,
      tracks: count(own, "track"),
      lines: count(own, "line"),
      versions: count(own, "version"),
      at: (job.finished_at ?? job.created_at).toISOString(),
    };
  });
  return {
    people: people.toSorted((a, b) => a.username < b.username ? -1 : 1),
    machines: machines.toSorted((a, b) => a.at < b.at ? -1 : 1),
  };
}

function itemJson(credit: Credit): z.infer<typeof Item> {
  const { kind, userId, jobId } = credit;
  const shared = { kind, user_id: userId, job_id: jobId };
  switch (credit.kind) {
    case "line":
      return { ...shared, number: credit.number, text: credit.text, share: credit.share };
    case "track":
      return { ...shared, id: credit.id, text: credit.name };
    case "take":
    case "version":
      return {
        ...shared,
        id: credit.id,
        text: credit.name,
        at: new Date(credit.at).toISOString(),
      };
    default:
      return { ...shared, id: credit.id, at: new Date(credit.at).toISOString() };
  }
}

/** A credits sheet to print. */
function inWords(
  { title, people, machines }: z.infer<typeof Credits>,
  names: ReadonlyMap<string, string>,
): string {
  const some = (...counts: readonly (readonly [number, string])[]) =>
    counts.filter(([count]) => count > 0)
      .map(([count, what]) => `${count} ${what}${count === 1 ? "" : "s"}`).join(", ");
  const made = people.map((person) => {
    const { username, strokes, images, lines, tracks, takes } = person;
    const what = some(
      ...[[strokes, "stroke"], [images, "picture"], [lines, "line"]] as [number, string][],
      ...[[tracks, "track"], [takes, "take"]] as [number, string][],
    );
    return `  ${username}: ${what}`;
  });
  const played = machines.map(({ engine, kind, asked_by, tracks, lines, versions, at }) => {
    const asker = names.get(asked_by ?? "");
    const what = some([tracks, "track"], [lines, "line"], [versions, "version"]);
    return `  ${kind} (${engine} engine), ${at.slice(0, 10)}${
      asker ? `, asked by ${asker}` : ""
    }: ${what}`;
  });
  const section = (name: string, lines: readonly string[]) =>
    lines.length > 0 ? ["", name, ...lines] : [];
  return [title, ...section("Made by", made), ...section("With", played), ""].join("\n");
}

const get = createRoute({
  method: "get",
  path: "/{project_id}/credits",
  tags: ["History"],
  summary: "Who and what made each stroke, picture, line, track and take that is there",
  security: BEARER,
  request: {
    params: z.object({ project_id: Id }),
    query: z.object({ format: z.enum(["json", "text"]).default("json") }),
  },
  responses: {
    200: {
      description: "The credits, as JSON or as a sheet to print",
      content: {
        "application/json": { schema: Credits },
        "text/plain": { schema: z.string() },
      },
    },
    ...errors(404, 422),
  },
});
